"""Forty drawn households of one village: bills of most, incomes of all but one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl

from features.frame import index_of
from features.records.gate import Records
from features.records.store import RecordStore
from models.certainty.alike import Alike, _alike
from models.certainty.doubts import Facts, facts_of
from models.risk_model import RiskModel
from tests.drawn_tables import POLICY, drawn
from tests.models.small_model import model

DAY = dt.date(2024, 6, 30)
HOUSEHOLDS = [f"D{number:02d}" for number in range(40)]
SILENT = set(HOUSEHOLDS[30:])


def county() -> dict[str, pl.DataFrame]:
    """Everybody has a head, an income and a dwelling; the last ten have no bill."""
    paid = {household: 500 * place for place, household in enumerate(HOUSEHOLDS)}
    return {
        "households": drawn(
            "households",
            "household_id | event_date | region_code | household_type\n"
            + "\n".join(f"{one} | 2024-01-10 | 990101001001 | general" for one in HOUSEHOLDS),
        ),
        "members": drawn(
            "members",
            "household_id | event_date | person_id | listing | relation | sex | birth_month | labour | disabled\n"
            + "\n".join(
                f"{one} | 2024-01-10 | {one}-P | full | head | male | 1970-05-01 | none | no" for one in HOUSEHOLDS
            ),
        ),
        "income": drawn(
            "income",
            "household_id | event_date | category | amount_yuan | period_months | caliber\n"
            + "\n".join(
                f"{one} | 2023-12-31 | wage | {10_000 + 1_000 * place} | 12 | national"
                for place, one in enumerate(HOUSEHOLDS)
            ),
        ),
        "illness": drawn(
            "illness",
            "household_id | event_date | person_id | setting | disease_class | total_yuan | self_paid_yuan\n"
            + "\n".join(
                f"{one} | 2024-03-20 | {one}-P | inpatient | ordinary | {paid[one] + 100} | {paid[one]}"
                for one in HOUSEHOLDS
                if one not in SILENT
            ),
        ),
    }


def facts(*households: str, records: Records | None = None, made: RiskModel | None = None) -> Facts:
    """The facts of some of them on DAY."""
    return facts_of(made or model(), records or Records(county()), index_of(households, DAY), POLICY)


def everybody(records: Records | None = None) -> Alike:
    """All of them as the sample."""
    made = model()
    alike = _alike(made, [facts_of(made, records or Records(county()), index_of(HOUSEHOLDS, DAY), POLICY, findings={})])
    assert alike is not None
    return alike


def without(table: str, household: str) -> Records:
    """The county with nothing told of one household in one table."""
    tables = county()
    return Records(tables | {table: tables[table].filter(pl.col("household_id") != household)})


def store_of(folder: Path, records: Records) -> RecordStore:
    """A store of them, to which the medical insurance delivered on 5 June."""
    store = RecordStore.create(folder, buckets=3)
    delivery = {
        "delivery_id": ["d1"],
        "file": ["d1.csv"],
        "source": ["medical_settlement"],
        "department": ["医保"],
        "known_date": [dt.date(2024, 6, 5)],
        "rows_read": [0],
        "rows_landed": [0],
        "rows_set_aside": [0],
        "landed_at": [dt.datetime(2024, 6, 5, tzinfo=dt.UTC)],
    }
    with store.writing():
        store.land(records.tables, pl.DataFrame(delivery))
    return store
