"""就业 | Who works, for how much and how far away, who stopped, and which posts will end.

Sent by: human resources (real-name employment register, monthly), rural affairs and townships (rosters, yearly). Late by:
5 to 35 days; the end of a job often later. Misses: work without a contract. Do not conclude: that a person who is not in
the register is out of work.
"""
