"""Backtests: the run repeated at several points of the past, each time with no more than an office had on that day."""
