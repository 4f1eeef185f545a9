"""From a delivered file, whatever it is called, to sheets of text cells."""
