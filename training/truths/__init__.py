"""The truth of a simulated county in the evaluation: what really happened, not what the procedure found.

Only evaluation opens it, only where it is given, and never before the scores are made.
"""
