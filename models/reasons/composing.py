"""The reasons of many households at once: numbers of all, phrases and the rows behind them of those that are to be told of."""

from __future__ import annotations

import math
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
from models.reasons.evidence import Evidence, Row, Senders
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
from models.risk_model import FEW, RiskModel
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
    height = explained.frame.height
    if not len(rows):
        nobody = lists_of(pl.DataFrame(schema=REASON), np.zeros(height, dtype=np.int64))
        return nobody.alias("reasons"), nobody.alias("protects")
    reasons, protects = _Composed.of(explained, rows).both(most)
    return _spread(reasons, rows, height).alias("reasons"), _spread(protects, rows, height).alias("protects")


Phrases = Mapping[str, list[Phrase]]
"""Phrases of one household by topic."""


@dataclass(frozen=True, eq=False)
class _Composed:
    """What the reasons of both signs are made of, row by row.

    Attributes:
        sums: of each topic, as `models.reasons.selecting.topic_sums` gives them.
        by_risk_type: rows by risk types.
        worth: percentage points that one unit of contribution is worth.
        values: features and policy values by name; None where unknown.
        added: what each feature adds.
        records, index, senders: where the rows behind reasons are found (`models.reasons.evidence`).
    """

    sums: Mapping[str, Array]
    by_risk_type: Array
    worth: Array
    values: list[dict[str, float | None]]
    added: list[dict[str, float]]
    records: Records
    index: pl.DataFrame
    senders: Senders

    @classmethod
    def of(cls, explained: Explained, rows: Sequence[int]) -> _Composed:
        model, everybody = explained.model, len(rows) == explained.frame.height
        frame = explained.frame if everybody else explained.frame[rows]
        matrix = explained.matrix if everybody else explained.matrix[rows]
        contributions = explained.contributions if everybody else explained.contributions[rows]
        return cls(
            topic_sums(topics(), model.features, matrix, contributions),
            sums_by_risk_type(model.features, contributions),
            points_per_log_odds(contributions, model.base_value, model.calibrator),
            _values(explained, frame),
            [dict(zip(model.features, row, strict=True)) for row in contributions.tolist()],
            explained.records,
            frame.select("household_id", "as_of"),
            explained.senders,
        )

    def both(self, most: int) -> tuple[list[list[dict[str, Any]]], list[list[dict[str, Any]]]]:
        """What raises and what lowers each row's risk."""
        possible = {sign: [self._possible(row, sign) for row in range(len(self.values))] for sign in (RAISES, PROTECTS)}
        wanted: dict[str, set[int]] = {}
        for of_rows in possible.values():
            for row, by_topic in enumerate(of_rows):
                for phrase in (phrase for phrases in by_topic.values() for phrase in phrases if phrase.seen):
                    wanted.setdefault(phrase.seen or "", set()).add(row)
        evidence = Evidence(self.records, self.index, self.senders, frozenset(wanted))
        behind: dict[int, dict[str, list[Row]]] = {}
        for (name, row), seen in evidence.of(wanted).items():
            behind.setdefault(row, {})[name] = seen
        at_most = {RAISES: most, PROTECTS: MOST_PROTECTING}
        reasons = {
            sign: [
                self._reasons(row, by_topic, behind.get(row, {}), evidence, sign, at_most[sign])
                for row, by_topic in enumerate(of_rows)
            ]
            for sign, of_rows in possible.items()
        }
        return reasons[RAISES], reasons[PROTECTS]

    def _possible(self, row: int, sign: int) -> Phrases:
        return {
            name: candidates(phrases_of(name, sign), self.values[row], self.added[row], sign)
            for name in strong_enough(self.sums, row, sign)
        }

    def _reasons(
        self, row: int, by_topic: Phrases, behind: Mapping[str, list[Row]], evidence: Evidence, sign: int, most: int
    ) -> list[dict[str, Any]]:
        phrased = [
            (
                topics().by_name[name],
                sayable(phrases, self.values[row], behind, evidence, row),
                float(self.sums[name][row]),
            )
            for name, phrases in by_topic.items()
        ]
        types = dict(zip(RiskType, (sign * self.by_risk_type[row]).tolist(), strict=True))
        chosen = [one for one in without_repeats(phrased) if types[one.topic.risk_type] > 0]
        return [as_reason(one, float(self.worth[row])) for one in in_order(chosen, types, most)]


def phrases_of(name: str, sign: int) -> tuple[Phrase, ...]:
    topic = topics().by_name[name]
    return topic.raises if sign == RAISES else topic.protects


def _values(explained: Explained, frame: pl.DataFrame) -> list[dict[str, float | None]]:
    """Of each row the features and policy values that phrases read, None where unknown or endless."""
    # What is counted at places is at hand where the model itself reads it.
    with_places = explained.records.context is not None and _reads_places(explained.model.features)
    wanted, figures = read_by_phrases(explained.model.features, with_places=with_places)
    there = set(frame.columns)
    missing = [name for name in wanted if name not in there]
    if missing:
        further = feature_frame(explained.records, frame.select("household_id", "as_of"), explained.policy, missing)
        frame = frame.hstack(further.select(missing))
    limits = explained.policy.add_columns(frame.select("region_code", "as_of"), figures)
    nothing = dict.fromkeys(read_by_phrases(explained.model.features, with_places=True)[0])
    known = zip(_rows(frame, wanted), _rows(limits, figures), strict=True)
    return [
        {
            **nothing,
            **{name: _finite(value) for name, value in zip(wanted, values, strict=True)},
            **dict(zip(figures, lines, strict=True)),
        }
        for values, lines in known
    ]


def _rows(frame: pl.DataFrame, names: list[str]) -> list[tuple[Any, ...]]:
    """The values of these columns, row by row; of no column there are as many empty rows."""
    return frame[names].rows() if names else [()] * frame.height


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


@cache
def _reads_places(features: tuple[str, ...]) -> bool:
    return bool(context_read(features))


@cache
def read_by_phrases(features: tuple[str, ...], *, with_places: bool) -> tuple[list[str], list[str]]:
    """The features and the `policy.` values that the phrases of all topics read of which a model's features tell.

    Args:
        with_places: those that read figures of villages and settlements too.
    """
    read = {
        name
        for topic in topics().by_name.values()
        if set(features) & set(topic.features)
        for phrase in (*topic.raises, *topic.protects)
        for name in phrase.reads
    }
    figures = sorted(name for name in read if name.startswith(POLICY))
    return sorted(name for name in read - set(figures) if with_places or not context_read([name])), figures


def _spread(reasons: list[list[dict[str, Any]]], rows: Sequence[int], height: int) -> pl.Series:
    """The reasons of some rows among all."""
    if height <= FEW:
        by_row = dict(zip(rows, reasons, strict=True))
        return pl.Series([by_row.get(row, []) for row in range(height)], dtype=pl.List(pl.Struct(REASON)))
    lengths = np.zeros(height, dtype=np.int64)
    lengths[list(rows)] = [len(of_row) for of_row in reasons]
    by_row = dict(zip(rows, reasons, strict=True))
    flat = [reason for row in sorted(by_row) for reason in by_row[row]]
    return lists_of(pl.DataFrame(flat, schema=REASON), lengths)
