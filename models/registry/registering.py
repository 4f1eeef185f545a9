"""A training run and its model, into the registry."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from features.bilingual import Bilingual
from models.registry.tracking import experiment_id, explained, mlflow_here
from models.risk_model import RiskModel

REQUIREMENTS = ("fanpin", "lightgbm", "numpy", "polars")
"""What a logged model needs: fanpin holds its loader (`models.registry`)."""

MODEL_FOLDER = "risk_model"


def log_and_register(
    model: RiskModel,
    *,
    experiment: str,
    parameters: Mapping[str, Any],
    metrics: Mapping[str, float],
    documents: Mapping[str, Any],
    figures: Mapping[str, Any],
    texts: Mapping[str, str] | None = None,
    tags: Mapping[str, str] | None = None,
) -> tuple[RiskModel, str]:
    """Log a training run with its model and register it as a new version. No alias moves.

    Args:
        experiment: MLflow experiment.
        documents: logged as `<name>.json`: report, experiment, policy, card, a search's trials. No row of a household
            has a place here.
        figures: matplotlib figures by file name.
        texts: pages by file name, such as `card.zh.html`.
        tags: plain words that the version carries from its first moment on.

    Returns:
        The model with its version, and the run's id.

    Raises:
        RegistryError: the registry can't be reached.
    """
    with explained(
        Bilingual("本次训练存不进", "the run can't be kept"),
        Bilingual(
            "请把 MLFLOW_TRACKING_URI 设为能用的登记处，再重新训练",
            "Set MLFLOW_TRACKING_URI to a registry that can be reached, then train again.",
        ),
    ):
        mlflow = mlflow_here(make=True)
        with mlflow.start_run(experiment_id=experiment_id(mlflow, experiment)) as run:
            mlflow.log_params({key: str(value)[:500] for key, value in parameters.items()})
            mlflow.log_metrics(dict(metrics))
            for name, content in documents.items():
                mlflow.log_dict(content, f"{name}.json")
            for name, page in (texts or {}).items():
                mlflow.log_text(page, name)
            for name, figure in figures.items():
                mlflow.log_figure(figure, name)
            logged = _log_model(mlflow, model)
            run_id = str(run.info.run_id)
            return model.with_version(_register(mlflow, model.name, logged, run_id, tags)), run_id


def _log_model(mlflow: Any, model: RiskModel) -> Any:
    from mlflow.models import ModelSignature
    from mlflow.types.schema import ColSpec, Schema

    signature = ModelSignature(
        inputs=Schema([ColSpec("double", name) for name in model.features]),
        outputs=Schema([ColSpec("double", "probability")]),
    )
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        model.save(Path(folder) / MODEL_FOLDER)
        # MLflow asks for example rows to infer a signature from; ours is explicit, and rows of households
        # have no place in a registry.
        warnings.filterwarnings("ignore", message=".*input example was not provided.*")
        return mlflow.pyfunc.log_model(
            name="model",
            loader_module="models.registry",
            data_path=str(Path(folder) / MODEL_FOLDER),
            signature=signature,
            pip_requirements=[f"{package}=={metadata.version(package)}" for package in REQUIREMENTS],
            metadata={"fingerprint": model.fingerprint, "horizon_months": model.horizon_months},
        )


def _register(mlflow: Any, name: str, logged: Any, run_id: str, tags: Mapping[str, str] | None) -> str:
    client = mlflow.MlflowClient()
    if not client.search_registered_models(filter_string=f"name = '{name}'"):
        client.create_registered_model(name)
    version = client.create_model_version(
        name, source=logged.model_uri, run_id=run_id, model_id=logged.model_id, tags=dict(tags or {})
    )
    return str(version.version)
