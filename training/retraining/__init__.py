"""Retraining by data staff alone: watch, train, backtest, card, challenger, in one command.

Every slow step is kept on disk under a key of all that the result stands on. A killed retraining is gone on with by the same command,
and ends with the same model.
"""
