"""What is told of a topic by drawn records, where it is strong and nothing else says the same."""

from __future__ import annotations

import datetime as dt

import polars as pl

from features.bilingual import Bilingual
from features.frame import feature_frame, index_of
from features.records.gate import Records
from models.reasons.evidence import Evidence
from models.reasons.selecting import candidates, sayable
from models.reasons.topics import Phrase, topics
from tests.drawn_tables import POLICY, drawn
from tests.models.reasons.topics.households import limits

DAY = "2024-12-31"
SENDERS = {"d1": "医保", "d2": "卫健", "d3": "残联", "d4": "农业农村", "d5": "教育", "d6": "公安"}

HOUSEHOLD = drawn(
    "households",
    "event_date | region_code | household_type | household_size\n2024-10-01 | 990101001001 | general | 3",
)


def raises(topic: str, as_of: str = DAY, **tables: pl.DataFrame) -> Bilingual | None:
    """The phrase that is told where the topic raises the risk; None where it is left unsaid."""
    return _told(topics().by_name[topic].raises, as_of, tables)


def protects(topic: str, as_of: str = DAY, **tables: pl.DataFrame) -> Bilingual | None:
    """The same where it lowers the risk."""
    return _told(topics().by_name[topic].protects, as_of, tables)


def _told(phrases: tuple[Phrase, ...], as_of: str, tables: dict[str, pl.DataFrame]) -> Bilingual | None:
    records = Records({"households": HOUSEHOLD, **tables})
    index = index_of(["H1"], dt.date.fromisoformat(as_of))
    read = {name for phrase in phrases for name in phrase.reads}
    figures = limits(read)
    names = sorted(read - set(figures))
    frame = feature_frame(records, index, POLICY, names).select(pl.col(names).cast(pl.Float64))
    values = {**frame.row(0, named=True), **figures}
    evidence = Evidence(records, index, SENDERS, frozenset({phrase.seen for phrase in phrases if phrase.seen}))
    rows = evidence.of({phrase.seen: [0] for phrase in phrases if phrase.seen is not None})
    # Every phrase's own features push its way: what a model adds is another story.
    hold = [one for one in phrases if candidates([one], values, dict.fromkeys(one.of, 1.0), 1)]
    said = sayable(hold, values, {name: found for (name, _), found in rows.items()}, evidence, 0)
    return said[0][0].text.rendered(said[0][1]) if said else None
