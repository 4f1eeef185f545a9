"""Policy: every number that an authority decides, dated, placed and cited, in YAML beside this file."""
