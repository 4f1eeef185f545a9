"""One household, two calibers and two lines: the monitoring line, and the line of the minimum living allowance."""

from __future__ import annotations

import polars as pl
import pytest

from tests.drawn_tables import drawn, value

AS_OF = "2024-06-30"
TWO_PERSONS = "event_date | person_id | listing | work_months | work_place\n"
AT_HOME = TWO_PERSONS + "2023-12-31 | P1 | full |  | \n2023-12-31 | P2 | full |  | "
INCOME = """
    event_date | category      | amount_yuan | period_months | caliber
    2023-12-31 | wage          | 20000       | 12            | national
    2023-12-31 | transfer_dibao | 4000       | 12            | national
    2023-12-31 | transfer_tekun | 1000       | 12            | national
    2023-12-31 | transfer_pension | 2000     | 12            | national
    2023-12-31 | business_cost | 3000        | 12            | national
"""


def household(*, roster: str = AT_HOME, income: str = INCOME, **tables: str) -> dict[str, pl.DataFrame]:
    drawings = {"members": roster, "income": income, **tables}
    return {table: drawn(table, drawing) for table, drawing in drawings.items()}


def spells(*lines: str) -> str:
    return "event_date | person_id | started_on | ended_on | place_tier\n" + "\n".join(lines)


@pytest.mark.parametrize(
    ("work", "share"),
    [
        (["2023-01-01 | P1 | 2023-01-01 |  | township"], 0),
        (["2023-01-01 | P1 | 2023-01-01 |  | county"], 1),  # outside the township is away
        (["2023-01-01 | P1 | 2023-01-01 |  | province"], 1),
        (["2023-01-01 | P1 | 2023-01-01 |  | outside", "2023-01-01 | P2 | 2023-01-01 |  | township"], 0.5),
        (["2023-01-01 | P1 | 2023-01-01 | 2023-06-29 | outside"], None),  # over for a year
        (["2023-01-01 | P1 | 2023-01-01 | 2023-06-30 | outside"], 1),  # over since 1 July
        (["2024-07-01 | P1 | 2024-07-01 |  | outside"], None),  # begins tomorrow
        (["2023-01-01 | P1 | 2023-01-01 |  | "], None),  # nobody says where
        (["2023-01-01 | P1 | 2023-01-01 |  | ", "2023-01-01 | P2 | 2023-01-01 |  | township"], 0),
    ],
)
def test_work_outside_the_township_is_the_migrant_part(work: list[str], share: float | None) -> None:
    assert value("work_away_share_12m", AS_OF, "H1", **household(employment=spells(*work))) == share


@pytest.mark.parametrize(
    ("people", "share"),
    [
        (["P1 | full | 8 | outside", "P2 | full | 3 | township"], 0.5),
        (["P1 | full | 8 | county", "P2 | full | 0 | township"], 1),  # who did not work does not count
        (["P1 | full | 8 | "], None),
        (["P1 | full |  | outside"], None),
    ],
)
def test_the_roster_tells_where_its_workers_worked(people: list[str], share: float | None) -> None:
    roster = TWO_PERSONS + "\n".join(f"2023-12-31 | {person}" for person in people)
    assert value("roster_work_away_share", AS_OF, "H1", **household(roster=roster)) == share


