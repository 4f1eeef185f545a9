"""收入 | Income by source and by caliber, against the lines in force; land and links of the household's business.

Sent by: rural affairs (collection of 1 October to 30 September), townships (calendar year). Late by: months. Recorded
income is managed and heaped and rarely crosses the line. Do not conclude: that a household above the line is safe.

A `..._year` is the latest period that ended in the last 12 months, scaled to a year. What is collected more often than
once a year is also told by the month, from periods that lie wholly inside the window: a year's figure tells nothing
of the last three months.
"""
