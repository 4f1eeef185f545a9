"""The files of an outbox while somebody corrects them by hand: cells overwritten, rows added at the end."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import polars as pl

from training.simulator.outbox import Outbox
from training.simulator.writing import Layout

Cells = dict[str, Any]


class Paper:
    """Changes to the frames of an outbox, kept until `write_back`. A file is named by its place in the outbox."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._changed: dict[int, dict[str, dict[int, Any]]] = defaultdict(lambda: defaultdict(dict))
        self._added: dict[int, list[Cells]] = defaultdict(list)

    def files(self, source: str) -> list[int]:
        """The files of a source in order of delivery."""
        found = [place for place, (_, layout, _) in enumerate(self._outbox.files) if layout.source == source]
        return sorted(found, key=self.delivery)

    def file_at(self, source: str, delivery: int) -> int:
        """The file of a source in a delivery; an empty one is begun where the office had nothing to send."""
        for place in self.files(source):
            if self.delivery(place) == delivery:
                return place
        _, layout, frame = self._outbox.files[self.files(source)[0]]
        self._outbox.files.append((delivery, layout, frame.clear()))
        return len(self._outbox.files) - 1

    def delivery(self, file: int) -> int:
        return self._outbox.files[file][0]

    def layout(self, file: int) -> Layout:
        return self._outbox.files[file][1]

    def frame(self, file: int) -> pl.DataFrame:
        """As first written, without the changes."""
        return self._outbox.files[file][2]

    def change(self, file: int, row: int, cells: Cells) -> None:
        """Overwrite cells of a row, counted from 0."""
        for column, value in cells.items():
            self._changed[file][column][row] = value

    def add(self, file: int, cells: Cells) -> int:
        """Add a row at the end; columns not named stay empty. Returns its place, counted from 0."""
        unknown = set(cells) - set(self.frame(file).columns)
        if unknown:
            raise KeyError(f"{self.layout(file).source} has no columns {sorted(unknown)}")
        self._added[file].append(cells)
        return self.frame(file).height + len(self._added[file]) - 1

    def write_back(self) -> None:
        """Put the changes into the outbox."""
        for file in sorted({*self._changed, *self._added}):
            delivery, layout, frame = self._outbox.files[file]
            for column, cells in self._changed[file].items():
                values = frame[column].to_list()
                for row, value in cells.items():
                    values[row] = value
                frame = frame.with_columns(pl.Series(column, values, dtype=frame[column].dtype))
            if self._added[file]:
                rows = [{name: cells.get(name) for name in frame.columns} for cells in self._added[file]]
                frame = pl.concat([frame, pl.DataFrame(rows, schema=frame.schema)])
            self._outbox.files[file] = (delivery, layout, frame)
