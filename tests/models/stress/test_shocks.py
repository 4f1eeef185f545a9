"""Shocks as stories: which rows each changes, of whom, by how much, and from which day on."""

from __future__ import annotations

import datetime as dt
from functools import cache

import polars as pl
import pytest

from features.frame.context.table import context_day
from features.records.contracts import all_flagged
from features.records.gate import Records
from features.records.tables import LABEL_TABLES, TABLES
from models.stress import Scenario, struck
from tests.drawn_tables import POLICY, drawn, value
from tests.features.drawn_records import some_records

DAY = dt.date(2024, 7, 5)
MONTH_S_END = dt.date(2024, 6, 30)

HOUSEHOLDS = """
    household_id | record_id | event_date | region_code  | household_type | land_mu
    H1           | roster-23 | 2023-12-31 | 990101001001 | general        | 4
    H2           | roster-23 | 2023-12-31 | 990101002001 | general        | 0
"""
MEMBERS = """
    household_id | record_id | event_date | person_id | listing | birth_month | labour
    H1           | roster-P1 | 2023-12-31 | P1        | full    | 1980-03-01  | ordinary
    H1           | roster-P2 | 2023-12-31 | P2        | full    | 1982-03-01  | ordinary
    H2           | roster-Q1 | 2023-12-31 | Q1        | full    | 1980-03-01  | ordinary
"""
EMPLOYMENT = """
    household_id | record_id | event_date | person_id | started_on | ended_on   | place_tier | monthly_wage_yuan
    H1           | spell-1   | 2022-02-01 | P1        | 2022-02-01 |            | outside    | 3000
    H1           | spell-2   | 2022-02-01 | P2        | 2022-02-01 |            | county     | 1000
    H1           | spell-3   | 2020-02-01 | P2        | 2020-02-01 | 2021-12-31 | outside    | 2500
    H2           | spell-1   | 2023-02-01 | Q1        | 2023-02-01 |            | province   | 4000
"""
INCOME = """
    household_id | record_id   | event_date | category | amount_yuan | period_months | caliber
    H1           | wage-23     | 2023-12-31 | wage     | 40000       | 12            | national
    H1           | wage-22     | 2022-12-31 | wage     | 38000       | 12            | national
    H1           | business-23 | 2023-12-31 | business | 10000       | 12            | national
    H2           | business-23 | 2023-12-31 | business | -2000       | 12            | national
"""
ILLNESS = """
    household_id | record_id | event_date | known_date | person_id | setting    | total_yuan | basic_yuan | major_yuan | aid_yuan | self_paid_yuan
    H1           | bill-1    | 2024-03-10 | 2024-04-05 | P1        | inpatient  | 20000      | 10000      | 0          | 0        | 10000
    H1           | bill-2    | 2024-06-20 | 2024-07-05 | P1        | outpatient | 400        | 100        | 0          | 0        | 300
    H1           | bill-3    | 2022-03-10 | 2022-04-05 | P1        | inpatient  | 20000      | 10000      | 0          | 0        | 10000
"""


def county() -> Records:
    drawings = {
        "households": HOUSEHOLDS,
        "members": MEMBERS,
        "employment": EMPLOYMENT,
        "income": INCOME,
        "illness": ILLNESS,
    }
    return Records({table: drawn(table, drawing) for table, drawing in drawings.items()})


def scenario(*shocks: dict[str, object], seed: int = 1) -> Scenario:
    return Scenario.model_validate({"name": "情景", "seed": seed, "shocks": list(shocks)})


def after(feature: str, *shocks: dict[str, object], household: str = "H1", day: dt.date = DAY) -> float | None:
    changed, _ = struck(county(), scenario(*shocks), day)
    return value(feature, str(day), household, **changed.tables)


WAGES: dict[str, object] = {"shock": "wages", "change": "-20%"}
LOST: dict[str, object] = {"shock": "jobs_lost", "share": "100%", "places": ["省外"]}
BILLS: dict[str, object] = {"shock": "medical_costs", "change": "+30%"}
DROUGHT: dict[str, object] = {"shock": "disaster", "kind": "旱灾", "loss_yuan_per_mu": 300}
BUSINESS: dict[str, object] = {"shock": "business_income", "change": "-30%"}
EVERY = (WAGES, LOST, BILLS, DROUGHT, BUSINESS)


