"""What the demo shows last is the beginning of the list that an office is served; and a sandbox stands on nobody's real records."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import polars as pl
import pytest

from features.errors import FanpinError
from features.policy.loading import Policy
from features.records.contracts.impossible import IMPOSSIBLE
from features.records.store import RecordStore
from models.lists import VISITED, State, issue_by_policy
from models.score import ScoredDay
from training.demo import MADE_BY_THE_DEMO, WHOLE, first_to_visit, run_sandbox

DAY = dt.date(2025, 1, 5)
NOW = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)


def a_day(*visited: str) -> ScoredDay:
    """500 households of one township, H001 the riskiest; five of them can be visited in a month."""
    names = [f"H{number:03}" for number in range(1, 501)]
    households = pl.DataFrame({"rank": range(1, 501), "household_id": names}).with_columns(
        as_of=pl.lit(DAY), region_code=pl.lit("990101001001"), raw_score=-pl.col("rank").cast(pl.Float64)
    )
    lately = pl.DataFrame(
        {"household_id": visited, "visited_on": [DAY - dt.timedelta(days=30)] * len(visited)}, VISITED
    )
    return ScoredDay(households, pl.DataFrame(schema=IMPOSSIBLE), State(visited=lately))


def first_of(day: ScoredDay) -> pl.DataFrame:
    return first_to_visit(day.households, issue_by_policy(day.households, Policy.load(), day.state))


def test_who_was_visited_lately_is_not_shown_as_one_to_visit_first() -> None:
    assert first_of(a_day())["household_id"].to_list() == ["H001", "H002", "H003", "H004", "H005"]
    first = first_of(a_day("H002", "H004"))
    assert first["household_id"].to_list() == ["H001", "H003", "H005", "H006", "H007"]


def test_it_names_nobody_who_is_not_on_the_list() -> None:
    day = a_day("H001")
    served = issue_by_policy(day.households, Policy.load(), day.state).listed
    assert set(first_of(day)["household_id"]) == set(served["household_id"])


def test_a_sandbox_never_stands_on_records_that_are_not_made_up(tmp_path: Path) -> None:
    """Not even where a demo's folder was put to another use."""
    RecordStore.create(tmp_path / "records", buckets=1)
    (tmp_path / MADE_BY_THE_DEMO).write_text(WHOLE)
    with pytest.raises(FanpinError, match="not known to be made up"):
        run_sandbox(tmp_path, 2_000, 44, 1, NOW)
    assert (tmp_path / "records" / "store.json").exists()


def test_a_sandbox_that_is_there_is_left_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is made anew, and whatever the environment says of a county's own places is passed over."""
    for name in ("DATA", "MODEL_COPY", "DATABASE", "KEYS", "ANCHORS", "AUDIT"):
        monkeypatch.setenv(f"FANPIN_{name}", "/srv/the-real-county")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "/srv/the-real-county")
    RecordStore.create(tmp_path / "records", buckets=1, made_up=True)
    (tmp_path / MADE_BY_THE_DEMO).write_text(WHOLE)
    run_sandbox(tmp_path, 2_000, 44, 1, NOW)
    assert not [name for name, value in os.environ.items() if "the-real-county" in value]
