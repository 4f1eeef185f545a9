"""What a household's village and settlement tell of it, without itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import polars as pl
import pytest

from features.frame import feature_frame, index_of
from features.frame.context.counting import context_of, leaving_out, with_own_context
from features.frame.context.table import context_days
from features.policy.loading import Policy
from features.records.context import ContextError
from features.records.gate import Records
from features.registry import features
from tests.drawn_tables import POLICY, drawn
from tests.features.context.village import HAMLET, VALLEY, day, tables
from tests.features.context.village import context as village_context

ADDED = POLICY.value("context_shrinkage_households", VALLEY, day("2024-03-31"))
RATES = [name for name, declared in features().items() if declared.domain == "context"]


def drawn_towards(county: float, hits: int, households: int) -> float:
    return (hits + ADDED * county) / (households + ADDED)


def rate(name: str, household: str, on: str, records: Records | None = None, **drawings: str) -> float | None:
    told = records or with_own_context(tables(**drawings), [day(on)])
    found: float | None = feature_frame(told, index_of([household], day(on)), POLICY, [name])[name][0]
    return found


IN_HOSPITAL = """
    household_id | event_date | known_date | person_id | setting   | self_paid_yuan
    A            | 2024-01-10 | 2024-02-05 | P1        | inpatient | 3000
    B            | 2024-01-31 | 2024-03-01 | P3        | inpatient | 700
"""


@pytest.mark.parametrize(
    ("on", "household", "expected"),
    [
        ("2024-02-28", "C", 0),  # the context of 31 January: nothing was known
        ("2024-02-29", "C", drawn_towards(1 / 3, 1, 2)),  # of A and B one, of A, B and D one
        ("2024-02-29", "A", 0),  # itself in hospital, the others not
        ("2024-02-29", "D", 1 / 3),  # alone in the hamlet: the county's share
        ("2024-03-30", "C", drawn_towards(1 / 3, 1, 2)),  # B's bill of 1 March is told from the end of March on
        ("2024-03-31", "C", drawn_towards(2 / 3, 2, 2)),
        ("2024-03-31", "A", drawn_towards(1 / 3, 1, 2)),
        ("2024-04-29", "A", drawn_towards(1 / 3, 1, 2)),
    ],
)
def test_neighbours_in_hospital_tell_of_the_village_and_oneself_does_not(
    on: str, household: str, expected: float
) -> None:
    assert rate("village_illness_rate", household, on, illness=IN_HOSPITAL) == pytest.approx(expected, abs=1e-15)


def test_a_settlement_gathers_households_of_several_villages() -> None:
    # A and D live there; for D the settlement holds A, for A it holds D, and B is in neither.
    on = "2024-03-31"
    assert rate("settlement_illness_rate", "D", on, illness=IN_HOSPITAL) == pytest.approx(drawn_towards(2 / 3, 1, 1))
    assert rate("settlement_illness_rate", "A", on, illness=IN_HOSPITAL) == pytest.approx(drawn_towards(1 / 3, 0, 1))
    assert rate("settlement_illness_rate", "B", on, illness=IN_HOSPITAL) is None  # never moved
    assert rate("settlement_illness_rate", "A", "2023-06-30", illness=IN_HOSPITAL) is None  # not known to have moved


def test_settlements_of_one_name_in_two_counties_are_two() -> None:
    elsewhere = """
        household_id | event_date | region_code  | household_type
        A            | 2023-01-10 | 990101001001 | lifted_out
        D            | 2023-01-10 | 990202001001 | general
        E            | 2023-01-10 | 990202001001 | general
    """
    found = rate("settlement_illness_rate", "D", "2024-03-31", households=elsewhere, illness=IN_HOSPITAL)
    assert found == 0


IDENTIFIED_LATER = """
    household_id | event_date | known_date | step
    A            | 2024-03-20 | 2024-03-25 | identified
