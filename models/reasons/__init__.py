"""Why a score is what it is: exact contributions, summed by official risk type, told as reasons in words.

Numbers are made for everybody who is scored, words only where somebody reads them (`in_words`).

    contributions  of each feature to each score, checked against the score
    risk_types     THE sum over an official risk type, for list, page, watch and command line alike
    strongest      the contributions that are told as reasons
    wording        a reason as people read it
"""

from __future__ import annotations

from models.reasons.contributions import LARGEST_RESIDUAL, Explanation, ExplanationError, explain
from models.reasons.risk_types import RISK_TYPES, main_risk_types, raising, sums_by_risk_type
from models.reasons.strongest import MOST_REASONS, REASON, strongest
from models.reasons.wording import WORDED, in_words

__all__ = [
    "LARGEST_RESIDUAL",
    "MOST_REASONS",
    "REASON",
    "RISK_TYPES",
    "WORDED",
    "Explanation",
    "ExplanationError",
    "explain",
    "in_words",
    "main_risk_types",
    "raising",
    "strongest",
    "sums_by_risk_type",
]