def test_wages_of_work_outside_the_county_fall_and_no_others() -> None:
    assert after("monthly_wages_now", WAGES) == 3000 * 0.8 + 1000
    assert after("monthly_wages_now", WAGES, household="H2") == 3200
    near = {**WAGES, "places": ["乡(镇)外县内"]}
    assert after("monthly_wages_now", near) == 3000 + 800


def test_of_the_last_year_s_wages_the_part_falls_that_such_work_had_in_it() -> None:
    # Three of four yuan were earned outside; the year before is as it was.
    assert after("wage_year", WAGES) == pytest.approx(40_000 * (1 - 0.2 * 0.75))
    assert after("wage_year_before", WAGES) == 38_000


def test_who_has_no_registered_work_keeps_the_wages_that_were_told() -> None:
    unregistered = Records({**county().tables, "employment": drawn("employment", EMPLOYMENT).filter(household_id="H2")})
    changed, touched = struck(unregistered, scenario(WAGES), DAY)
    assert value("wage_year", str(DAY), "H1", **changed.tables) == 40_000
    assert touched == {"H2"}


def test_jobs_end_before_the_month_s_end_and_the_wages_are_lost() -> None:
    assert after("people_working", LOST) == 1
    assert after("monthly_wages_lost_6m", LOST) == 3000
    changed, _ = struck(county(), scenario(LOST), DAY)
    (spell,) = (
        changed.versions["employment"]
        .filter(pl.col("superseded_on").is_null(), record_id="spell-1", household_id="H1")
        .to_dicts()
    )
    assert (spell["ended_on"], spell["known_date"]) == (dt.date(2024, 6, 29), MONTH_S_END)
    assert value("people_working", str(MONTH_S_END), "H1", **changed.tables) == 1


def test_bills_of_the_year_cost_the_family_more_and_insurance_pays_what_it_paid() -> None:
    assert after("self_paid_12m", BILLS) == pytest.approx(10_300 * 1.3)
    assert after("medical_bills_12m", BILLS) == pytest.approx(20_400 + 10_300 * 0.3)
    assert after("basic_insurance_12m", BILLS) == 10_100
    assert after("self_paid_12m", {**BILLS, "settings": ["住院"]}) == pytest.approx(13_000 + 300)
    assert after("self_paid_12m", {**BILLS, "change": "-100%"}) == 0


def test_a_bill_that_was_learned_after_the_month_s_end_is_struck_too() -> None:
    changed, _ = struck(county(), scenario(BILLS), DAY)
    (last,) = changed.versions["illness"].filter(pl.col("superseded_on").is_null(), record_id="bill-2").to_dicts()
    assert (last["self_paid_yuan"], last["known_date"]) == (390.0, DAY)


def test_a_drought_costs_who_has_land_by_the_mu() -> None:
    assert after("losses_12m", DROUGHT) == 1_200
    assert after("disasters_12m", DROUGHT) == 1
    assert after("losses_12m", DROUGHT, household="H2") == 0
    flat = {"shock": "disaster", "kind": "洪涝灾害", "loss_yuan": 5000}
    assert after("losses_12m", flat, household="H2") == 5_000


def test_business_income_falls_and_a_loss_stays_one() -> None:
    assert after("business_year", BUSINESS) == 7_000
    assert after("business_year", BUSINESS, household="H2") == -2_000


@pytest.mark.parametrize("shock", EVERY, ids=lambda one: one["shock"])
def test_a_shock_strikes_the_townships_that_it_names_and_nobody_else(shock: dict[str, object]) -> None:
    _, touched = struck(county(), scenario({**shock, "townships": ["990101001"]}), DAY)
    assert touched == {"H1"}
    _, touched = struck(county(), scenario({**shock, "townships": ["990101002"]}), DAY)
    assert "H1" not in touched


def test_two_shocks_on_one_fact_come_one_after_the_other() -> None:
    again = {**WAGES, "change": "-50%"}
    assert after("highest_wage", WAGES, again) == 3000 * 0.8 * 0.5
    assert after("people_working", WAGES, LOST) == 1
    assert after("monthly_wages_lost_6m", WAGES, LOST) == 2400