"""


@pytest.mark.parametrize("name", ["village_identified_rate", "settlement_identified_rate"])
@pytest.mark.parametrize("on", ["2024-03-31", "2024-04-15", "2024-12-31"])
def test_a_household_s_own_identification_never_moves_its_own_context(name: str, on: str) -> None:
    with_it = rate(name, "A", on, monitoring=IDENTIFIED_LATER)
    without = rate(name, "A", on, monitoring=IDENTIFIED_LATER.replace("    A  ", "    Z  "))
    assert with_it is not None
    assert with_it.hex() == (without or 0.0).hex() == (0.0).hex()
    assert (rate(name, "D" if name.startswith("settlement") else "B", on, monitoring=IDENTIFIED_LATER) or 0) > 0


OWN = {
    "illness": """
        household_id | event_date | known_date | person_id | setting   | self_paid_yuan
        A            | 2024-03-10 | 2024-03-12 | P1        | inpatient | 3000
        B            | 2024-01-31 | 2024-03-01 | P3        | inpatient | 700
    """,
    "shocks": """
        household_id | event_date | kind             | loss_yuan
        A            | 2024-03-10 | accident_traffic | 100
        D            | 2024-03-10 | accident_traffic | 100
    """,
    "monitoring": """
        household_id | event_date | step
        A            | 2024-03-10 | identified
        C            | 2024-03-10 | identified
    """,
    "employment": """
        household_id | event_date | person_id | started_on | ended_on
        A            | 2023-03-01 | P1        | 2023-03-01 | 2024-03-10
        B            | 2023-03-01 | P2        | 2023-03-01 | 2024-03-10
        C            | 2023-03-01 | P3        | 2023-03-01 |
        D            | 2023-03-01 | P4        | 2023-03-01 |
    """,
    "members": """
        household_id | event_date | listing | person_id | labour
        A            | 2024-01-10 | full    | P1        | ordinary
        B            | 2024-01-10 | full    | P2        | ordinary
        C            | 2024-01-10 | full    | P3        | ordinary
        D            | 2024-01-10 | full    | P4        | ordinary
    """,
}


@pytest.mark.parametrize("on", ["2024-03-31", "2024-04-20"])
def test_nothing_that_a_household_says_of_itself_moves_its_own_rates(on: str) -> None:
    """Whatever A's own rows say, all its rates stay as they are, to the bit; those of others move."""

    def rates(*silent: str) -> pl.DataFrame:
        told = tables(**OWN)
        own = {
            name: rows.filter(pl.col("household_id") != "A") if name in silent else rows for name, rows in told.items()
        }
        return feature_frame(with_own_context(own, [day(on)]), index_of(["A", "B", "D"], day(on)), POLICY, RATES)

    told, untold = rates(), rates("illness", "shocks", "monitoring", "employment", "members")
    assert told.row(0) == untold.row(0)
    assert None not in told.row(0)
    moved = [name for name in RATES if told[name].to_list() != untold[name].to_list()]
    assert moved == RATES


def test_a_small_village_is_drawn_to_the_county_and_a_large_one_speaks_for_itself() -> None:
    people = "household_id | event_date | region_code | household_type\n" + "\n".join(
        f"V{number:03d} | 2023-01-10 | {VALLEY if number < 200 else HAMLET} | general" for number in range(204)
    )
    hit = "household_id | event_date | kind | loss_yuan\n" + "\n".join(
        f"V{number:03d} | 2024-01-10 | accident_traffic | 1" for number in [*range(100), 202, 203]
    )
    large = rate("village_shock_rate", "V150", "2024-03-31", households=people, shocks=hit, relocation=NOBODY)
    small = rate("village_shock_rate", "V200", "2024-03-31", households=people, shocks=hit, relocation=NOBODY)
    assert large == pytest.approx(drawn_towards(102 / 203, 100, 199))
    assert small == pytest.approx(drawn_towards(102 / 203, 2, 3))
    assert abs((small or 0) - 102 / 203) < abs(2 / 3 - 102 / 203) / 5


NOBODY = "household_id | event_date | kind"


def test_a_household_alone_in_its_county_has_no_context() -> None:
    alone = f"""
        household_id | event_date | region_code | household_type
        A            | 2023-01-10 | {VALLEY}    | general
    """
    for name in RATES:
        assert rate(name, "A", "2024-03-31", households=alone, illness=IN_HOSPITAL, monitoring=IDENTIFIED_LATER) is None


def test_a_household_without_a_known_village_has_no_context() -> None:
    for name in RATES:
        assert rate(name, "E", "2024-03-31", illness=IN_HOSPITAL) is None


MOVED = f"""
    household_id | event_date | known_date | region_code | household_type
    A            | 2023-01-10 | 2023-02-05 | {VALLEY}    | general
    A            | 2024-04-10 | 2024-04-10 | {HAMLET}    | general
    B            | 2023-01-10 | 2023-02-05 | {VALLEY}    | general
    D            | 2023-01-10 | 2023-02-05 | {HAMLET}    | general
"""


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2024-04-09", drawn_towards(1 / 2, 1, 1)),  # B
        (
            "2024-04-10",
            drawn_towards(1 / 2, 0, 1),
        ),  # D, as counted in March: A was not among them, so nothing is taken out
        ("2024-04-30", drawn_towards(1 / 2, 0, 1)),  # A is counted there now, and taken out
    ],
)
def test_a_household_that_moved_hears_of_its_new_village(on: str, expected: float) -> None:
    both = IN_HOSPITAL.replace("2024-03-01", "2024-02-05")
    assert rate("village_illness_rate", "A", on, households=MOVED, illness=both) == pytest.approx(expected)


def test_a_village_in_which_nobody_was_counted_takes_the_county_s_share() -> None:
    first_there = MOVED.replace(HAMLET, "990101009009", 1)
    both = IN_HOSPITAL.replace("2024-03-01", "2024-02-05")
    # The others of the county are B, in hospital, and D.
    found = rate("village_illness_rate", "A", "2024-04-10", households=first_there, illness=both)
    assert found == pytest.approx(1 / 2)


