"""The sealed identity table: who is behind a pseudonym. Names, ID numbers and phones are here and nowhere else.

One sealed file per landing, in `identity/` of the store. Its rows count once their delivery is listed in `deliveries`,
as every other row of the landing; what a killed landing left is removed by the next intake.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl

from features.disk import remove_unfinished
from features.intake.linkage.register import IDENTITY
from features.intake.who.sealing import Seal
from features.records.store import RecordStore


class SealedTable:
    """Frames of one kind, sealed in files of one folder of the store."""

    def __init__(self, store: RecordStore, key: bytes, purpose: str, folder: str) -> None:
        self._store = store
        self._seal = Seal(key, purpose)
        self._folder = store.path / folder

    def write(self, frame: pl.DataFrame) -> None:
        """Seal a landing's rows, before the landing itself. Every row names its `delivery_id`."""
        if frame.is_empty():
            return
        self._folder.mkdir(mode=0o700, exist_ok=True)
        content = io.BytesIO()
        frame.write_parquet(content, compression="zstd")
        deliveries = "\n".join(frame.get_column("delivery_id").unique().sort())
        name = hashlib.sha256(deliveries.encode("utf-8") + content.getvalue()).hexdigest()[:32]
        self._seal.write(self._folder / f"{name}.sealed", content.getvalue())

    def frames(self) -> list[pl.DataFrame]:
        """The rows whose delivery landed and was not taken back, file by file. Raises SealError."""
        gone = self._store.withdrawals().get_column("delivery_id").implode()
        return [rows.filter(~pl.col("delivery_id").is_in(gone)) for _, rows in self._read()]

    def remove_leftovers(self) -> None:
        """Remove files of landings that were never committed. Call it inside the store's `writing()`."""
        for file, rows in self._read():
            if rows.is_empty():
                file.unlink()
        remove_unfinished(self._folder)

    def _read(self) -> Iterator[tuple[Path, pl.DataFrame]]:
        files = sorted(self._folder.glob("*.sealed"))
        if not files:
            return
        landed = self._store.deliveries().get_column("delivery_id").implode()
        for file in files:
            rows = pl.read_parquet(io.BytesIO(self._seal.read(file)))
            yield file, rows.filter(pl.col("delivery_id").is_in(landed))


class IdentityTable(SealedTable):
    """Persons as rosters described them, one row per description that said something new."""

    @classmethod
    def of(cls, store: RecordStore, key: bytes) -> IdentityTable:
        return cls(store, key, "identity table", "identity")

    def rows(self) -> pl.DataFrame:
        """Every description, oldest first: IDENTITY. Raises SealError."""
        frames = [frame.select(list(IDENTITY)) for frame in self.frames()]
        told = pl.concat([pl.DataFrame(schema=IDENTITY), *frames]).unique(maintain_order=True)
        # Within a day the order of arrival holds: each row was filled up from the one before.
        return told.sort("known_date", maintain_order=True)

    def people(self, person_ids: Iterable[str]) -> pl.DataFrame:
        """The last description of each of these persons, in order of `person_id`; who is not known is not there."""
        wanted = self.rows().filter(pl.col("person_id").is_in(list(person_ids)))
        return wanted.unique("person_id", keep="last", maintain_order=True).sort("person_id")
