"""Ask first: which answers could change who is on the list, and by how much (value of information).

worth    what an answer is worth, for households near the cut of a list
county   the questions of a day, the first ones first
wording  a question in words
"""
