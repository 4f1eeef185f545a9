"""A key department that is too late leaves nobody with a score; one that never delivered is not late."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from features.deliveries.freshness import freshness
from features.policy.loading import Policy
from features.records.gate import Records
from features.records.store.states import StoreKept
from models.certainty.sources import (
    DAYS_LATE,
    FILLS,
    StaleSourcesError,
    expires_on,
    freshness_of,
    require_fresh,
    stale_tables,
)
from models.certainty.topics import TOPICS
from models.refusal import Refusal
from tests.drawn_tables import POLICY
from tests.models.certainty.drawn_county import county, store_of


def fresh(as_of: str, *sent: tuple[str, str]) -> pl.DataFrame:
    rows = pl.DataFrame(list(sent), schema={"source": pl.String, "known_date": pl.String}, orient="row")
    return freshness(rows.with_columns(pl.col("known_date").str.to_date()), dt.date.fromisoformat(as_of), POLICY)


# Due on 2024-02-19 (a month and two weeks); 62 days later is 2024-04-21.
BILLS = ("medical_settlement", "2024-01-05")


@pytest.mark.parametrize(("as_of", "refuses"), [("2024-02-19", False), ("2024-04-21", False), ("2024-04-22", True)])
def test_bills_may_be_two_deliveries_late_and_no_day_more(as_of: str, refuses: bool) -> None:
    day = dt.date.fromisoformat(as_of)
    if not refuses:
        require_fresh(fresh(as_of, BILLS), POLICY, day)
        return
    with pytest.raises(StaleSourcesError, match=r"医保.*逾期63天") as refused:
        require_fresh(fresh(as_of, BILLS), POLICY, day)
    assert refused.value.refusal is Refusal.KEY_SOURCE_STALE


def test_a_store_that_is_kept_open_tells_each_day_what_a_fresh_one_tells(tmp_path: Path) -> None:
    plain = store_of(tmp_path / "records", Records(county()))
    kept = StoreKept(plain.path).now()
    # Twice, so that what was worked out is asked for again.
    for day in (dt.date(2024, 6, 30), dt.date(2024, 12, 31), dt.date(2024, 6, 30)):
        assert freshness_of(kept, POLICY, day).equals(freshness_of(plain, POLICY, day))
    stale = [freshness_of(kept, POLICY, dt.date(2024, month, 30))["stale"].sum() for month in (6, 12)]
    assert stale[0] < stale[1]


def test_a_source_that_is_no_key_refuses_nothing_and_neither_does_one_that_never_came() -> None:
    require_fresh(fresh("2024-12-31", ("water_check", "2022-01-05")), POLICY, dt.date(2024, 12, 31))


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ([("medical_settlement", "2024-06-05")], "2024-07-20"),
        # Nothing is owed before three months are over.
        ([("county_member", "2024-01-05")], "2024-09-30"),
        # What is overdue owes nothing more; the register of work does.
        ([("medical_settlement", "2024-01-05"), ("employment_spell", "2024-06-05")], "2024-09-19"),
        ([], "2024-09-30"),
    ],
)
def test_a_score_holds_until_the_next_delivery_that_it_rests_on(sent: list[tuple[str, str]], expected: str) -> None:
    day = dt.date(2024, 6, 30)
    assert str(expires_on(fresh("2024-06-30", *sent), POLICY, day)) == expected
    assert str(expires_on(None, POLICY, day)) == "2024-09-30"


def test_what_an_overdue_department_fills_is_old() -> None:
    assert stale_tables(fresh("2024-02-19", BILLS)) == frozenset()
    assert stale_tables(fresh("2024-02-20", BILLS)) == {"illness"}


def test_law_key_sources_and_those_that_fill_topics_are_sources_of_the_county() -> None:
    sources = set(fresh("2024-06-30")["source"])
    key = {name.removeprefix(DAYS_LATE) for name in Policy.load().values if name.startswith(DAYS_LATE)}
    assert key
    assert key <= sources
    assert set(FILLS) <= sources
    assert set(FILLS.values()) <= set(TOPICS)
