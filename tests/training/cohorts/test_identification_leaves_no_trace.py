"""Whatever an identification creates is kept out of the features of the days before it, and the procedure's own words for good."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from features.frame import feature_frame
from features.frame.context.counting import with_own_context
from features.proofs.leaks.proof import differences
from features.records.tables import LABEL_TABLES
from features.registry import features
from tests.drawn_tables import POLICY, drawn

VILLAGE = "990101001001"
FACTS = {
    "households": "household_id | event_date | known_date | region_code | household_type | household_size\n"
    + "\n".join(f"{name} | 2022-12-31 | 2023-01-05 | {VILLAGE} | general | 3" for name in ("A", "B", "C")),
    "members": """
        household_id | person_id | event_date | known_date | birth_month | relation | labour   | on_dibao
        A            | A1        | 2022-12-31 | 2023-01-05 | 1970-03-01  | head     | ordinary | no
        B            | B1        | 2022-12-31 | 2023-01-05 | 1980-03-01  | head     | ordinary | no
        C            | C1        | 2022-12-31 | 2023-01-05 | 1960-03-01  | head     | ordinary | no
    """,
    "income": """
        household_id | event_date | known_date | category | amount_yuan | period_months | caliber
        A            | 2022-12-31 | 2023-01-05 | wage     | 24000       | 12            | national
        B            | 2022-12-31 | 2023-01-05 | wage     | 30000       | 12            | national
    """,
    "illness": """
        household_id | person_id | event_date | known_date | setting   | total_yuan | self_paid_yuan
        A            | A1        | 2023-04-10 | 2023-05-05 | inpatient | 30000      | 12000
    """,
}
"""What was known of three neighbours before A is identified on 20 June 2023."""

CREATED = {
    "monitoring": """
        household_id | event_date | known_date | step       | category | risk_types
        A            | 2023-06-20 | 2023-07-05 | identified | sudden   | illness
    """,
    "visits": """
        household_id | event_date | known_date | outcome   | lead_source | risk_type
        A            | 2023-06-08 | 2023-07-05 | confirmed | trigger     | illness
    """,
    "support": """
        household_id | event_date | known_date | kind       | amount_yuan | started_on
        A            | 2023-07-01 | 2023-07-05 | industry   | 2400        | 2023-07-01
        A            | 2023-07-01 | 2023-07-05 | dibao      | 760         | 2023-07-01
    """,
    "income": """
        household_id | event_date | known_date | category            | amount_yuan | period_months | caliber
        A            | 2023-06-20 | 2023-07-05 | wage                | 9000        | 12            | national
        A            | 2023-06-20 | 2023-07-05 | compliant_self_paid | 12000       | 12            | national
    """,
    "members": """
        household_id | person_id | event_date | known_date | birth_month | relation | labour | major_illness | on_dibao
        A            | A1        | 2023-06-20 | 2023-07-05 | 1970-03-01  | head     | none   | yes           | yes
    """,
    "households": f"""
        household_id | event_date | known_date | region_code | household_type | household_size | stated_net_income_yuan
        A            | 2023-06-20 | 2023-07-05 | {VILLAGE}   | lifted_out     | 3              | 9000
    """,
}
"""What the identification brings: steps, the visit that led to it, measures, the allowance, income and health as written then."""


def tables(*drawings: dict[str, str]) -> dict[str, pl.DataFrame]:
    found: dict[str, list[pl.DataFrame]] = {}
    for position, drawing in enumerate(drawings):
        for name, text in drawing.items():
            rows = drawn(name, text).with_columns(pl.format("{}-{}", pl.lit(position), "record_id").alias("record_id"))
            found.setdefault(name, []).append(rows)
    return {name: pl.concat(rows) for name, rows in found.items()}


def said(of: dict[str, pl.DataFrame], day: dt.date) -> pl.DataFrame:
    """Every feature of household A on a day, the figures of its village among them."""
    index = pl.DataFrame({"household_id": ["A"], "as_of": [day]})
    frame = feature_frame(with_own_context(of, [day]), index, POLICY, features())
    return frame.select("household_id", pl.col(list(features())).cast(pl.Float64))


@pytest.mark.parametrize("day", ["2023-06-19", "2023-05-31", "2023-03-31"])
def test_what_an_identification_creates_changes_no_feature_of_the_days_before_it(day: str) -> None:
    on = dt.date.fromisoformat(day)
    assert not list(differences(said(tables(FACTS), on), said(tables(FACTS, CREATED), on)))


def test_it_does_show_once_it_is_known_so_that_the_story_proves_something() -> None:
    on = dt.date(2023, 7, 5)
    changed = {name for _, name in differences(said(tables(FACTS), on), said(tables(FACTS, CREATED), on))}
    assert {"measures_underway", "on_minimum_living_allowance", "major_illness_people", "net_income_year"} <= changed


@pytest.mark.parametrize("day", ["2023-06-30", "2023-07-31", "2024-06-30"])
def test_no_feature_ever_reads_the_household_s_own_steps_or_visits(day: str) -> None:
    on = dt.date.fromisoformat(day)
    labels = {name: CREATED[name] for name in sorted(LABEL_TABLES)}
    assert not list(differences(said(tables(FACTS), on), said(tables(FACTS, labels), on)))
    # A neighbour's do count: the village's rate is of the others.
    neighbour = {name: text.replace(" A  ", " B  ") for name, text in labels.items()}
    changed = {name for _, name in differences(said(tables(FACTS), on), said(tables(FACTS, neighbour), on))}
    assert changed <= {name for name in features() if name.endswith("identified_rate")}
