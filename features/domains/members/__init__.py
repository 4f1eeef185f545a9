"""成员 | Who lives in the household: size, dependency, who is left at home, health as the rosters describe it, who came and left.

Sent by: rural affairs (registered households, yearly), townships (general households, yearly), police (births, deaths,
moves, monthly). Late by: up to a year for health and labour. Misses: illness that nobody told the roster's writer.
Do not conclude: that a person without a health flag is well, or that nobody looks after children whose parents are away.
"""
