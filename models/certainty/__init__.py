"""How sure a score is, and when there is none.

topics        what can be asked at a door in one breath, by record table
doubts        how each topic stands for a household: told, missing, silent, old, contradicted
alike         a sample of the county's own households
plausible     what a score might be: values of households alike in the place of what is doubted
sources       which key departments are overdue, and until when a score may be used
contradicting records that contradict each other so badly that nothing is scored
verifying     what speaks against the model's main reason
measuring     all of it about one household
wording       in words
"""

from __future__ import annotations

from models.certainty.contradicting import (
    CONTRADICTING,
    ContradictingRecordsError,
    contradicting,
    contradicting_lines,
)
from models.certainty.measuring import Certainty, OpenQuestion, certainty_of, certainty_policy
from models.certainty.plausible import SEED
from models.certainty.sources import StaleSourcesError, Surroundings, freshness_of, require_fresh, surroundings_of
from models.certainty.verifying import Contradiction
from models.certainty.wording import certainty_fields, certainty_in_words, certainty_lines

__all__ = [
    "CONTRADICTING",
    "SEED",
    "Certainty",
    "ContradictingRecordsError",
    "Contradiction",
    "OpenQuestion",
    "StaleSourcesError",
    "Surroundings",
    "certainty_fields",
    "certainty_in_words",
    "certainty_lines",
    "certainty_of",
    "certainty_policy",
    "contradicting",
    "contradicting_lines",
    "freshness_of",
    "require_fresh",
    "surroundings_of",
]
