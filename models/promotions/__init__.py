"""From a trained version to the one that scores: what a gate found, a person who approves, an audit that shows it.

The gate itself reads what training left behind, and lies there (`training.promotion`).
"""
