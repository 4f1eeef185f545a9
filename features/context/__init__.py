"""The counted places of a store: kept beside it, made where they are missing, and told to people.

    cache     the table of a store and a day, by its fingerprint
    printing  what a place looks like, on a terminal

How they are counted and come into a frame is `features.frame.context`
(docs/decisions/0016-context-without-the-household.md).
"""
