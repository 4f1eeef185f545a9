"""Where households live, and who belongs to them, as the records know it on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from features.frame import index_of
from features.records.gate import Records, as_index, rows_known_by
from features.records.store import RecordStore


@dataclass(frozen=True)
class Home:
    """A household as the records know it.

    Attributes:
        region_code: of its village, by the last description.
        people: the `person_id` of everybody whom the records ever told of it.
    """

    region_code: str
    people: frozenset[str]


def homes(store: RecordStore, household_ids: Collection[str], on: dt.date) -> Mapping[str, Home]:
    """The homes of households that are described in the records; a stranger has none.

    Raises:
        StoreError: the store is damaged.
    """
    if not household_ids:
        return {}
    columns = {
        "households": ["household_id", "record_id", "event_date", "known_date", "arrival", "delivery_id", "source_row", "withdrawn", "region_code"],
        "members": ["household_id", "record_id", "event_date", "known_date", "arrival", "delivery_id", "source_row", "withdrawn", "person_id"],
    }  # fmt: skip
    records = Records(store.records(households=household_ids, columns=columns))
    index = as_index(index_of(sorted(household_ids), on))
    described = rows_known_by(index, records.versions["households"])
    listed = rows_known_by(index, records.versions["members"])
    # The versions stand in the order of what happened: the last is what holds.
    regions = dict(described.select("household_id", "region_code").iter_rows())
    people: dict[str, set[str]] = {household_id: set() for household_id in regions}
    for household_id, person_id in listed.select("household_id", "person_id").iter_rows():
        if household_id in people:
            people[household_id].add(person_id)
    return {household_id: Home(region, frozenset(people[household_id])) for household_id, region in regions.items()}
