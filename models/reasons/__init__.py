"""Why a score is what it is: exact contributions, summed by official risk type, told as reasons in words.

Numbers are made for everybody who is scored, words only where somebody reads them (`in_words`).

    contributions     of each feature to each score, checked against the score
    second_opinion    two engines that have to agree on them
    interactions      what pairs of features add together, checked against the contributions
    risk_types        THE sum over an official risk type, for list, page, watch and command line alike
    strongest         the contributions that are told as reasons
    wording           a reason as people read it
    shap_explanation  the contributions as shap's own object, for plots
"""

from __future__ import annotations

from models.reasons.contributions import LARGEST_RESIDUAL, Explanation, ExplanationError, explain
from models.reasons.interactions import Pair, pairs_in_words, pairwise, strongest_pairs
from models.reasons.risk_types import RISK_TYPES, main_risk_types, raising, sums_by_risk_type
from models.reasons.second_opinion import LARGEST_DISAGREEMENT, EnginesDisagreeError, disagreement, require_agreement
from models.reasons.shap_explanation import explanation_for_plots
from models.reasons.strongest import MOST_REASONS, REASON, strongest
from models.reasons.wording import WORDED, in_words

__all__ = [
    "LARGEST_DISAGREEMENT",
    "LARGEST_RESIDUAL",
    "MOST_REASONS",
    "REASON",
    "RISK_TYPES",
    "WORDED",
    "EnginesDisagreeError",
    "Explanation",
    "ExplanationError",
    "Pair",
    "disagreement",
    "explain",
    "explanation_for_plots",
    "in_words",
    "main_risk_types",
    "pairs_in_words",
    "pairwise",
    "raising",
    "require_agreement",
    "strongest",
    "strongest_pairs",
    "sums_by_risk_type",
]
