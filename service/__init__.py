"""How people use it: the API for the case system, lists and pages for the offices, access."""
