"""What a measure within an office's reach would do to a score: as if it had been taken, by records, never by a feature's value.

A measure is declared once: what it is, of whom it is feasible and which rows the departments would deliver. The rows are
added to the household's records, features are made by the one definition, and the model scores them. What comes out is how
the model answers to such records, not what the measure does for the family (docs/what-if.md).

    changing   rows as a department would deliver them, and records with them
    home       what is known of a household on the day, as measures ask it
    declaring  what a measure is
    measures   the measures themselves
    effects    the score with each measure
    wording    that in words
    cli        `fanpin what-if`
"""

from __future__ import annotations

from models.what_if.changing import corrected, delivered, with_rows
from models.what_if.declaring import Measure, MeasureDeclarationError
from models.what_if.effects import Effect, Effects, UnknownHouseholdError, WhatIf, effects_of, what_if
from models.what_if.home import Home, NotFeasibleError
from models.what_if.measures import MEASURES
from models.what_if.wording import what_if_in_words

__all__ = [
    "MEASURES",
    "Effect",
    "Effects",
    "Home",
    "Measure",
    "MeasureDeclarationError",
    "NotFeasibleError",
    "UnknownHouseholdError",
    "WhatIf",
    "corrected",
    "delivered",
    "effects_of",
    "what_if",
    "what_if_in_words",
    "with_rows",
]
