"""What pages show, put together from what the rooms below know: plain values, without a web, a clock or a database of their own.

visit    what is asked on a visit and why, and what was typed of its outcome
"""
