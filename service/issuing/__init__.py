"""Lists of households to visit that an office can answer for: made from a kept run, stored, and from their issue on as they were issued.

A list that is asked for again is the same list. Every list is cut at the one door, `models.lists`.

making    a list made, and issued
cutting   from a run to the items of a list
beside    what a list tells of a household beside its score
foreseen  how many families visits are expected to find
comparing why who came and who left since the list before
particulars what is kept of them beside that: the news, the rules, the visit
"""
