"""One small module per family of files: which columns, which forms of dates and numbers, which noise."""
