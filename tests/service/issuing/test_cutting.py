"""What a list tells of a household is kept with it: severe rules first, whatever the score."""

from __future__ import annotations

import datetime as dt

import polars as pl

from models.assessed import ASSESSMENT
from service.issuing.cutting import words_of
from service.store.tables.lists import SEVERE
from tests.service.kept_runs import KeptRuns


def hit(name: str, severity: int) -> dict[str, object]:
    since = dt.date(2024, 6, 2)
    return {"trigger": name, "unit": "persons", "value": 1.0, "threshold": 1.0, "since": since, "severity": severity}


def test_severe_rules_are_kept_with_what_to_ask_also_of_the_low_band(kept: KeptRuns) -> None:
    last = kept.run.scores.sort("probability").head(2)
    hits = [[hit("zero_employment", 0), hit("dropped_out", 2)], [hit("zero_employment", 0)]]
    listed = last.with_columns(pl.Series("hits", hits, dtype=ASSESSMENT["hits"]))
    severe, other = (words_of(listed)[code] for code in last["household_id"])
    (told,) = severe[SEVERE]
    assert told["zh"] == "教育：义务教育阶段疑似辍学人数 1人（自 2024-06-02 起）"
    assert "为什么没上学" in told["ask_zh"]
    assert other[SEVERE] == []
