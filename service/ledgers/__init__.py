"""What is known of a county's villages, settlements and guarantees on a day: worked out once for a state of the records.

cache    everybody's ledger, the counts of places and their trend, kept for a while
entries  which entries somebody asks for and may see
"""