def test_a_share_is_drawn_by_the_seed_and_the_same_ones_lose_their_work_each_time() -> None:
    names = [f"H{number:03d}" for number in range(300)]
    rows = "\n".join(f"{name} | spell | 2023-02-01 | P | 2023-02-01 | outside | 3000" for name in names)
    homes = "\n".join(f"{name} | roster | 2023-12-31 | 990101001001 | general" for name in names)
    head = "household_id | record_id | event_date | person_id | started_on | place_tier | monthly_wage_yuan\n"
    employment = drawn("employment", head + rows).with_columns(person_id=pl.format("P-{}", "household_id"))
    households = drawn("households", "household_id | record_id | event_date | region_code | household_type\n" + homes)
    records = Records({"households": households, "employment": employment})

    def losing(seed: int, records: Records = records) -> set[str]:
        return struck(records, scenario({**LOST, "share": "20%"}, seed=seed), DAY)[1]

    assert 40 < len(losing(1)) < 80
    assert losing(1) == losing(1) != losing(2)
    # Who else is there changes nothing for anybody, so buckets draw alike.
    some = Records({"households": households.head(100), "employment": employment.head(100)})
    assert losing(1, some) == losing(1) & set(names[:100])


def test_two_droughts_strike_each_its_own_share() -> None:
    homes = "\n".join(f"H{number:03d} | roster | 2023-12-31 | 990101001001 | general | 3" for number in range(200))
    head = "household_id | record_id | event_date | region_code | household_type | land_mu\n"
    records = Records({"households": drawn("households", head + homes)})
    some = {**DROUGHT, "share": "30%"}
    changed, touched = struck(records, scenario(some, some), DAY)
    hits = changed.tables["shocks"].group_by("household_id").len()
    assert hits["len"].max() == 2
    assert len(touched) > 80
    assert set(changed.tables["shocks"]["delivery_id"]) == {"supposed-001", "supposed-002"}


def test_who_works_at_home_alone_is_not_struck_by_wages_elsewhere() -> None:
    at_home = drawn("employment", EMPLOYMENT).filter(record_id="spell-2")
    _, touched = struck(Records({**county().tables, "employment": at_home}), scenario(WAGES), DAY)
    assert touched == set()


@cache
def drawn_at_random() -> Records:
    """Households of every kind, sound, with gaps, corrections and late knowledge."""
    return Records({table: TABLES[table].filter(rows)[0] for table, rows in some_records().items()})


@pytest.mark.parametrize("shock", EVERY, ids=lambda one: one["shock"])
def test_rows_are_sound_known_by_the_day_and_only_added(shock: dict[str, object]) -> None:
    records = drawn_at_random()
    changed, touched = struck(records, scenario(shock), MONTH_S_END)
    assert touched
    for table, stored in records.tables.items():
        new = changed.tables[table].slice(stored.height)
        assert changed.tables[table].head(stored.height).equals(stored)
        assert TABLES[table].filter(new)[1].counts() == {}
        assert table not in LABEL_TABLES or new.is_empty()
        assert (new["known_date"] <= MONTH_S_END).all()
        assert (new["event_date"] <= MONTH_S_END).all()
        assert set(new["household_id"]) <= touched


@pytest.mark.parametrize("shock", EVERY, ids=lambda one: one["shock"])
def test_a_county_s_sound_rows_stay_without_flags(shock: dict[str, object]) -> None:
    changed, _ = struck(county(), scenario(shock), DAY)
    new = {table: rows.slice(county().tables[table].height) for table, rows in changed.tables.items()}
    assert all_flagged(new.items(), POLICY).is_empty()


@pytest.mark.parametrize("shock", EVERY, ids=lambda one: one["shock"])
def test_what_is_learned_after_the_day_changes_nothing(shock: dict[str, object]) -> None:
    early = Records({name: rows.filter(pl.col("known_date") <= MONTH_S_END) for name, rows in county().tables.items()})
    new_early = rows_added(early, shock)
    assert new_early == rows_added(county(), shock)


def rows_added(records: Records, shock: dict[str, object]) -> list[dict[str, object]]:
    changed, _ = struck(records, scenario(shock), MONTH_S_END)
    return [
        row
        for table, rows in changed.tables.items()
        for row in rows.slice(records.tables[table].height).sort("household_id", "record_id").to_dicts()
    ]


def test_the_day_of_a_shock_is_that_on_which_villages_are_counted() -> None:
    assert context_day(DAY) == MONTH_S_END == context_day(MONTH_S_END)
