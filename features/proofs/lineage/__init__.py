"""Lineage: the rows of delivered files, the other features and the policy steps that a value was made of."""
