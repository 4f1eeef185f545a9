"""Who a row is about: ID numbers and their pseudonyms, people on rosters, linking, decisions, and who moved where."""
