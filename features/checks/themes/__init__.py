"""The checks themselves, one module per theme."""
