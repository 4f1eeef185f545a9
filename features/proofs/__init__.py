"""Proofs about features: that nothing of the future is in them, and of which rows each is made.

leaks    what came later is dropped, altered, taken back and delivered again, and no feature moves
lineage  the rows on which a value stands
"""
