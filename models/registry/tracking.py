"""Where MLflow is, and how its failures are told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from features.errors import FanpinError

if TYPE_CHECKING:
    from mlflow import MlflowClient

# MLflow reports its use to its makers unless told not to; nothing of fanpin speaks to the outside.
os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
os.environ.setdefault("DO_NOT_TRACK", "true")
os.environ.setdefault("MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR", "false")

DEFAULT_TRACKING = "sqlite:///var/mlflow.db"
_SQLITE = "sqlite:///"


class RegistryError(FanpinError, RuntimeError):
    """The registry can't be reached or holds no such model; the message says what to do."""


def tracking_uri() -> str:
    """Where MLflow keeps runs and models: `MLFLOW_TRACKING_URI`, or a SQLite file beside the record store."""
    uri = os.environ.get("MLFLOW_TRACKING_URI", DEFAULT_TRACKING)
    if database := database_file(uri):
        database.parent.mkdir(parents=True, exist_ok=True)
    return uri


def database_file(uri: str) -> Path | None:
    """The file of a local database; None where a server keeps it."""
    return Path(uri.removeprefix(_SQLITE)) if uri.startswith(_SQLITE) else None


def mlflow_here() -> Any:
    """MLflow, told where runs and models are."""
    import logging

    import mlflow

    logging.getLogger("mlflow").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    mlflow.set_tracking_uri(tracking_uri())
    mlflow.set_registry_uri(tracking_uri())
    return mlflow


def client() -> MlflowClient:
    return mlflow_here().MlflowClient()  # type: ignore[no-any-return]


def experiment_id(mlflow: Any, name: str) -> str:
    """The MLflow experiment's id, made with artifacts beside a local database; a server keeps them where it was told."""
    found = mlflow.get_experiment_by_name(name)
    if found is not None:
        return str(found.experiment_id)
    database = database_file(tracking_uri())
    artifacts = (database.resolve().parent / "mlartifacts").as_uri() if database else None
    return str(mlflow.create_experiment(name, artifact_location=artifacts))


@contextmanager
def told(what: str, advice: str) -> Iterator[None]:
    """Failures of the registry as one sentence.

    Raises:
        RegistryError: whatever MLflow or its database raised.
    """
    from mlflow.exceptions import MlflowException
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except (MlflowException, SQLAlchemyError, OSError) as error:
        raise RegistryError(
            f"{what} in the registry at {without_password(tracking_uri())}: "
            f"{str(error).splitlines()[0][:300]}. {advice}"
        ) from error


def without_password(uri: str) -> str:
    """An address without user and password."""
    scheme, found, rest = uri.partition("://")
    return f"{scheme}{found}{rest.rpartition('@')[2]}"
