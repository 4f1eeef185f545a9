"""Random numbers: one independent stream per part, so that one part's draws never shift another's."""

from __future__ import annotations

import zlib

import numpy as np

from features.errors import FanpinError


class Streams:
    """Named PCG64 generators that all hang on one seed. The same name gives the same generator object."""

    def __init__(self, seed: int) -> None:
        if seed < 0:
            raise FanpinError(f"seed 是 {seed}：应当不小于0 | seed is {seed}: it must be 0 or greater")
        self._seed = seed
        self._streams: dict[str, np.random.Generator] = {}

    def __getitem__(self, name: str) -> np.random.Generator:
        if name not in self._streams:
            sequence = np.random.SeedSequence(self._seed, spawn_key=(zlib.crc32(name.encode()),))
            self._streams[name] = np.random.Generator(np.random.PCG64(sequence))
        return self._streams[name]
