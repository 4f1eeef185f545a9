"""A drawn county as a small model sees it on a day."""

from __future__ import annotations

import datetime as dt

import polars as pl

from models.lists import Capacity
from tests.models.small_model import frame, model
from training.watching.seen import RAW, Seen, on_list

CAPACITY = Capacity(5.0)
MODEL = model()
TRAINED, BEFORE, TODAY = dt.date(2023, 6, 30), dt.date(2024, 5, 31), dt.date(2024, 6, 30)


def county(day: dt.date, *changes: pl.Expr, seed: int = 11, rows: int = 1_200) -> Seen:
    """The same households on any day, in four townships, with some columns changed."""
    drawn = frame(rows, seed).with_row_index("n").with_columns(*changes)
    places = drawn.with_columns(
        household_id=pl.format("H{}", pl.col("n").cast(pl.String).str.zfill(5)),
        as_of=pl.lit(day),
        region_code=pl.format("99010100{}001", pl.col("n") % 4 + 1),
    ).drop("n")
    raw = MODEL.raw_score(places)
    scored = places.with_columns(pl.Series(RAW, raw), pl.Series("probability", MODEL.probability(raw)))
    return Seen(day, scored, on_list(scored, CAPACITY))
