"""Drift of explanations: what makes households listed now, beside what made them listed when the model learned.

Reasons shift before scores do: a list may stay as long and as sure while another risk fills it.
"""

from __future__ import annotations

import numpy as np

from features.bilingual import Bilingual
from features.vocabulary import RiskType
from models.reasons import sums_by_risk_type
from models.risk_model import RiskModel
from training.watching.seen import Seen
from training.watching.signals import Level, Question, Signal, held_against

LEAST_LISTED = 30
"""Listed households on either day below which shares of risk types say nothing."""


def reason_drift(model: RiskModel, then: Seen, now: Seen, limit: float) -> Signal:
    """The total variation distance between the main risk types of the two lists, 0 to 1."""
    before, after = (main_types(model, day) for day in (then, now))
    counts = then.listed.sum(), now.listed.sum()
    if min(counts) < LEAST_LISTED:
        statement = Bilingual(
            f"名单户数太少（{counts[0]}、{counts[1]}），无法比较原因",
            f"the lists are too short to compare reasons ({counts[0]} and {counts[1]} households)",
        )
        return Signal(Question.REASONS, Level.CANT_TELL, None, limit, statement)
    distance = float(sum(abs(after[kind] - before[kind]) for kind in RiskType) / 2)
    most = max(RiskType, key=lambda kind: abs(after[kind] - before[kind]))
    return Signal(
        Question.REASONS,
        held_against(distance, limit),
        distance,
        limit,
        Bilingual(
            f"主要原因分布与训练时相差{distance:.1%}；变化最大：{most.zh}，{before[most]:.1%} → {after[most]:.1%}",
            f"the main reasons differ by {distance:.1%} from those at training; most: {most.en}, {before[most]:.1%} "
            f"to {after[most]:.1%}",
        ),
        [
            {"risk_type": kind.value, "zh": kind.zh, "en": kind.en, "before": before[kind], "now": after[kind]}
            for kind in sorted(RiskType, key=lambda kind: -abs(after[kind] - before[kind]))
            if before[kind] or after[kind]
        ],
    )


def main_types(model: RiskModel, day: Seen) -> dict[RiskType, float]:
    """The share of the listed households whose score rises most by each risk type; 0 for all when nobody is listed."""
    kinds = list(RiskType)
    if not day.listed.any():
        return dict.fromkeys(kinds, 0.0)
    sums = sums_by_risk_type(model.features, model.contributions(day.on_list))
    main = np.bincount(sums.argmax(axis=1), minlength=len(kinds)) / len(sums)
    return {kind: float(share) for kind, share in zip(kinds, main, strict=True)}
