"""The rows of an outbox as somebody reads them who knows who each row is about: by household code, person and day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import polars as pl

from training.simulator.clock import Clock
from training.simulator.writing import Layout

CODE, PERSON, DAY, DELIVERY, ROW = "_code", "_person", "_date", "_delivery", "_row"
ORDER = (DAY, DELIVERY, ROW)
"""What happened first, and of the words about one day the one told first."""

Files = Sequence[tuple[int, Layout, pl.DataFrame]]
"""Delivery, layout and frame of each file, as an outbox holds them."""

EXCEL_EPOCH = dt.date(1899, 12, 30)


@dataclass
class Reader:
    """All rows of an outbox up to the last delivery.

    Attributes:
        sure: leave out the rows that no exact comparison with the rosters places: whose number is damaged or missing, or
            damaged in the rosters, or whose person no roster had named by then. The rosters themselves stay.
    """

    files: Files
    clock: Clock
    sure: bool
    _read: dict[Callable[[Reader], pl.DataFrame], pl.DataFrame] = field(default_factory=dict, init=False)

    def once(self, read: Callable[[Reader], pl.DataFrame]) -> pl.DataFrame:
        """What several situations stand on, read the first time that it is asked for."""
        if read not in self._read:
            self._read[read] = read(self)
        return self._read[read]

    @property
    def today(self) -> dt.date:
        return self.clock.delivery_dates[-1]

    def rows(self, source: str, *columns: str | pl.Expr) -> pl.DataFrame:
        """Rows of a source in the order in which they were delivered.

        Returns:
            CODE (the household named by the row, else that of the person), PERSON (null where the file is about
            households), DAY (null where the row has no hidden day), DELIVERY (its place), ROW, and `columns`.
        """
        parts = []
        files = [item for item in self.files if item[1].source == source]
        for delivery, _, frame in sorted(files, key=lambda item: item[0]):
            rows = frame.with_row_index(ROW).with_columns(pl.lit(delivery).alias(DELIVERY))
            if self.sure and "_listed_from" in frame.columns and not source.endswith("_member"):
                rows = rows.filter(_sure(source))
            parts.append(_keyed(rows, columns))
        return pl.concat(parts) if parts else _keyed(_nothing(columns), columns)

    def delivered_on(self) -> pl.Expr:
        """The day of each row's delivery."""
        return pl.col(DELIVERY).replace_strict(dict(enumerate(self.clock.delivery_dates)), return_dtype=pl.Date)


def _keyed(rows: pl.DataFrame, columns: Sequence[str | pl.Expr]) -> pl.DataFrame:
    person, day = (pl.col(one) if one in rows.columns else pl.lit(None) for one in (PERSON, "_day"))
    who_and_when = (person.cast(pl.Int64).alias(PERSON), day.cast(pl.Int32).cast(pl.Date).alias(DAY))
    code = pl.col("户编号" if "户编号" in rows.columns else "_household").alias(CODE)
    return rows.select(code, *who_and_when, pl.col(DELIVERY, ROW).cast(pl.Int64), *columns)


def _nothing(columns: Sequence[str | pl.Expr]) -> pl.DataFrame:
    """A file that nobody sent; whoever wants a number of it casts."""
    named = [pl.col(one) if isinstance(one, str) else one for one in columns]
    roots = {root: pl.String for one in named for root in one.meta.root_names()}
    own = dict.fromkeys((PERSON, "_day", DELIVERY, ROW), pl.Int64)
    return pl.DataFrame(schema={"户编号": pl.String, **roots, **own})


def _sure(source: str) -> pl.Expr:
    sound = (pl.col("_damage") == "") & (pl.col("_roster_damage") == "")
    # The police name the household as well: who is born into it is on no roster yet.
    return sound if source == "police_population" else sound & (pl.col("_listed_from") <= pl.col(DELIVERY))


def from_serial(column: str) -> pl.Expr:
    """A day written as Excel's serial number."""
    return (pl.lit(EXCEL_EPOCH) + pl.duration(days=pl.col(column).cast(pl.Int64))).cast(pl.Date).alias(column)


def last(rows: pl.DataFrame, *by: str) -> pl.DataFrame:
    """Of the rows with the same `by` the one that stands last."""
    return rows.unique(by, keep="last", maintain_order=True)
