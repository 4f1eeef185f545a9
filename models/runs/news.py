"""What moved a household's score from one run to the next, in the phrases that its page uses.

A reason that stands for long is no news however strong it is: what counts is by how much a topic's part of the score moved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from features.bilingual import Bilingual
from features.deliveries.senders import senders
from features.frame import feature_frame, index_of
from features.records.store import RecordStore
from models.changes import Standpoint
from models.reasons import LEAST, Explained, Senders, compose, explain, reason_in_words, topic_sums, topics
from models.runs.comparing import ComparedLists, standpoint_of

MOST_NEWS = 3
LEAST_SHARE = 0.25
"""Of the topic that moved the score most: a topic that moved it less is not told beside it."""

ALL_TOPICS = 1_000


@dataclass(frozen=True, eq=False)
class _Seen:
    """The same households from one standpoint, row by row: what each topic adds, and the phrases for what raises and what lowers."""

    sums: Mapping[str, npt.NDArray[np.float64]]
    raises: list[list[dict[str, Any]]]
    lowers: list[list[dict[str, Any]]]


def news(store: RecordStore, compared: ComparedLists, households: Sequence[str]) -> dict[str, list[Bilingual]]:
    """Of each household whose score moved the topics that moved it most in the direction of its move, at most MOST_NEWS.

    Of a score that fell a topic is told by what holds the household up now, or else by what weighed on it before and weighs less.

    Args:
        households: any; nothing is told of one without a score in both runs.

    Raises:
        ExplanationError, PolicyError, ContextError: as `models.assess.assess`.
    """
    scores = [run.scores.select("household_id", "raw_score") for run in (compared.before, compared.after)]
    asked = pl.DataFrame({"household_id": households}, schema={"household_id": pl.String})
    both = asked.join(scores[0], on="household_id").join(scores[1], on="household_id", suffix="_after")
    if both.is_empty():
        return {}
    codes = both["household_id"]
    departments = senders(store)
    before, after = (
        _seen(standpoint_of(store, run, codes), codes, departments) for run in (compared.before, compared.after)
    )
    moved = (both["raw_score_after"] - both["raw_score"]).to_list()
    words = [_rose(before, after, row) if moved[row] > 0 else _fell(before, after, row) for row in range(len(codes))]
    return {code: some for code, some in zip(codes, words, strict=True) if some}


def _seen(standpoint: Standpoint, codes: pl.Series, departments: Senders) -> _Seen:
    model, records, policy = standpoint.model, standpoint.records, standpoint.policy
    frame = feature_frame(records, index_of(codes, standpoint.as_of), policy, model.features)
    matrix = model.matrix(frame)
    added = explain(model, matrix, model.scorer.raw_score(matrix)).contributions
    explained = Explained(model, records, policy, frame, matrix, added, departments)
    raises, lowers = compose(explained, range(len(codes)), ALL_TOPICS)
    return _Seen(topic_sums(topics(), model.features, matrix, added), raises.to_list(), lowers.to_list())


def _moved(before: _Seen, after: _Seen, row: int, sign: int) -> list[str]:
    """Topics that moved the score up (1) or down (-1), the strongest first."""
    named = sorted({*before.sums, *after.sums})
    by = {name: sign * (_part(after, name, row) - _part(before, name, row)) for name in named}
    least = max(LEAST, LEAST_SHARE * max(by.values(), default=0.0))
    return sorted((name for name in named if by[name] >= least), key=lambda name: (-by[name], name))


def _part(seen: _Seen, topic: str, row: int) -> float:
    return float(seen.sums[topic][row]) if topic in seen.sums else 0.0


def _rose(before: _Seen, after: _Seen, row: int) -> list[Bilingual]:
    phrases = _by_topic(after.raises[row])
    return [phrases[name] for name in _moved(before, after, row, 1) if name in phrases][:MOST_NEWS]


def _fell(before: _Seen, after: _Seen, row: int) -> list[Bilingual]:
    eased = {name: _eased(words) for name, words in _by_topic(before.raises[row]).items()}
    phrases = eased | _by_topic(after.lowers[row])
    return [phrases[name] for name in _moved(before, after, row, -1) if name in phrases][:MOST_NEWS]


def _by_topic(reasons: list[dict[str, Any]]) -> dict[str, Bilingual]:
    return {reason["topic"]: reason_in_words(reason) for reason in reasons}


def _eased(words: Bilingual) -> Bilingual:
    return Bilingual(f"上期的“{words.zh}”影响减弱", f"what weighed before weighs less: {words.en}")