ROSTER_AWAY = TWO_PERSONS + "2023-12-31 | P1 | full | 8 | outside\n2023-12-31 | P2 | full | 0 | "
WORKS_NEAR = spells("2023-01-01 | P1 | 2023-01-01 |  | township")
WITHOUT_ALLOWANCES = 20000 + 2000 - 3000


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        (household(), None),  # nobody knows where the wages come from
        (household(employment=WORKS_NEAR), WITHOUT_ALLOWANCES / 2),
        (household(roster=ROSTER_AWAY), (WITHOUT_ALLOWANCES - 0.3 * 20000) / 2),  # job cost off
        (household(roster=ROSTER_AWAY, employment=WORKS_NEAR), WITHOUT_ALLOWANCES / 2),  # the register is fresher
        (household(income=INCOME.replace("20000", "0")), -500),  # without wages there is nothing to take off
        (household(income=INCOME.replace("wage ", "property ")), WITHOUT_ALLOWANCES / 2),
    ],
)
def test_the_allowances_caliber_takes_job_costs_off_and_leaves_the_allowance_out(
    tables: dict[str, pl.DataFrame], expected: float | None
) -> None:
    assert value("dibao_income_per_person", AS_OF, "H1", **tables) == expected
    assert value("net_income_per_person", AS_OF, "H1", **tables) is not None


def test_what_civil_affairs_recorded_goes_before_what_can_be_worked_out() -> None:
    rows = ["wage | 12000", "business | 500", "business_cost | 300", "transfer_dibao | 9999"]
    theirs = INCOME.rstrip() + "".join(f"\n2023-12-31 | {row} | 12 | dibao" for row in rows)
    tables = household(roster=ROSTER_AWAY, income=theirs)
    assert value("dibao_income_recorded", AS_OF, "H1", **tables) == 12200
    assert value("dibao_income_per_person", AS_OF, "H1", **tables) == 6100
    assert value("net_income_year", AS_OF, "H1", **tables) == 24000  # the other caliber is not touched
    assert value("dibao_income_recorded", "2024-12-31", "H1", **tables) is None


@pytest.mark.parametrize(("as_of", "line"), [("2023-12-31", 6000), ("2024-01-01", 6600)])
def test_the_allowances_line_is_the_one_in_force(as_of: str, line: float) -> None:
    tables = household(employment=WORKS_NEAR)
    assert value("dibao_income_to_line", as_of, "H1", **tables) == pytest.approx(9500 / line)


@pytest.mark.parametrize(("as_of", "line"), [("2023-12-31", 7500), ("2024-01-01", 8500)])
def test_the_margin_is_told_in_yuan(as_of: str, line: float) -> None:
    assert value("income_margin", as_of, "H1", **household()) == 12000 - line


def test_a_place_of_its_own_line_is_held_against_that() -> None:
    dehua = "event_date | region_code | household_type\n2023-12-31 | 350526001001 | general"
    tables = household(employment=WORKS_NEAR, households=dehua)
    assert value("dibao_income_to_line", AS_OF, "H1", **tables) == pytest.approx(9500 / 9780)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ([], None),  # the expense is not told
        (["compliant_self_paid | 6000"], 9000),
        (["compliant_self_paid | 6000", "insurance_payout | 1000"], 9500),
        (["compliant_self_paid | 0"], 12000),
        (["compliant_self_paid | 30000"], -3000),
        (["insurance_payout | 1000"], None),
    ],
)
def test_reference_income_adds_payouts_and_takes_the_compliant_expense_off(
    more: list[str], expected: float | None
) -> None:
    rows = "".join(f"\n2023-12-31 | {row} | 12 | national" for row in more)
    tables = household(income=INCOME.rstrip() + rows)
    assert value("reference_income_per_person", AS_OF, "H1", **tables) == expected
    to_line = None if expected is None else pytest.approx(expected / 8500)
    assert value("reference_income_to_line", AS_OF, "H1", **tables) == to_line


def test_bills_since_the_collection_count_in_the_income_after_bills_only() -> None:
    bill = "event_date | person_id | setting | self_paid_yuan\n2024-05-01 | P1 | inpatient | 8000"
    tables = household(income=INCOME.rstrip() + "\n2023-12-31 | compliant_self_paid | 0 | 12 | national", illness=bill)
    assert value("reference_income_to_line", AS_OF, "H1", **tables) == pytest.approx(12000 / 8500)
    assert value("income_after_bills_to_line", AS_OF, "H1", **tables) == pytest.approx(8000 / 8500)
