"""Stored households, one by one or many at once, as the API gives them.

history    what each run said of one
replay     what a run said of one, computed anew
gathering  documents of single requests, assessed together where they wait together
batches    many answered in one request
known      what was known of a household on a day
scored     what is said of one on a day, for its pages and papers
not_listed why one is not on the list in force
countywide how many people the households of a county have, and where they were resettled
answers    what the API answers about it
"""
