"""Where one household stands towards a list, and why.

place    rank, rest, and what would have to be true for it to be listed
wording  the answer in words
cli      `fanpin list why`, `fanpin list diff`, `fanpin list alerts`
"""
