"""Why a score is what it is: exact contributions, told by topics in the words of the work.

Numbers are made for everybody who is scored, phrases for those who are told of, words only where somebody reads them
(`in_words`).

    contributions     of each feature to each score, checked against the score
    second_opinion    two engines that have to agree on them
    interactions      what pairs of features add together, checked against the contributions
    points            what a contribution does to the probability
    risk_types        THE sum over an official risk type, for list, page, watch and command line alike
    topics            what there is to say of a household, in phrases with places for facts
    evidence          the rows behind a reason: day, sender, members
    selecting         which topics are told, and by which phrase
    composing         the reasons of many households at once
    wording           a reason as people read it
    shap_explanation  the contributions as shap's own object, for plots
"""

from __future__ import annotations

from models.reasons.composing import Explained, compose, read_by_phrases
from models.reasons.contributions import LARGEST_RESIDUAL, Explanation, ExplanationError, explain
from models.reasons.evidence import Senders
from models.reasons.interactions import Pair, pairs_in_words, pairwise, strongest_pairs
from models.reasons.points import points_per_log_odds
from models.reasons.risk_types import RISK_TYPES, lists_of, main_risk_types, raising, sums_by_risk_type
from models.reasons.second_opinion import LARGEST_DISAGREEMENT, EnginesDisagreeError, disagreement, require_agreement
from models.reasons.selecting import LEAST, MOST_REASONS, REASON, topic_sums
from models.reasons.shap_explanation import explanation_for_plots
from models.reasons.topics import topics
from models.reasons.topics.relatives import members_in_words
from models.reasons.wording import (
    NO_REASON,
    NOTHING_TO_CHECK,
    WORDED,
    in_words,
    points_in_words,
    reason_in_words,
    to_ask,
)

__all__ = [
    "LARGEST_DISAGREEMENT",
    "LARGEST_RESIDUAL",
    "LEAST",
    "MOST_REASONS",
    "NOTHING_TO_CHECK",
    "NO_REASON",
    "REASON",
    "RISK_TYPES",
    "WORDED",
    "EnginesDisagreeError",
    "Explained",
    "Explanation",
    "ExplanationError",
    "Pair",
    "Senders",
    "compose",
    "disagreement",
    "explain",
    "explanation_for_plots",
    "in_words",
    "lists_of",
    "main_risk_types",
    "members_in_words",
    "pairs_in_words",
    "pairwise",
    "points_in_words",
    "points_per_log_odds",
    "raising",
    "read_by_phrases",
    "reason_in_words",
    "require_agreement",
    "strongest_pairs",
    "sums_by_risk_type",
    "to_ask",
    "topic_sums",
    "topics",
]
