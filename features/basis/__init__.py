"""What an answer about a household rests on: how much each table knew on the day, until when, what is missing, what to doubt.

The doubts are those of the records themselves: the flags of the tables' contracts, and the cross-table checks of who makes
up the household. A row that would be set aside never gets here.

gathering  of many households at once, as numbers and names
wording    as it is told of one
known      the rows that were known on the day, by table
"""

from __future__ import annotations

from features.basis.gathering import BASIS, bases, basis, checks_of_members
from features.basis.known import TABLE_NAMES, known_on, members_known
from features.basis.wording import Basis, Doubt, KnownRows, Missing, basis_in_words

__all__ = [
    "BASIS",
    "TABLE_NAMES",
    "Basis",
    "Doubt",
    "KnownRows",
    "Missing",
    "bases",
    "basis",
    "basis_in_words",
    "checks_of_members",
    "known_on",
    "members_known",
]
