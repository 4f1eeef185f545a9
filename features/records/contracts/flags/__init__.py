"""What is kept and flagged: rows that may be right and seldom are. One module per theme, each rule a declaration."""
