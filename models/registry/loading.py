"""Models out of the registry, and the champion's local copy for days on which it is down."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from models import DEFAULT_MODEL
from models.registry.registering import MODEL_FOLDER
from models.registry.tracking import RegistryError, mlflow_here, told
from models.registry.versions import TRAIN_FIRST, Alias, version_of, version_with
from models.risk_model import FACTS_FILE, ModelError, RiskModel


def load_version(name: str, alias_or_number: str = Alias.CHAMPION) -> RiskModel:
    """A registered model by alias or version number.

    Raises:
        RegistryError: no such model, or the registry can't be reached.
        ModelError: the model can't be used with this installation's features.
    """
    number = version_of(name, alias_or_number).number
    with (
        told(f"no model {name} ({alias_or_number})", TRAIN_FIRST),
        tempfile.TemporaryDirectory() as folder,
    ):
        local = mlflow_here().artifacts.download_artifacts(artifact_uri=f"models:/{name}/{number}", dst_path=folder)
        # `data_path` keeps its own folder name under data/.
        return RiskModel.load(Path(local) / "data" / MODEL_FOLDER).with_version(number)


def load_champion(name: str = DEFAULT_MODEL, *, copy: Path) -> RiskModel:
    """The champion, kept as a local copy too; the copy alone when the registry is down.

    Args:
        copy: folder of the default model's copy; another model's copy lies beside it under its own name.

    Raises:
        ModelError: neither the registry nor the copy has a usable model.
    """
    if name != DEFAULT_MODEL:
        copy = copy.with_name(f"{copy.name}-{name}")
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


def load_challenger(name: str = DEFAULT_MODEL) -> RiskModel | None:
    """The challenger; None where there is none, or it is the champion itself.

    Raises:
        RegistryError: the registry can't be reached.
        ModelError: the challenger can't be used with this installation's features.
    """
    number = version_with(name, Alias.CHALLENGER)
    if number is None or number == version_with(name, Alias.CHAMPION):
        return None
    return load_version(name, number)
