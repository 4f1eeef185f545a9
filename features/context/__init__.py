"""The counted places of a store: kept beside it, made where they are missing, and told to people.

    keeping  the table of a store and a day, by its fingerprint
    telling  what a place looks like, in words

How they are counted and come into a frame is `features.frame.context`
(docs/decisions/0016-context-without-the-household.md).
"""
