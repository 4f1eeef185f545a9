"""A household in which every measure is feasible, and its neighbours, drawn by hand."""

from __future__ import annotations

import datetime as dt

import polars as pl

from features.bilingual import Bilingual
from features.records.gate import Records
from models.what_if import MEASURES, Home, Measure, NotFeasibleError
from models.what_if.declaring import Supposed
from tests.drawn_tables import POLICY, drawn

DAY = dt.date(2024, 6, 30)

HOUSEHOLDS = """
    household_id | record_id | event_date | region_code  | household_type
    H1           | roster-23 | 2023-12-31 | 990101001001 | lifted_out
    H2           | roster-23 | 2023-12-31 | 990101001001 | general
    H3           | roster-23 | 2023-12-31 | 990101001001 | general
"""
MEMBERS = """
    household_id | record_id | event_date | person_id | listing | relation   | birth_month | labour   | student | insured | medical_insurance
    H1           | roster-P1 | 2023-12-31 | P1        | full    | head       | 1960-03-01  | weak     | not     | yes     | resident
    H1           | roster-P2 | 2023-12-31 | P2        | full    | spouse     | 1966-05-01  | ordinary | not     | no      | none
    H1           | roster-P3 | 2023-12-31 | P3        | full    | child      | 2004-09-01  | ordinary | college | yes     | resident
    H1           | roster-P4 | 2023-12-31 | P4        | full    | parent     | 1935-01-01  | none     | not     | yes     | resident
    H2           | roster-Q1 | 2023-12-31 | Q1        | full    | head       | 1980-03-01  | ordinary | not     | yes     | resident
    H3           | roster-R1 | 2023-12-31 | R1        | full    | head       | 1980-03-01  | ordinary | not     | yes     | resident
"""
INCOME = """
    household_id | record_id | event_date | category | amount_yuan | period_months | caliber
    H1           | wage-23   | 2023-12-31 | wage     | 6000        | 12            | national
    H2           | wage-23   | 2023-12-31 | wage     | 60000       | 12            | national
    H3           | wage-23   | 2023-12-31 | wage     | 60000       | 12            | national
"""
EMPLOYMENT = """
    household_id | record_id | event_date | person_id | started_on | ended_on   | place_tier | channel | monthly_wage_yuan
    H1           | spell-1   | 2022-02-01 | P2        | 2022-02-01 | 2023-09-30 | county     | market  | 1500
    H2           | spell-1   | 2023-02-01 | Q1        | 2023-02-01 |            | outside    | market  | 5000
    H3           | spell-1   | 2023-02-01 | R1        | 2023-02-01 |            | outside    | market  | 5000
"""
ILLNESS = """
    record_id | event_date | person_id | setting   | disease_class | total_yuan | basic_yuan | major_yuan | aid_yuan | top_up_yuan | self_paid_yuan
    bill-1    | 2024-03-10 | P4        | inpatient | chronic       | 30000      | 18000      | 0          | 0        | 0           | 12000
    bill-2    | 2024-05-02 | P4        | inpatient | chronic       | 9000       | 5000       | 0          | 0        | 1000        | 3000
    bill-3    | 2022-05-02 | P4        | inpatient | chronic       | 9000       | 5000       | 0          | 0        | 0           | 4000
"""
DISABILITY = """
    record_id | event_date | person_id | category | grade | living_subsidy | nursing_subsidy
    card-P4   | 2020-05-01 | P4        | 4        | 2     | no             | no
"""
EDUCATION = """
    record_id | event_date | person_id | stage   | status   | cost_yuan | aid_yuan
    term-24-1 | 2024-03-01 | P3        | college | enrolled | 16000     | 0
"""
HOUSING = """
    record_id  | event_date | grade | remedied_on | only_dwelling | lived_in
    roster-22  | 2022-12-31 | C     |             |               |
    inspection | 2023-08-01 | D     |             | yes           | yes
"""
SHOCKS = """
    record_id | event_date | kind             | loss_yuan
    failure   | 2024-02-01 | business_failure | 20000
"""


def home_tables(**instead: str) -> dict[str, pl.DataFrame]:
    """The tables of the household and its neighbours; a table may be drawn otherwise, or as nothing."""
    drawings = {
        "households": HOUSEHOLDS,
        "members": MEMBERS,
        "income": INCOME,
        "employment": EMPLOYMENT,
        "illness": ILLNESS,
        "disability": DISABILITY,
        "education": EDUCATION,
        "housing": HOUSING,
        "shocks": SHOCKS,
    } | instead
    return {table: drawn(table, drawing) for table, drawing in drawings.items() if drawing}


def home_of(tables: dict[str, pl.DataFrame], household: str = "H1", day: dt.date = DAY) -> Home:
    asked = {name for one in MEASURES for name in one.features}
    return Home(Records(tables), household, day, POLICY, asked)


def named(name: str) -> Measure:
    return next(one for one in MEASURES if one.name == name)


def supposed(name: str, day: dt.date = DAY, **instead: str) -> Supposed:
    """What a measure brings to H1. Raises NotFeasibleError."""
    return named(name).taken(home_of(home_tables(**instead), day=day))


def refusal(name: str, day: dt.date = DAY, **instead: str) -> Bilingual | None:
    """Why a measure is none for H1; None where it is feasible."""
    try:
        supposed(name, day, **instead)
    except NotFeasibleError as error:
        return error.why
    return None
