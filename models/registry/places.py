"""Where runs, models and their files lie: the address of the registry, and the folder beside a local one."""

from __future__ import annotations

import os
from pathlib import Path

DEFAULT_TRACKING = "sqlite:///var/mlflow.db"
ARTIFACTS = "mlartifacts"
"""Folder beside a local database that holds the files of its runs and models."""

_SQLITE = "sqlite:///"


def tracking_uri() -> str:
    """Where MLflow keeps runs and models: `MLFLOW_TRACKING_URI`, or a SQLite file beside the record store."""
    return os.environ.get("MLFLOW_TRACKING_URI") or DEFAULT_TRACKING


def database_file(uri: str) -> Path | None:
    """The file of a local database; None where a server keeps it."""
    return Path(uri.removeprefix(_SQLITE).partition("?")[0]) if uri.startswith(_SQLITE) else None


def artifacts_folder() -> Path | None:
    """Where a local database's files lie; None where a server keeps them."""
    database = database_file(tracking_uri())
    return database.resolve().parent / ARTIFACTS if database else None
