"""Which department sent each delivery."""

from __future__ import annotations

from features.records.store import RecordStore, Versions


def senders(store: RecordStore, versions: Versions | None = None) -> dict[str, str]:
    """The department of each delivery that names one, in its official word, by the delivery's id.

    Args:
        versions: of the store's tables; its present ones when None.
    """
    return dict(store.deliveries(versions).select("delivery_id", "department").drop_nulls().iter_rows())
