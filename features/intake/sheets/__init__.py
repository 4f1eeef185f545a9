"""From a sheet of text to typed columns, every cell that could not be read accounted for."""