def test_a_household_described_after_the_month_s_end_is_not_taken_out_of_what_it_was_not_in() -> None:
    late = f"""
        household_id | event_date | known_date | region_code | household_type
        A            | 2023-01-10 | 2024-04-05 | {VALLEY}    | general
        B            | 2023-01-10 | 2023-02-05 | {VALLEY}    | general
    """
    found = rate("village_illness_rate", "A", "2024-04-10", households=late, illness=IN_HOSPITAL)
    assert found == pytest.approx(drawn_towards(1, 1, 1))


def test_without_another_household_of_whom_it_is_known_a_village_takes_the_county_s_share() -> None:
    nothing_added = replace(
        POLICY.values["context_shrinkage_households"],
        steps=tuple(replace(step, value=0.0) for step in POLICY.values["context_shrinkage_households"].steps),
    )
    pure = Policy({**POLICY.values, "context_shrinkage_households": nothing_added}, "pure")
    told = with_own_context(tables(illness=IN_HOSPITAL), [day("2024-03-31")])
    found = feature_frame(told, index_of(["A", "C", "D"], day("2024-03-31")), pure, ["village_illness_rate"])
    assert found["village_illness_rate"].to_list() == [1 / 2, 1.0, 2 / 3]


def test_the_table_serves_one_household_as_it_serves_all_to_the_bit() -> None:
    days = [day("2024-02-29"), day("2024-03-15"), day("2024-04-30")]
    told = tables(**OWN)
    everybody = with_own_context(told, days)
    index = pl.concat(index_of(["A", "B", "C", "D", "E"], one) for one in days)
    batch = feature_frame(everybody, index, POLICY, RATES)
    for household, as_of in index.iter_rows():
        only = {name: rows.filter(pl.col("household_id") == household) for name, rows in told.items()}
        alone = feature_frame(Records(only, everybody.context), index_of([household], as_of), POLICY, RATES)
        assert alone.equals(batch.filter(pl.col("household_id") == household, pl.col("as_of") == as_of))


def test_a_day_without_a_table_is_refused_and_never_0() -> None:
    march = Records(tables(illness=IN_HOSPITAL), village_context("2024-03-31", illness=IN_HOSPITAL))
    assert rate("village_illness_rate", "A", "2024-04-29", march) is not None
    with pytest.raises(ContextError, match="fanpin context --as-of 2024-04-30"):
        rate("village_illness_rate", "A", "2024-04-30", march)
    with pytest.raises(ContextError, match="2024-02-29"):
        rate("village_illness_rate", "A", "2024-03-30", march)
    # A feature that stands on no village needs none.
    assert rate("admissions_12m", "A", "2024-04-30", march) == 1


def test_a_table_counted_over_other_records_is_refused() -> None:
    nobody_ill = village_context("2024-03-31")
    with pytest.raises(ContextError, match="other records"):
        rate("village_illness_rate", "A", "2024-03-31", Records(tables(illness=IN_HOSPITAL), nobody_ill))
    with pytest.raises(ContextError, match="other records"):
        leaving_out(nobody_ill, Records(tables(illness=IN_HOSPITAL)))


def test_who_brings_records_of_its_own_is_taken_out_as_it_was_counted() -> None:
    """What a case system sends of A may differ from what was counted of A: neither moves A's context."""
    on = "2024-03-31"
    counted = village_context(on, illness=IN_HOSPITAL)
    in_store = {name: rows.filter(pl.col("household_id") == "A") for name, rows in tables(illness=IN_HOSPITAL).items()}
    others = leaving_out(counted, Records(in_store))
    sent = {"households": in_store["households"], "shocks": drawn("shocks", OWN["shocks"])}
    expected = rate("village_illness_rate", "A", on, illness=IN_HOSPITAL)
    assert rate("village_illness_rate", "A", on, Records(sent, others)) == expected
    stranger = {"households": in_store["households"].with_columns(household_id=pl.lit("NEW"))}
    everybody = leaving_out(counted, Records({}))
    assert rate("village_illness_rate", "NEW", on, Records(stranger, everybody)) == drawn_towards(2 / 4, 2, 3)


def test_without_any_table_the_rates_are_unknown() -> None:
    assert [rate(name, "A", "2024-03-31", Records(tables(illness=IN_HOSPITAL))) for name in RATES] == [None] * len(
        RATES
    )


def test_nine_rates_speak_of_villages_and_settlements() -> None:
    assert len([name for name in RATES if name.startswith("village_")]) == 5
    assert len([name for name in RATES if name.startswith("settlement_")]) == 4
    assert all(features()[name].risk_rises_when == "rises" for name in RATES)


def test_many_days_are_counted_as_each_alone() -> None:
    days = context_days(dt.date(2024, month, 1) for month in range(1, 13))
    told = Records(tables(**OWN))
    assert context_of([told], days).table.equals(pl.concat(context_of([told], [one]).table for one in days))
