"""What was known of a stored household on a day: by the gate, so that it is what any answer of that day stands on."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import Any

import polars as pl

from features.basis import TABLE_NAMES
from features.bilingual import Bilingual
from features.deliveries.senders import senders
from features.frame import index_of
from features.intake.counties import COUNTY_DIGITS
from features.policy.loading import Policy
from features.records.gate import Records, as_index, rows_known_by, without_later_knowledge
from features.records.store.states import StoreInState
from features.records.tables import COMMON_COLUMNS, TABLES, polars_schema
from models.certainty import freshness_of
from service.assess import home_on, records_of, unknown_household
from service.documents import document_of
from service.households.answers import HouseholdAnswer, KnownRowAnswer, KnownTableAnswer, SourceAnswer
from service.jurisdiction import Jurisdiction
from service.place_names import names_of, with_names

NAMES: dict[str, Bilingual] = {
    **TABLE_NAMES,
    "monitoring": Bilingual("监测程序", "steps of the official procedure"),
    "visits": Bilingual("走访结果", "what visits found"),
}
"""Every record table as people call it."""


def household_known(
    household_id: str, day: dt.date, jurisdiction: Jurisdiction, store: StoreInState, policy: Policy
) -> HouseholdAnswer:
    """The facts known on a day, each in its then last version, and how the departments' files stood.

    Raises:
        ProblemError: 404, there is no such household, or it lived outside the jurisdiction on that day.
        PolicyError: the rhythm of deliveries has no value as early as the day.
    """
    records, home = _of(household_id, day, jurisdiction, store)
    departments = store.worked_out("senders", lambda: senders(store))
    place = _place(home, day, store)
    # Of most tables a household has no row, and what is asked of an empty one costs as much as of any other.
    filled = {name: rows for name, rows in records.tables.items() if rows.height}
    known_tables = without_later_knowledge(filled, pl.lit(day))
    index = as_index(index_of([household_id], day))
    tables = [
        _table(name, _rows(name, records, known_tables[name], index, departments) if name in filled else [])
        for name in TABLES
    ]
    fresh = freshness_of(store, policy, day)
    fields = list(SourceAnswer.model_fields)
    return HouseholdAnswer(
        household_id=household_id,
        as_of=day,
        tables=tables,
        sources=[SourceAnswer(**row) for row in fresh.select(fields).iter_rows(named=True)],
        **place,
    )


def document_known(household_id: str, day: dt.date, jurisdiction: Jurisdiction, store: StoreInState) -> dict[str, Any]:
    """The same as a document that can be sent: every version known by the day, so that it is answered as the stored household is.

    Raises:
        ProblemError: 404, as `household_known`.
    """
    records, _ = _of(household_id, day, jurisdiction, store)
    return document_of(without_later_knowledge(records.tables, pl.lit(day)), household_id, day)


def require_household(household_id: str, day: dt.date, jurisdiction: Jurisdiction, store: StoreInState) -> None:
    """Raises ProblemError, 404, as `household_known`."""
    _of(household_id, day, jurisdiction, store)


def _of(household_id: str, day: dt.date, jurisdiction: Jurisdiction, store: StoreInState) -> tuple[Records, str | None]:
    records = records_of(household_id, store, None)
    home = home_on(day, household_id, records)
    if home not in jurisdiction and not jurisdiction.is_everywhere:
        raise unknown_household()
    return records, home


def _place(home: str | None, day: dt.date, store: StoreInState) -> dict[str, str | None]:
    if home is None:
        return dict.fromkeys(("region_code", "county", "township", "village"))
    return with_names({"region_code": home, "county": home[:COUNTY_DIGITS]}, names_of(store, day))


def _table(table: str, rows: list[KnownRowAnswer]) -> KnownTableAnswer:
    return KnownTableAnswer(table=table, zh=NAMES[table].zh, en=NAMES[table].en, rows=rows)


def _rows(
    table: str, records: Records, known: pl.DataFrame, index: pl.DataFrame, departments: Mapping[str, str]
) -> list[KnownRowAnswer]:
    """The facts of a table, each in the version that held.

    Args:
        known: every version that was known by the day.
    """
    names = [name for name in polars_schema(table) if name not in COMMON_COLUMNS]
    counted = Counter(known["record_id"].to_list())
    return [
        KnownRowAnswer(
            record_id=row["record_id"],
            event_date=row["event_date"],
            known_date=row["known_date"],
            delivery_id=row["delivery_id"],
            source_row=row["source_row"],
            department=departments.get(row["delivery_id"]) or None,
            corrects=counted[row["record_id"]] - 1,
            values={name: row[name] for name in names if row[name] is not None},
        )
        for row in rows_known_by(index, records.versions[table]).iter_rows(named=True)
    ]
