"""Does the list serve everybody equally well: each group at the real cut, with intervals and a verdict."""
