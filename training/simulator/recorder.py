"""What reaches the departments: each fact is reported late, or never.

The recorder is the only way from the latent state to the files. It keeps facts as columns, one list of chunks per
source; damage, duplicates and corrections come when the files are made.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from training.simulator.parameters import Noise
from training.simulator.state import Ints
from training.simulator.streams import Streams

NEVER = np.iinfo(np.int32).max
"""The known day of what is never reported."""


class Recorder:
    """Facts by source. Every source draws from its own stream."""

    def __init__(self, noise: Noise, streams: Streams) -> None:
        self._noise = noise
        self._streams = streams
        self._offered = 0
        self._lost = 0
        self._chunks: dict[str, list[dict[str, np.ndarray]]] = {}

    def record(
        self,
        source: str,
        day: npt.ArrayLike,
        /,
        *,
        certain: bool = False,
        **columns: npt.ArrayLike,
    ) -> Ints:
        """Keep facts that happened on `day`. Returns the day on which each is known, or `NEVER`.

        `certain` facts come from the county's own ledgers: never lost, known when they happen.
        """
        days = np.atleast_1d(np.asarray(day, dtype=np.int64))
        if certain:
            known = days.copy()
        else:
            rng = self._streams[f"recorder.{source}"]
            low, high = self._noise.delay_days
            known = days + rng.integers(low, high + 1, len(days))
            known[rng.random(len(days)) < self._noise.unreported] = NEVER
            self._offered += len(days)
            self._lost += int((known == NEVER).sum())
        reported = known != NEVER
        if reported.any():
            chunk = {
                name: np.broadcast_to(np.asarray(column), days.shape)[reported] for name, column in columns.items()
            }
            self._chunks.setdefault(source, []).append({"day": days[reported], "known": known[reported], **chunk})
        return known

    def lost_share(self) -> float:
        """Share of the uncertain facts that were never reported."""
        return self._lost / max(1, self._offered)

    def facts(self, source: str) -> pl.DataFrame:
        """All reported facts of a source in the order in which they were recorded."""
        chunks = self._chunks.get(source, [])
        if not chunks:
            return pl.DataFrame()
        return pl.DataFrame({name: np.concatenate([chunk[name] for chunk in chunks]) for name in chunks[0]})
