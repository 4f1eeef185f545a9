"""The contenders of a run: boosted trees, the simple models that may ship instead, and what offices do today."""

from __future__ import annotations

from training.contenders.contender import Contender, Fitted
from training.contenders.registry import BOOSTING, CONTENDERS, ONE_TRIGGER, contenders_of
from training.contenders.rules import last_list, random_scores
from training.contenders.scarcity import TooFewPositivesError, require_positives

__all__ = [
    "BOOSTING",
    "CONTENDERS",
    "ONE_TRIGGER",
    "Contender",
    "Fitted",
    "TooFewPositivesError",
    "contenders_of",
    "last_list",
    "random_scores",
    "require_positives",
]
