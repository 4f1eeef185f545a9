"""The reasons of many households at once: numbers of all, phrases and the rows behind them of those that are to be told of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from features.frame import feature_frame
from features.frame.fingerprint import context_read
from features.policy.loading import Policy
from features.records.gate import Records
from features.vocabulary import RiskType
from models.reasons.evidence import Evidence, Senders
from models.reasons.points import points_per_log_odds
from models.reasons.risk_types import lists_of, sums_by_risk_type
from models.reasons.selecting import (
    MOST_PROTECTING,
    MOST_REASONS,
    REASON,
    as_reason,
    candidates,
    in_order,
    sayable,
    strong_enough,
    topic_sums,
    without_repeats,
)
from models.reasons.topics import Phrase, topics
from models.risk_model import RiskModel
from models.scorers import Matrix

Array = npt.NDArray[np.float64]

RAISES, PROTECTS = 1, -1
POLICY = "policy."


@dataclass(frozen=True, eq=False)
class Explained:
    """What reasons are made of: features, contributions and records of the same rows.

    Attributes:
        frame: `household_id`, `as_of`, `region_code` and features, those of the model at least.
        matrix, contributions: rows by features of the model.
        senders: the department of each delivery; empty where nobody knows.
    """

    model: RiskModel
    records: Records
    policy: Policy
    frame: pl.DataFrame
    matrix: Matrix
    contributions: Array
    senders: Senders


def compose(explained: Explained, rows: Sequence[int], most: int = MOST_REASONS) -> tuple[pl.Series, pl.Series]:
    """The reasons of some rows, and what protects them.

    Args:
        rows: who is to be told of; of all others nothing is.
        most: at most so many reasons of each.

    Returns:
        `reasons` and `protects`, lists of `models.reasons.selecting.REASON`, one for each row of the frame.
    """
    if not len(rows):
        nobody = np.zeros(explained.frame.height, dtype=np.int64)
        return (
            lists_of(pl.DataFrame(schema=REASON), nobody).alias("reasons"),
            lists_of(pl.DataFrame(schema=REASON), nobody).alias("protects"),
        )
    asked = Explained(
        explained.model,
        explained.records,
        explained.policy,
        explained.frame[rows],
        explained.matrix[rows],
        explained.contributions[rows],
        explained.senders,
    )
    reasons = [_of_all(asked, sign, most if sign == RAISES else MOST_PROTECTING) for sign in (RAISES, PROTECTS)]
    return (
        _spread(reasons[0], rows, explained.frame.height).alias("reasons"),
        _spread(reasons[1], rows, explained.frame.height).alias("protects"),
    )


def _of_all(explained: Explained, sign: int, most: int) -> list[list[dict[str, Any]]]:
    model = explained.model
    sums = topic_sums(topics(), model.features, explained.matrix, explained.contributions)
    by_type = sums_by_risk_type(model.features, explained.contributions)
    worth = points_per_log_odds(explained.contributions, model.base_value, model.calibrator)
    values = _values(explained, sign)
    strong = [strong_enough(sums, row, sign) for row in range(explained.frame.height)]
    possible = [
        {name: candidates(phrases_of(name, sign), values[row], _added(explained, row), sign) for name in strong[row]}
        for row in range(explained.frame.height)
    ]
    wanted: dict[str, set[int]] = {}
    for row, of_row in enumerate(possible):
        for phrases in of_row.values():
            for phrase in phrases:
                if phrase.seen is not None:
                    wanted.setdefault(phrase.seen, set()).add(row)
    evidence = Evidence(explained.records, explained.frame.select("household_id", "as_of"), explained.senders)
    behind = evidence.of(wanted)
    reasons = []
    for row, of_row in enumerate(possible):
        rows = {name: found for (name, place), found in behind.items() if place == row}
        sayables = [
            (topics().by_name[name], sayable(phrases, values[row], rows, evidence, row), float(sums[name][row]))
            for name, phrases in of_row.items()
        ]
        types = dict(zip(RiskType, sign * by_type[row], strict=True))
        chosen = [one for one in without_repeats(sayables) if types[one.topic.risk_type] > 0]
        reasons.append([as_reason(one, float(worth[row])) for one in in_order(chosen, types, most)])
    return reasons


def phrases_of(name: str, sign: int) -> tuple[Phrase, ...]:
    topic = topics().by_name[name]
    return topic.raises if sign == RAISES else topic.protects


def _added(explained: Explained, row: int) -> Mapping[str, float]:
    return dict(zip(explained.model.features, explained.contributions[row].tolist(), strict=True))


def _values(explained: Explained, sign: int) -> list[dict[str, float | None]]:
    """Of each row the features and policy values that phrases read, None where unknown or endless."""
    names = read_by_phrases(frozenset(explained.model.features), sign)
    wanted = sorted(name for name in names if not name.startswith(POLICY))
    if explained.records.context is None or not context_read(explained.model.features):
        # What is counted at places is at hand where the model itself reads it.
        wanted = [name for name in wanted if not context_read([name])]
    frame = explained.frame
    missing = [name for name in wanted if name not in frame.columns]
    if missing:
        further = feature_frame(explained.records, frame.select("household_id", "as_of"), explained.policy, missing)
        frame = frame.hstack(further.select(missing))
    figures = sorted(name for name in names if name.startswith(POLICY))
    limits = explained.policy.add_columns(frame.select("region_code", "as_of"), set(figures))
    known = frame.select(pl.col(wanted).cast(pl.Float64)).hstack(limits.select(pl.col(figures).cast(pl.Float64)))
    finite = known.with_columns(pl.when(pl.all().is_finite()).then(pl.all()))
    nothing = dict.fromkeys(names)
    return [{**nothing, **row} for row in finite.iter_rows(named=True)]


@cache
def read_by_phrases(features: frozenset[str], sign: int) -> frozenset[str]:
    """What the phrases of all topics that a model's features tell of read."""
    return frozenset(
        name
        for topic in topics().by_name.values()
        if features & set(topic.features)
        for phrase in (topic.raises if sign == RAISES else topic.protects)
        for name in phrase.reads
    )


def _spread(reasons: list[list[dict[str, Any]]], rows: Sequence[int], height: int) -> pl.Series:
    """The reasons of some rows among all."""
    lengths = np.zeros(height, dtype=np.int64)
    lengths[list(rows)] = [len(of_row) for of_row in reasons]
    by_row = dict(zip(rows, reasons, strict=True))
    flat = [reason for row in range(height) for reason in by_row.get(row, [])]
    return lists_of(pl.DataFrame(flat, schema=REASON), lengths)
