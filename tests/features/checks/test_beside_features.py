"""What checks work out beside the features is held to them: where both speak of the same, they say the same."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from features.checks.households import households
from features.checks.state import State
from features.frame import feature_frame, index_of
from features.records.gate import Records
from features.records.monitored import monitored
from features.rules import MONITORED
from tests.drawn_tables import POLICY, drawn
from tests.features.checks.stories import findings_in
from tests.features.drawn_records import DAYS, some_records

ALWAYS = {
    "people": pl.col("persons"),
    "somebody_disabled": pl.col("disabled_people_on_roster") > 0,
    "somebody_at_school": pl.col("people_at_school") > 0,
    "relocated_on": pl.col("relocated") > 0,
    "unsafe_dwelling": (pl.col("dwelling_grade") > 2) & (pl.col("dwelling_open") > 0),
    MONITORED: pl.col(MONITORED) > 0,
}
"""What a check asks of today and of another day, of a day or of a row, where a feature tells as much of today."""

OF_A_RECENT_SHEET = {
    "wage": pl.col("wage_year"),
    "business": pl.col("business_year"),
    "business_cost": pl.col("business_cost_year"),
    "net_income": pl.col("net_income_year"),
    "insurance_payout": pl.col("insurance_payout_year"),
    "compliant_self_paid": pl.col("compliant_self_paid_year"),
}
"""The figures of the last sheet, where it is of the last 12 months and tells a whole year."""


SHEETS = """
    household_id | event_date | category            | amount_yuan | period_months | caliber
    H1           | 2023-12-31 | wage                | 0.1         | 12            |
    H1           | 2023-12-31 | wage                | 0.2         | 12            |
    H1           | 2023-12-31 | business            | 9000.55     | 12            |
    H1           | 2023-12-31 | business_cost       | 1000        | 12            |
    H1           | 2023-12-31 | transfer_pension    | 1200        | 12            |
    H1           | 2023-12-31 | transfer_dibao      | 400         | 12            | dibao
    H1           | 2023-12-31 | compliant_self_paid | 300         | 12            |
    H2           | 2023-07-01 | wage                | 7000        | 12            | national
    H2           | 2022-07-01 | wage                | 5000        | 12            | national
    H2           | 2023-07-01 | insurance_payout    | 50          | 12            |
    H3           | 2023-07-01 | property            |             | 12            |
    H3           | 2023-07-01 | wage                | 100         | 12            |
"""


def differing(records: Records, day: dt.date, same: dict[str, pl.Expr]) -> dict[str, list[str]]:
    """The households of which a figure of the checks is not what the features say, by figure."""
    figures = households(State(records, day, POLICY)).sort("row").collect()
    figures = figures.with_columns(pl.col("relocated_on").is_not_null())
    index = index_of(figures["household_id"], day)
    read = {name for expression in same.values() for name in expression.meta.root_names()} - {MONITORED}
    frame = feature_frame(records, index, POLICY, read).with_columns(monitored(records, index))
    beside = figures.select("household_id", *same).hstack(
        frame.select(e.alias(f"f.{name}") for name, e in same.items())
    )
    rows = {name: beside.filter(pl.col(name).ne_missing(pl.col(f"f.{name}")))["household_id"] for name in same}
    return {name: of.to_list() for name, of in rows.items() if not of.is_empty()}


@pytest.mark.parametrize("day", DAYS)
def test_the_same_figure_of_a_household_is_the_same(day: dt.date) -> None:
    assert differing(Records(some_records()), day, ALWAYS) == {}


def test_the_figures_of_a_recent_sheet_are_those_of_the_features() -> None:
    records = Records({"income": drawn("income", SHEETS)})
    assert differing(records, dt.date(2024, 6, 30), OF_A_RECENT_SHEET) == {}
    # A day later the year of two sheets is over for features; a check still holds the sheet against itself.
    assert differing(records, dt.date(2024, 7, 1), OF_A_RECENT_SHEET)["wage"] == ["H2", "H3"]


def test_amounts_are_summed_in_fen() -> None:
    """As floats, these wages come to a little more than what is stated."""
    wages = "\n".join(f"2023-12-31 | wage | {amount} | 12" for amount in (0.1, 0.2))
    tables = {"income": f"event_date | category | amount_yuan | period_months\n{wages}"}
    found = findings_in(tables, "2024-06-30").filter(check="wage_outside")
    assert found["value"].to_list() == [0.3]
