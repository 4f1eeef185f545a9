"""The model registry: the one module that speaks to MLflow.

Models are logged as MLflow models whose data is the folder of text that `RiskModel.save` writes and whose loader is
this module, so that MLflow serves and stores them without a pickle. Aliases say which version counts.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from features.errors import FanpinError
from models import DEFAULT_MODEL
from models.risk_model import FACTS_FILE, ModelError, RiskModel

if TYPE_CHECKING:
    import pandas as pd
    from mlflow import MlflowClient

# MLflow reports its use to its makers unless told not to; nothing of fanpin speaks to the outside.
os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
os.environ.setdefault("DO_NOT_TRACK", "true")
os.environ.setdefault("MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR", "false")

CHAMPION = "champion"
DEFAULT_TRACKING = "sqlite:///var/mlflow.db"
REQUIREMENTS = ["lightgbm", "numpy", "polars"]
MODEL_FOLDER = "risk_model"


class RegistryError(FanpinError, RuntimeError):
    """The registry can't be reached or holds no such model; the message says what to do."""


def tracking_uri() -> str:
    """Where MLflow keeps runs and models: `MLFLOW_TRACKING_URI`, or a SQLite file beside the record store."""
    uri = os.environ.get("MLFLOW_TRACKING_URI", DEFAULT_TRACKING)
    if uri.startswith("sqlite:///"):
        Path(uri.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    return uri


def _mlflow() -> Any:
    import logging

    import mlflow

    logging.getLogger("mlflow").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    mlflow.set_tracking_uri(tracking_uri())
    mlflow.set_registry_uri(tracking_uri())
    return mlflow


def _client() -> MlflowClient:
    return _mlflow().MlflowClient()  # type: ignore[no-any-return]


def _experiment(mlflow: Any, name: str) -> str:
    """The MLflow experiment's id, made with artifacts beside a local database."""
    found = mlflow.get_experiment_by_name(name)
    if found is not None:
        return str(found.experiment_id)
    uri = tracking_uri()
    artifacts = None
    if uri.startswith("sqlite:///"):
        artifacts = (Path(uri.removeprefix("sqlite:///")).resolve().parent / "mlartifacts").as_uri()
    return str(mlflow.create_experiment(name, artifact_location=artifacts))


def log_and_register(
    model: RiskModel,
    *,
    experiment: str,
    parameters: Mapping[str, Any],
    metrics: Mapping[str, float],
    documents: Mapping[str, Any],
    figures: Mapping[str, Any],
) -> tuple[RiskModel, str]:
    """Log a training run with its model and register it as a new version.

    Args:
        experiment: MLflow experiment.
        documents: logged as `<name>.json`.
        figures: matplotlib figures by file name.

    Returns:
        The model with its version, and the run's id.
    """
    mlflow = _mlflow()
    from mlflow.models import ModelSignature
    from mlflow.types.schema import ColSpec, Schema

    signature = ModelSignature(
        inputs=Schema([ColSpec("double", name) for name in model.features]),
        outputs=Schema([ColSpec("double", "probability")]),
    )
    with (
        tempfile.TemporaryDirectory() as folder,
        mlflow.start_run(experiment_id=_experiment(mlflow, experiment)) as run,
    ):
        mlflow.log_params({key: str(value)[:500] for key, value in parameters.items()})
        mlflow.log_metrics(dict(metrics))
        for name, content in documents.items():
            mlflow.log_dict(content, f"{name}.json")
        for name, figure in figures.items():
            mlflow.log_figure(figure, name)
        model.save(Path(folder) / MODEL_FOLDER)
        with warnings.catch_warnings():
            # MLflow asks for example rows to infer a signature from; ours is explicit, and rows of households
            # have no place in a registry.
            warnings.filterwarnings("ignore", message=".*input example was not provided.*")
            logged = mlflow.pyfunc.log_model(
                name="model",
                loader_module="models.registry",
                data_path=str(Path(folder) / MODEL_FOLDER),
                signature=signature,
                pip_requirements=REQUIREMENTS,
                metadata={"fingerprint": model.fingerprint, "horizon_months": model.horizon_months},
            )
        run_id = str(run.info.run_id)
        return model.with_version(_register(mlflow, model.name, logged, run_id)), run_id


def _register(mlflow: Any, name: str, logged: Any, run_id: str) -> str:
    client = mlflow.MlflowClient()
    if not client.search_registered_models(filter_string=f"name = '{name}'"):
        client.create_registered_model(name)
    version = client.create_model_version(name, source=logged.model_uri, run_id=run_id, model_id=logged.model_id)
    return str(version.version)


def set_champion(name: str, version: str) -> None:
    """Make a version the one that scores."""
    _client().set_registered_model_alias(name, CHAMPION, version)


def load_version(name: str, alias_or_version: str = CHAMPION) -> RiskModel:
    """A registered model by alias or version number.

    Raises:
        RegistryError: no such model, or the registry can't be reached.
        ModelError: the model can't be used with this installation's features.
    """
    from mlflow.exceptions import MlflowException
    from sqlalchemy.exc import SQLAlchemyError

    try:
        mlflow = _mlflow()
        client = _client()
        found = (
            client.get_model_version(name, alias_or_version)
            if alias_or_version.isdigit()
            else client.get_model_version_by_alias(name, alias_or_version)
        )
        with tempfile.TemporaryDirectory() as folder:
            local = mlflow.artifacts.download_artifacts(artifact_uri=f"models:/{name}/{found.version}", dst_path=folder)
            # `data_path` keeps its own folder name under data/.
            return RiskModel.load(Path(local) / "data" / MODEL_FOLDER).with_version(str(found.version))
    except (MlflowException, SQLAlchemyError, OSError) as error:
        raise RegistryError(
            f"no model {name} ({alias_or_version}) in the registry at {_shown(tracking_uri())}: "
            f"{str(error).splitlines()[0][:300]}. Run `fanpin train` first, or set MLFLOW_TRACKING_URI."
        ) from error


def load_champion(name: str = DEFAULT_MODEL, *, copy: Path) -> RiskModel:
    """The champion, kept as a local copy too; the copy alone when the registry is down.

    Raises:
        ModelError: neither the registry nor the copy has a usable model.
    """
    try:
        model = load_version(name)
    except RegistryError as error:
        kept = RiskModel.load(copy) if (copy / FACTS_FILE).exists() else None
        if kept is None or kept.name != name:
            raise ModelError(str(error)) from error
        return kept
    new = copy.with_name(f".{copy.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    model.save(new)
    shutil.rmtree(copy, ignore_errors=True)
    new.rename(copy)
    return model


def _shown(uri: str) -> str:
    """An address without user and password."""
    scheme, found, rest = uri.partition("://")
    return f"{scheme}{found}{rest.rpartition('@')[2]}"


class _Served:
    """What MLflow calls: features in, probability out."""

    def __init__(self, model: RiskModel) -> None:
        self.model = model

    def predict(self, features: pd.DataFrame, params: Mapping[str, Any] | None = None) -> pd.Series[float]:  # noqa: ARG002
        """Probabilities of rows of features; unknown as NaN."""
        import pandas as pd

        frame = pl.from_pandas(features[list(self.model.features)])
        return pd.Series(self.model.probability(self.model.raw_score(frame)), index=features.index, name="probability")


def _load_pyfunc(path: str) -> _Served:
    """MLflow's entry for models whose loader is this module."""
    return _Served(RiskModel.load(Path(path)))
