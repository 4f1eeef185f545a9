"""Rows that wait until somebody decides whose they are: sealed, whole, with the description that made them doubtful."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from features.intake.file import TakenFile
from features.intake.files.reading import Sheet
from features.intake.recognising.catalogue import catalogue
from features.intake.sheets.columns import ASIDE, Rows
from features.intake.who.identity_table import SealedTable
from features.intake.who.linking import Open
from features.records.store import RecordStore

ROW: dict[str, pl.DataType] = {
    "delivery_id": pl.String(),
    "known_date": pl.Date(),
    "file": pl.String(),
    "sheet": pl.String(),
    "source": pl.String(),
    "headers": pl.String(),
    "described": pl.Binary(),
    "rows": pl.Binary(),
}
"""One row per sheet. `described` and `rows` are frames as Parquet: every kind of sheet has columns of its own."""


@dataclass(frozen=True)
class Waiting:
    """The waiting rows of one sheet of one delivered file."""

    delivery_id: str
    known_date: date
    sheet: Open


class WaitingRows:
    """The sealed rows of a store that wait for a decision."""

    def __init__(self, sealed: SealedTable) -> None:
        self._sealed = sealed

    @classmethod
    def of(cls, store: RecordStore, key: bytes) -> WaitingRows:
        return cls(SealedTable(store, key, "rows waiting for a decision", "waiting"))

    def remove_leftovers(self) -> None:
        self._sealed.remove_leftovers()

    def write(self, waiting: Sequence[tuple[TakenFile, Open]]) -> None:
        """Seal the rows of a landing, before the landing itself."""
        rows = [
            (
                file.delivery_id,
                file.known_date,
                file.file,
                sheet.rows.sheet.name,
                sheet.rows.source.lands_as,
                json.dumps(list(sheet.rows.sheet.headers), ensure_ascii=False),
                _packed(sheet.described),
                _packed(sheet.rows.frame),
            )
            for file, sheet in waiting
        ]
        self._sealed.write(pl.DataFrame(rows, schema=ROW, orient="row"))

    def sheets(self) -> Iterator[Waiting]:
        """Every sheet with waiting rows, oldest delivery first. Raises SealError."""
        frames = [pl.DataFrame(schema=ROW), *(frame.select(list(ROW)) for frame in self._sealed.frames())]
        for row in pl.concat(frames).sort("known_date", "delivery_id", "sheet").iter_rows(named=True):
            described, frame = _unpacked(row["described"]), _unpacked(row["rows"])
            rows = Rows(
                sheet=Sheet(row["file"], row["sheet"], 0, tuple(json.loads(row["headers"])), pl.DataFrame()),
                source=catalogue().sources[row["source"]],
                frame=frame,
                aside=pl.DataFrame(schema=ASIDE),
                rows_read=frame.height,
                unreadable={},
                unknown_headers=(),
            )
            yield Waiting(row["delivery_id"], row["known_date"], Open(rows, described))


def _packed(frame: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.write_parquet(out, compression="zstd")
    return out.getvalue()


def _unpacked(content: bytes) -> pl.DataFrame:
    return pl.read_parquet(io.BytesIO(content))
