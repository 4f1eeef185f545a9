"""The ledger of a store: where each household lives, who told, what is overdue, in which order."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from features.ledgers.ledger import (
    ENTRIES,
    HOUSEHOLDS,
    LEDGER,
    SEEKERS,
    county_day,
    households_in,
    in_order,
    with_overdue,
)
from features.ledgers.wording import Guarantee, Lack
from features.records.gate import Records
from features.records.store import RecordStore
from tests.drawn_tables import POLICY, drawn

DAY = dt.date(2024, 6, 30)


def entries(*rows: tuple[str, str, str, int]) -> pl.DataFrame:
    """Household, lack, standing, days."""
    drawn = [
        {
            "household_id": code,
            "person_id": "",
            "guarantee": Lack(lack).guarantee.value,
            "lack": lack,
            "standing": standing,
            "days": days,
            "region_code": "990101001001",
        }
        for code, lack, standing, days in rows
    ]
    schema = {**ENTRIES, "region_code": pl.String(), "settlement": pl.String()}
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in drawn], schema=schema)


@pytest.mark.parametrize("guarantee", list(Guarantee))
def test_an_open_entry_is_overdue_after_the_days_that_policy_allows(guarantee: Guarantee) -> None:
    allowed = int(POLICY.value(guarantee.days_policy, "990101001001", DAY))
    lack = next(lack for lack in Lack if lack.guarantee is guarantee)
    rows = entries(
        ("A", lack, "open", allowed), ("B", lack, "open", allowed + 1), ("C", lack, "put_right", allowed + 1)
    )
    assert with_overdue(rows, DAY, POLICY)["overdue"].to_list() == [False, True, False]


def test_overdue_comes_first_and_the_longest_of_all() -> None:
    water, school = Lack.UNSAFE_WATER, Lack.NOT_AT_SCHOOL
    rows = entries(
        ("over", water, "over", 900),
        ("struck", water, "struck_off", 800),
        ("right", water, "put_right", 700),
        ("young", water, "open", 80),
        ("late", water, "open", 100),
        ("later", water, "open", 300),
        ("child", school, "open", 60),
    )
    ordered = in_order(with_overdue(rows, DAY, POLICY))["household_id"].to_list()
    assert ordered == ["later", "late", "child", "young", "right", "struck", "over"]


def test_of_a_store_departments_are_told_by_their_word_and_households_by_where_they_live(four_households: Path) -> None:
    store = RecordStore.open(four_households / "records")
    county = county_day(store, dt.date(2024, 9, 5), POLICY)
    assert dict(county.ledger.schema) == LEDGER
    assert dict(county.households.schema) == HOUSEHOLDS
    words = set(store.deliveries()["department"])
    assert set(county.ledger["put_in_by"].drop_nulls()) <= words
    assert county.ledger["region_code"].null_count() == 0
    assert county.households.height == 4


def test_each_household_is_told_with_its_settlement_and_who_wants_work_without_any() -> None:
    records = Records(
        {
            "households": drawn(
                "households",
                "household_id | region_code | household_type\nH1 | 990101001001 | general\nH2 | 990101001002 | general",
            ),
            "relocation": drawn(
                "relocation", "household_id | kind | settlement_id | moved_on\nH2 | moved | 新家园 | 2023-01-01"
            ),
            "members": drawn(
                "members",
                "person_id | listing | wants_work | work_months\nP1 | full | yes | 0\nP2 | full | yes | 4\nP3 | full | no | 0",
            ),
        }
    )
    rows = households_in(records, DAY, POLICY).sort("household_id").select("settlement", SEEKERS).rows()
    assert rows == [(None, 1.0), ("新家园", None)], "of whom no roster says anything nothing is known"


def test_who_moved_is_where_they_live_now() -> None:
    moved = "event_date | region_code | household_type\n2023-01-01 | 990101001001 | general\n2024-03-01 | 990101001002 | general"
    records = Records({"households": drawn("households", moved)})
    assert households_in(records, DAY, POLICY)["region_code"].to_list() == ["990101001002"]
    assert households_in(records, dt.date(2024, 2, 1), POLICY)["region_code"].to_list() == ["990101001001"]
