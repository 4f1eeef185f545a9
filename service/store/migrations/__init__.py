"""Each form of the database, after the one before: `versions` holds one file for each step, up and down."""
