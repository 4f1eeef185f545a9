"""Since when a rule is hit, and what is told apart from a miss."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from features.frame import feature_frame, index_of
from features.records.gate import Records, without_later_knowledge
from features.triggers.evaluating import screen, trigger_frame
from features.triggers.rules import TRIGGERS
from tests.drawn_tables import POLICY, drawn
from tests.features.drawn_records import DAYS, HOUSEHOLDS, index, some_records
from tests.features.triggers.stories import AS_OF, screened

LIFTED_OUT = "event_date | region_code | household_type\n2023-01-01 | 990101001001 | lifted_out"

THREE_BILLS = """
    event_date | known_date | person_id | setting   | self_paid_yuan
    2023-06-30 | 2023-06-30 | P1        | inpatient | 4000
    2023-09-01 | 2023-09-01 | P1        | inpatient | 3000
    2024-01-15 | 2024-01-15 | P1        | inpatient | 1999.99
    2024-03-04 | 2024-03-04 | P1        | inpatient | {}
    2024-05-20 | 2024-07-01 | P1        | inpatient | 9000
"""


@pytest.mark.parametrize(
    ("last", "hit", "value", "since"),
    [
        # The bill of 30 June 2023 is a year old and counts no more; that of May is not known yet.
        (0, False, 4999.99, None),
        (0.01, True, 5000, "2024-03-04"),
        (5000, True, 9999.99, "2024-03-04"),
    ],
)
def test_a_running_total_is_hit_from_the_bill_that_brings_it_to_the_line(
    last: float, hit: bool, value: float, since: str | None
) -> None:
    row = screened("inpatient_self_paid", {"households": LIFTED_OUT, "illness": THREE_BILLS.format(last)})
    assert (row["hit"], row["value"], row["since"]) == (hit, value, since and dt.date.fromisoformat(since))


def test_hits_alone_are_the_hits_of_everything() -> None:
    records = Records(some_records())
    every = screen(records, index(), POLICY)
    assert screen(records, index(), POLICY, only_hits=True).equals(every.filter(pl.col("hit")))
    whole = feature_frame(records, index(), POLICY)
    assert screen(records, index(), POLICY, frame=whole).equals(every)


def test_bills_after_the_line_was_reached_do_not_move_the_day() -> None:
    bills = """
        event_date | person_id | setting   | self_paid_yuan
        2024-02-01 | P1        | inpatient | 6000
        2024-06-01 | P1        | inpatient | 6000
    """
    assert str(screened("inpatient_self_paid", {"households": LIFTED_OUT, "illness": bills})["since"]) == "2024-02-01"


def test_of_several_events_the_last_tells_the_day() -> None:
    events = "event_date | kind | loss_yuan | harm\n{} | disaster_flood | 1 | \n2023-12-01 | disaster_drought | 1 | "
    assert str(screened("disaster_loss", {"shocks": events.format("2024-05-02")})["since"]) == "2024-05-02"
    assert str(screened("disaster_loss", {"shocks": events.format("2023-05-02")})["since"]) == "2023-12-01"
    assert str(screened("disaster_loss", {"shocks": events.format("2024-06-30")})["since"]) == "2024-06-30"


def test_a_state_that_no_dated_row_tells_rests_on_the_day_itself() -> None:
    somebody = "event_date | person_id | listing | labour\n2023-12-31 | P1 | full | ordinary"
    # Registered once, for work that will begin: nobody works, and no work has ended.
    work = "event_date | person_id | started_on | ended_on\n2024-06-01 | P1 | 2024-07-01 | "
    row = screened("zero_employment", {"members": somebody, "employment": work})
    assert (row["hit"], str(row["since"])) == (True, "2024-06-30")


@pytest.mark.parametrize(
    ("name", "tables", "hit"),
    [
        ("unsafe_dwelling", {}, None),
        ("unsafe_dwelling", {"housing": "event_date | grade\n2024-01-01 | A"}, False),
        ("unsafe_dwelling", {"housing": "event_date | grade\n2024-01-01 | D"}, True),
        # A bill of which nobody knows what the household paid.
        ("medical_burden", {"illness": "event_date | person_id | setting | self_paid_yuan\n2024-05-01 | P1 | inpatient | "}, None),
        ("medical_burden", {}, False),
        ("income_low", {}, None),
    ],
)  # fmt: skip
def test_unknown_is_told_apart_from_no_hit(name: str, tables: dict[str, str], hit: bool | None) -> None:
    row = screened(name, tables)
    assert row["hit"] is hit
    wide = trigger_frame(Records({t: drawn(t, d) for t, d in tables.items()}), index_of(["H1"], AS_OF), POLICY)
    assert wide[f"trigger.{name}"][0] is hit
    assert wide["hits"][0] >= (hit is True)


def everything() -> pl.DataFrame:
    return screen(Records(some_records()), index(), POLICY)


def test_every_rule_is_held_against_every_household_in_order() -> None:
    rows = everything()
    assert rows.height == index().height * len(TRIGGERS)
    assert rows["trigger"].to_list()[: len(TRIGGERS)] == [one.name for one in TRIGGERS]
    assert rows.filter(pl.col("hit"))["since"].null_count() == 0
    assert rows.filter(~pl.col("hit").fill_null(value=False))["since"].drop_nulls().is_empty()
    assert rows.filter(pl.col("hit"))["value"].null_count() == 0
    assert rows.filter(pl.col("since") > pl.col("as_of")).is_empty()


@pytest.mark.parametrize("day", DAYS)
def test_what_is_learned_later_changes_neither_hit_nor_since(day: dt.date) -> None:
    earlier = without_later_knowledge(some_records(), pl.lit(day))
    assert screen(Records(earlier), index_of(HOUSEHOLDS, day), POLICY).equals(everything().filter(as_of=day))


def test_a_household_alone_is_screened_as_in_the_batch() -> None:
    for household in HOUSEHOLDS[::11]:
        only = {name: rows.filter(household_id=household) for name, rows in some_records().items()}
        alone = screen(Records(only), index_of([household], DAYS[2]), POLICY)
        assert alone.equals(everything().filter(household_id=household, as_of=DAYS[2])), household


def test_the_wide_frame_says_what_the_long_one_says() -> None:
    wide = trigger_frame(Records(some_records()), index(), POLICY)
    hits = everything().group_by("household_id", "as_of", maintain_order=True).agg(pl.col("hit").sum())
    # The label `monitored` is not in the wide frame of the baseline unless asked for; here it is.
    assert wide["hits"].to_list() == hits["hit"].to_list()
