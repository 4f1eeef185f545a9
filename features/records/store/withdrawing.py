"""Taking a delivery back: from a day on nothing that it told counts. Nothing is deleted, and earlier days stay as seen."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from features.records.store.delta import append
from features.records.store.integrity import StoreError
from features.records.store.record_store import RecordStore
from features.records.store.side_tables import WITHDRAWALS


class WithdrawalError(StoreError):
    """The delivery cannot be withdrawn so; the store is as it was."""


def withdraw(
    store: RecordStore, delivery_id: str, on: date, reason: str, *, entered_at: datetime | None = None
) -> pl.DataFrame:
    """Take a delivered file back: from `on` on, that day included, the other deliveries speak as if it had not come.

    A fact that another delivery told too goes on in that one's words. One commit: there is no half of it.

    Returns:
        The delivery's row, as `RecordStore.deliveries` has it.

    Raises:
        WithdrawalError: no such delivery, withdrawn already, a day before it was known, or no reason told.
        StoreError: another intake is writing.
    """
    if not reason.strip():
        raise WithdrawalError(
            "撤回必须写明原因。 A withdrawal needs a reason: who reads the records later has to know why. Give --reason."
        )
    with store.writing():
        taken = store.deliveries().filter(pl.col("delivery_id") == delivery_id)
        if taken.is_empty():
            raise WithdrawalError(
                f"没有批次 {delivery_id}。 No delivery {delivery_id} in {store.path}. `fanpin deliveries` lists them."
            )
        before = store.withdrawals().filter(pl.col("delivery_id") == delivery_id)
        if before.height:
            day = before.get_column("withdrawn_on")[0]
            raise WithdrawalError(
                f"批次 {delivery_id} 已于 {day} 撤回。 Delivery {delivery_id} was withdrawn on {day} already. To have it "
                "count again, deliver the file again in a folder of a later day."
            )
        came = taken.get_column("known_date")[0]
        if came is not None and on < came:
            raise WithdrawalError(
                f"撤回日期 {on} 早于交付日期 {came}。 Delivery {delivery_id} came on {came}; it cannot be withdrawn on {on}, "
                f"before anybody knew it. Give --on {came} or a later day."
            )
        row = pl.DataFrame([(delivery_id, on, reason.strip(), entered_at)], schema=WITHDRAWALS, orient="row")
        append(store.path / "withdrawals", row, WITHDRAWALS)
    return taken
