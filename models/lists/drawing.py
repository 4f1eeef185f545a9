"""Numbers drawn from a seed and a text: the same for the same seed, whoever else is there, so that a list can be made again."""

from __future__ import annotations

import hashlib

import numpy as np
import polars as pl

BELOW = 2.0**64
"""Drawn numbers lie from 0 to below it."""

DRAWN = "_tie"
"""The column of `with_tie`."""


def tie(text: str, seed: int) -> int:
    """The number of a household, or of any text."""
    return int.from_bytes(hashlib.blake2b(f"{seed}|{text}".encode(), digest_size=8).digest(), "big")


def with_tie(rows: pl.DataFrame, text: pl.Expr, seed: int) -> pl.DataFrame:
    """The rows in their order, with the number of each one's text."""
    asked = rows.select(text.alias("text"))
    texts = asked["text"].unique()
    drawn = pl.DataFrame({"text": texts, DRAWN: _ties(texts, seed)})
    return rows.hstack(asked.join(drawn, on="text", how="left", maintain_order="left").select(DRAWN))


def _ties(texts: pl.Series, seed: int) -> pl.Series:
    """`tie` of each; of a million in about a second."""
    begun = hashlib.blake2b(f"{seed}|".encode(), digest_size=8)
    digests = []
    for text in texts:
        digest = begun.copy()
        digest.update(text.encode())
        digests.append(digest.digest())
    return pl.Series(np.frombuffer(b"".join(digests), dtype=">u8").astype(np.uint64))
