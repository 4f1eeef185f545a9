"""A reason as people read it: the phrase with its facts, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import polars as pl

from features.bilingual import Bilingual
from features.texts.unrepeated import read_json
from models.reasons.risk_types import lists_of
from models.reasons.selecting import REASON
from models.reasons.topics import topics

WORDED: dict[str, type[pl.DataType]] = {
    **REASON,
    "zh": pl.String,
    "en": pl.String,
    "ask_zh": pl.String,
    "ask_en": pl.String,
}
"""A reason with its words, and what to ask or look at on the visit."""

NO_REASON = Bilingual("低风险档，没有突出的风险因素", "low band: nothing stands out")
"""Of a household that nobody is told why to visit."""


NOTHING_TO_CHECK = Bilingual(
    "已掌握的记录中没有可以单独说明的原因，请入户了解", "no single fact on record stands out; find out on the visit"
)
"""Of a household of a higher band whose score no phrase explains."""


def points_in_words(points: float) -> Bilingual:
    """What a reason does to the probability; a tenth of a point is the least that is told."""
    if abs(points) < 0.05:
        return Bilingual("对可能性几乎没有影响", "hardly moves the chance")
    zh, en = ("上升", "raises") if points > 0 else ("下降", "lowers")
    return Bilingual(f"使可能性{zh}{abs(points):.1f}个百分点", f"{en} the chance by {abs(points):.1f} points")


def reason_in_words(reason: Mapping[str, Any]) -> Bilingual:
    """A row of REASON.

    Raises:
        KeyError: this installation has no such topic or phrase: the reason was made by another version.
    """
    phrase = topics().by_name[reason["topic"]].phrase(reason["phrase"])
    return phrase.text.rendered(read_json(reason["facts"]))


@cache
def to_ask(topic: str) -> Bilingual:
    """What to ask or look at on the visit, of a topic that is told as a reason."""
    return topics().by_name[topic].ask or Bilingual("", "")


def in_words(households: pl.DataFrame) -> pl.DataFrame:
    """The same households, their `reasons` and `protects` (lists of REASON) with their words (WORDED)."""
    return households.with_columns(_worded(households.get_column(name)) for name in ("reasons", "protects"))


def _worded(reasons: pl.Series) -> pl.Series:
    facts = reasons.explode(empty_as_null=False, keep_nulls=False).struct.unnest()
    words = [reason_in_words(reason) for reason in facts.iter_rows(named=True)]
    asks = [to_ask(topic) for topic in facts["topic"]]
    worded = facts.with_columns(
        pl.Series("zh", [one.zh for one in words], dtype=pl.String),
        pl.Series("en", [one.en for one in words], dtype=pl.String),
        pl.Series("ask_zh", [one.zh for one in asks], dtype=pl.String),
        pl.Series("ask_en", [one.en for one in asks], dtype=pl.String),
    )
    return lists_of(worded.select(*WORDED), reasons.list.len().to_numpy()).alias(reasons.name)
