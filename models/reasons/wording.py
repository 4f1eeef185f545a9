"""A reason as people read it: the phrase with its facts, in Chinese and English."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import polars as pl

from features.bilingual import Bilingual
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


def reason_in_words(reason: Mapping[str, Any]) -> Bilingual:
    """A row of REASON.

    Raises:
        KeyError: this installation has no such topic or phrase: the reason was made by another version.
    """
    phrase = topics().by_name[reason["topic"]].phrase(reason["phrase"])
    return phrase.text.said(json.loads(reason["facts"]))


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
