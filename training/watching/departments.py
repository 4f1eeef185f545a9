"""Departments that stopped sending: to a model their silence looks like good news."""

from __future__ import annotations

import datetime as dt

import polars as pl

from features.bilingual import Bilingual
from features.deliveries.freshness import freshness
from features.policy.loading import Policy
from features.records.store import RecordStore
from training.watching.signals import Level, Question, Signal


def delivery_signal(store: RecordStore, policy: Policy, as_of: dt.date, region_code: str | None) -> Signal:
    """Which sources are overdue against their rhythm in policy; LOOK for any of them."""
    told = freshness(store.deliveries(), as_of, policy, withdrawals=store.withdrawals(), region_code=region_code)
    stale = told.filter(pl.col("stale")).sort("days_late", descending=True)
    names = "、".join(stale["zh"])
    return Signal(
        Question.DELIVERIES,
        Level.LOOK if stale.height else Level.FINE,
        float(stale.height),
        0.0,
        Bilingual(
            f"{stale.height}类数据逾期未交：{names}" if stale.height else "各部门数据均按期交付",
            f"{stale.height} sources are overdue: {', '.join(stale['source'])}"
            if stale.height
            else "every source delivered on time",
        ),
        [
            {
                "source": row["source"],
                "zh": row["zh"],
                "department": row["department"],
                "last": str(row["last_known_date"]),
                "days_late": row["days_late"],
            }
            for row in stale.iter_rows(named=True)
        ],
    )
