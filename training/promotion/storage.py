"""Predictions out of time, kept with the county's records so that a later version can be compared on the same rows.

They are rows of households, under their codes: they stay in the data folder and never go into the registry.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl
import polars.selectors as cs

from features.disk import write_whole
from features.disk.outputs import writable_folder
from features.records.store import RecordStore
from training.predictions import GROUP, IDENTITY, MODEL, PROBABILITY, score_column

FOLDER = "predictions"


def keep_predictions(store: RecordStore, name: str, version: str, predictions: pl.DataFrame) -> Path:
    """Keep the shipped method's predictions of a version, whole or not at all.

    Args:
        predictions: as `training.predictions.predictions` makes them; opponents' scores are left out.

    Raises:
        OutputError, DiskError: they cannot be kept.
    """
    path = _file(store, name, version)
    writable_folder(path.parent)
    kept = predictions.select(*IDENTITY, cs.starts_with(GROUP), score_column(MODEL), PROBABILITY)
    write_whole(path, kept.write_parquet)
    return path


def kept_predictions(store: RecordStore, name: str, version: str) -> pl.DataFrame | None:
    """The predictions of a version; None where they were not kept here."""
    path = _file(store, name, version)
    return pl.read_parquet(path) if path.exists() else None


def _file(store: RecordStore, name: str, version: str) -> Path:
    return store.path / FOLDER / name / f"{version}.parquet"
