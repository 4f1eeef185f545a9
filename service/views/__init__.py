"""What pages show, put together from what the rooms below know: plain values, without a web, a clock or a database of their own.

places   places by name, as choice lists and beside a household
leads    the board of leads
batches  several leads chosen, and what came of each
lead     a lead in full, and what may be done next
moves    the forms of the moves, and what was typed in them
notices  the public notice of what people decided
"""
