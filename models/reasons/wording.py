"""A reason as people read it: what the feature means, with its value, in Chinese and English."""

from __future__ import annotations

import polars as pl

from features.registry import chosen
from features.registry.wording import fact_en, fact_zh
from models.reasons.risk_types import lists_of

WORDED: dict[str, type[pl.DataType]] = {
    "feature": pl.String,
    "risk_type": pl.String,
    "zh": pl.String,
    "en": pl.String,
    "unit": pl.String,
    "value": pl.Float64,
    "contribution": pl.Float64,
}
"""A reason with its words."""


def in_words(households: pl.DataFrame) -> pl.DataFrame:
    """The same households, each of their `reasons` (lists of `models.reasons.strongest.REASON`) with its words (WORDED)."""
    reasons = households.get_column("reasons")
    facts = reasons.explode(empty_as_null=False, keep_nulls=False).struct.unnest()
    declared = chosen(facts["feature"].unique())
    words: dict[tuple[str, float], tuple[str, str]] = {}
    for name, value in zip(facts["feature"], facts["value"], strict=True):
        if (name, value) not in words:
            words[name, value] = fact_zh(declared[name], value), fact_en(declared[name], value)
    pairs = [words[fact] for fact in zip(facts["feature"], facts["value"], strict=True)]
    worded = facts.hstack(pl.DataFrame(pairs, schema={"zh": pl.String, "en": pl.String}, orient="row"))
    return households.with_columns(lists_of(worded.select(*WORDED), reasons.list.len().to_numpy()).alias("reasons"))
