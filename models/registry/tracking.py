"""Where MLflow is, and how its failures are told."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from features.bilingual import Bilingual
from features.disk import fault_of
from features.errors import FanpinError
from models.registry.places import ARTIFACTS, artifacts_folder, database_file, tracking_uri

if TYPE_CHECKING:
    from mlflow import MlflowClient

# MLflow reports its use to its makers unless told not to; nothing of fanpin speaks to the outside.
os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
os.environ.setdefault("DO_NOT_TRACK", "true")
os.environ.setdefault("MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR", "false")

_SERVERS = ("http", "https", "postgresql", "mysql", "mssql")
_SECONDS_TO_WAIT = 5.0
_TABLE = "registered_models"


class RegistryError(FanpinError, RuntimeError):
    """The registry can't be reached or holds no such model; the message says what to do."""


def has_registry() -> bool:
    """Whether there is something to read: False only where a local database was not made yet."""
    database = database_file(tracking_uri())
    return database is None or database.exists()


def require_registry() -> None:
    """Look whether the registry can be read, before MLflow is asked, which would make what is not there.

    Raises:
        RegistryError: the address is no registry's, or there is no database, a damaged one, or one that is held.
    """
    uri = tracking_uri()
    database = database_file(uri)
    if database is not None:
        _require_database(database)
    elif uri.partition(":")[0].partition("+")[0] not in _SERVERS or "://" not in uri:
        raise _no_registry(
            Bilingual("看不懂这个地址", "this is no address of a registry"),
            Bilingual(
                "MLFLOW_TRACKING_URI 要写成 sqlite:///目录/mlflow.db 或 http://主机:端口",
                "Write MLFLOW_TRACKING_URI as sqlite:///folder/mlflow.db or http://host:port",
            ),
        )


def _require_database(database: Path) -> None:
    check = Bilingual("检查 MLFLOW_TRACKING_URI", "Check MLFLOW_TRACKING_URI")
    restore = Bilingual("从备份恢复它和旁边的 mlartifacts", f"Put it and the {ARTIFACTS} beside it back from a backup")
    if not database.exists():
        train = Bilingual("；从未训练过则先运行 fanpin train", ", or run `fanpin train` first")
        raise _no_registry(Bilingual(f"没有文件 {database}", f"there is no file {database}"), check.and_also(train))
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", _SECONDS_TO_WAIT, uri=True)) as opened:
            known = opened.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (_TABLE,)).fetchone()
    except sqlite3.OperationalError as error:
        held = "locked" in str(error)
        wait = Bilingual("等占用它的程序结束后再试", "Try again when the program that holds it has ended")
        raise _no_registry(
            Bilingual("数据库被占用", "the database is locked")
            if held
            else Bilingual("打不开", f"it can't be opened ({error})"),
            wait if held else check,
        ) from error
    except sqlite3.DatabaseError as error:
        damaged = Bilingual("文件已损坏，或不是数据库", "the file is damaged, or no database")
        raise _no_registry(damaged, restore) from error
    if not known:
        empty = Bilingual("其中没有登记过模型的表", "it holds no tables of a registry")
        raise _no_registry(empty, check.and_also(Bilingual("，或", ", or ")).and_also(restore))


def _no_registry(why: Bilingual, to_do: Bilingual) -> RegistryError:
    uri = without_password(tracking_uri())
    return RegistryError(
        f"模型登记处 {uri} 不能用：{why.zh}。{to_do.zh}。 | The registry at {uri} can't be used: {why.en}. {to_do.en}."
    )


def mlflow_here(*, make: bool = False) -> Any:
    """MLflow, told where runs and models are.

    Args:
        make: make a local database where there is none; otherwise nothing is ever made.

    Raises:
        RegistryError: there is no registry to be read.
    """
    if not make or has_registry():
        require_registry()
    elif database := database_file(tracking_uri()):
        database.parent.mkdir(parents=True, exist_ok=True)

    import logging

    import mlflow

    from models.registry.artifacts import keep_beside_database

    logging.getLogger("mlflow").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    keep_beside_database()
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
    folder = artifacts_folder()
    artifacts = folder.as_uri() if folder else None
    return str(mlflow.create_experiment(name, artifact_location=artifacts))


@contextmanager
def explained(what: Bilingual, advice: Bilingual) -> Iterator[None]:
    """Failures of the registry as one sentence.

    Raises:
        RegistryError: whatever MLflow or its database raised.
    """
    from mlflow.exceptions import MlflowException
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except (MlflowException, SQLAlchemyError, OSError) as error:
        at, why = without_password(tracking_uri()), str(error).splitlines()[0][:300].rstrip(".")
        fault = fault_of(error)
        zh_why = f"，{fault.zh}" if fault else ""
        raise RegistryError(
            f"{what.zh}（模型登记处 {at}{zh_why}）：{advice.zh}。 | {what.en} in the registry at {at}: {why}. {advice.en}"
        ) from error


def without_password(uri: str) -> str:
    """An address without user and password."""
    scheme, found, rest = uri.partition("://")
    return f"{scheme}{found}{rest.rpartition('@')[2]}"
