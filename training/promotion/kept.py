"""Predictions out of time, kept with the county's records so that a later version can be compared on the same rows.

They are rows of households, under their codes: they stay in the data folder and never go into the registry.
"""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl
import polars.selectors as cs

from features.records.store import RecordStore
from training.predictions import GROUP, IDENTITY, MODEL, PROBABILITY, score_column

FOLDER = "predictions"


def keep_predictions(store: RecordStore, name: str, version: str, predictions: pl.DataFrame) -> Path:
    """Keep the shipped method's predictions of a version, whole or not at all.

    Args:
        predictions: as `training.predictions.predictions` makes them; opponents' scores are left out.
    """
    path = _file(store, name, version)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.new")
    kept = predictions.select(*IDENTITY, cs.starts_with(GROUP), score_column(MODEL), PROBABILITY)
    kept.write_parquet(unfinished)
    unfinished.replace(path)
    return path


def kept_predictions(store: RecordStore, name: str, version: str) -> pl.DataFrame | None:
    """The predictions of a version; None where they were not kept here."""
    path = _file(store, name, version)
    return pl.read_parquet(path) if path.exists() else None


def _file(store: RecordStore, name: str, version: str) -> Path:
    return store.path / FOLDER / name / f"{version}.parquet"
