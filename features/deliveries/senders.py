"""Which department sent each delivery."""

from __future__ import annotations

from features.records.store import RecordStore


def senders(store: RecordStore) -> dict[str, str]:
    """The department of each delivery that names one, in its official word, by the delivery's id."""
    return dict(store.deliveries().select("delivery_id", "department").drop_nulls().iter_rows())
