"""Laws of the ledgers, over records drawn at random with gaps, corrections and late knowledge."""

from __future__ import annotations

import datetime as dt
from functools import cache

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from features.ledgers.ledger import ENTRIES, TABLES, entries_in
from features.ledgers.wording import Ending, Lack, Standing
from features.records.gate import Records, without_later_knowledge
from tests.drawn_tables import POLICY
from tests.features.drawn_records import DAYS, some_records

ORDER = ["household_id", "lack", "person_id", "put_in_on", "known_since"]


def tables() -> dict[str, pl.DataFrame]:
    return {name: rows for name, rows in some_records().items() if name in TABLES}


@cache
def entries(day: dt.date) -> pl.DataFrame:
    return entries_in(Records(tables()), day, POLICY).sort(ORDER)


@pytest.mark.parametrize("day", DAYS)
def test_what_is_known_later_changes_nothing(day: dt.date) -> None:
    then = Records(without_later_knowledge(tables(), pl.lit(day)))
    assert_frame_equal(entries_in(then, day, POLICY).sort(ORDER), entries(day))
    assert entries(day).height > 0


def test_no_day_of_an_entry_is_later_than_the_day_of_the_ledger() -> None:
    for day in DAYS:
        told = entries(day).select("put_in_on", "known_since", "right_on", "struck_on")
        assert all(latest is None or latest <= day for latest in told.max().row(0))


def test_the_order_of_rows_does_not_matter() -> None:
    backwards = Records({name: rows.reverse() for name, rows in tables().items()})
    assert_frame_equal(entries_in(backwards, DAYS[-1], POLICY).sort(ORDER), entries(DAYS[-1]))


def test_a_household_alone_has_the_entries_that_it_has_among_others() -> None:
    for household in entries(DAYS[-1])["household_id"].unique().sort()[:8]:
        alone = Records({name: rows.filter(pl.col("household_id") == household) for name, rows in tables().items()})
        own = entries(DAYS[-1]).filter(pl.col("household_id") == household)
        assert_frame_equal(entries_in(alone, DAYS[-1], POLICY).sort(ORDER), own)


def test_no_rows_no_entries() -> None:
    nobody = entries_in(Records({}), DAYS[-1], POLICY)
    assert dict(nobody.schema) == ENTRIES
    assert nobody.is_empty()


def test_every_end_has_its_record_or_its_reason() -> None:
    every = pl.concat(entries(day) for day in DAYS)
    struck, over = pl.col("standing") == Standing.STRUCK_OFF.value, pl.col("standing") == Standing.OVER.value
    assert every.filter(struck != pl.col("struck_on").is_not_null()).is_empty()
    assert every.filter(over != pl.col("ending").is_not_null()).is_empty()
    assert every.filter(pl.min_horizontal("right_on", "struck_on") <= pl.col("put_in_on")).is_empty()
    assert every.filter(pl.col("days") < 0).is_empty()
    assert set(every["ending"].drop_nulls()) <= set(Ending.values())
    assert set(every["lack"]) >= set(Lack.values()) - {Lack.DAMAGED_DWELLING, Lack.NOT_AT_SCHOOL, Lack.DROPPED_OUT}
