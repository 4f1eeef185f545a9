"""Cross-table checks: what the records of a household say against each other, and what an office should go and see.

`features.checks.finding` finds, `features.checks.registry` lists, `features.checks.themes` declares.
"""
