"""The ledgers of the guarantees: each lack that records tell of, since when, by whom, and which record says that it is over.

Schooling, medical care, the dwelling, drinking water. What counts as a lack is what the features mean by it; here it is followed from day
to day as the county came to know it (`features.records.gate`).

wording     the guarantees, the lacks, and how an entry stands
entries     from what stood day after day to entries: put in, put right, struck off
people      what stood of each person: schooling, insurance
households  what stood of each household: cost of illness, dwelling, water
ledger      the ledger of a whole store on a day
"""
