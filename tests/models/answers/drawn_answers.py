"""Forty drawn households with everything that can stand beside a score, or keep it from being given."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from features.context.cache import context_wanted_by
from features.errors import FanpinError
from features.records.gate import Records
from features.records.store.states import StoreInState
from models.answers import answer_of, answer_stored
from models.risk_model import RiskModel
from tests.drawn_tables import POLICY, drawn
from tests.models.certainty.drawn_county import DAY, HOUSEHOLDS, county, store_of

STRANGER = "nobody"
ASKED = [*HOUSEHOLDS, STRANGER]

BESIDE = {
    "members": """household_id | event_date | person_id | listing | relation | sex | birth_month | labour
    D05 | 2024-01-10 | D05-Q | full | head | female | 1972-05-01 | none
    D12 | 2024-01-10 | D12-Q | full | spouse | male | 1971-05-01 | ordinary
    D15 | 2024-01-10 | D15-Q | full | spouse | male | 1971-05-01 | none
    D13 | 2024-01-10 | D13-Q | full | child | male | 1965-05-01 | none""",
    "monitoring": """household_id | event_date | step | category | risk_types
    D09 | 2024-03-01 | identified | unstable_out | """,
    "illness": """household_id | event_date | person_id | setting | disease_class | total_yuan | self_paid_yuan
    D14 | 2024-05-20 | D99-P | inpatient | major | 90000 | 80000
    D15 | 2024-05-20 | D15-P | inpatient | major | 70000 | 90000
    D16 | 2010-01-05 | D16-P | inpatient | major | 70000 | 60000
    D33 | 2022-05-20 | D33-P | inpatient | ordinary | 900 | 800""",
    "housing": """household_id | event_date | grade
    D17 | 2024-02-01 | D
    D35 | 2023-02-01 | A""",
    "shocks": """household_id | event_date | kind | loss_yuan
    D18 | 2024-04-01 | disaster | 60000""",
}
"""Two heads, a couple of one sex, a child older than the head, a monitored one, a bill of a stranger, one above its total, one of long ago."""

UNPAID = ["D00", "D24", "D35", "D39"]


def store_in(folder: Path) -> StoreInState:
    """A store of them. Of D07 an amount can't be, of UNPAID no income is known."""
    tables = county()
    for table, drawing in BESIDE.items():
        rows = drawn(table, drawing).with_columns(record_id=pl.concat_str(pl.lit("beside-"), "record_id"))
        tables[table] = pl.concat([tables[table], rows]) if table in tables else rows
    income = tables["income"].filter(~pl.col("household_id").is_in(UNPAID))
    endless = pl.when(pl.col("household_id") == "D07").then(float("inf")).otherwise("amount_yuan")
    tables["income"] = income.with_columns(endless.alias("amount_yuan"))
    store_of(folder, Records(tables))
    opened = StoreInState.open(folder)
    assert isinstance(opened, StoreInState)
    return opened


def alone(model: RiskModel, store: StoreInState, household: str) -> dict[str, Any] | FanpinError:
    """What is answered about one household, or why not."""
    context = context_wanted_by(model.features, store, [DAY])
    records = Records(store.records(households=[household]), context)
    try:
        return answer_of(answer_stored(model, POLICY, store, records, household, DAY, keep=False))
    except FanpinError as error:
        return error
