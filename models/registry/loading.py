"""Models out of the registry, and the champion's local copy for days on which it can't be read."""

from __future__ import annotations

import datetime as dt
import logging
import tempfile
from dataclasses import dataclass
from pathlib import Path

from features.bilingual import Bilingual
from models import DEFAULT_MODEL
from models.registry.local_copy import keep, kept
from models.registry.patience import briefly
from models.registry.places import ARTIFACTS, tracking_uri
from models.registry.registering import MODEL_FOLDER
from models.registry.tracking import RegistryError, client, explained, mlflow_here, without_password
from models.registry.versions import TRAIN_FIRST, Alias, version_of, version_with
from models.risk_model import ModelError, RiskModel

log = logging.getLogger("fanpin.registry")


@dataclass(frozen=True)
class Champion:
    """The model that scores, and where it came from.

    Attributes:
        copied_at: when the registry last confirmed the local copy that stands in for it; None where the registry itself
            gave the model.
        why_copy: why the registry could not; the address stands in it, so it is for the log and the command line.
    """

    model: RiskModel
    copied_at: dt.datetime | None = None
    why_copy: str | None = None

    @property
    def notice(self) -> Bilingual | None:
        """What anybody may read about it; None where the registry gave the model."""
        if self.copied_at is None:
            return None
        at = f"{self.copied_at:%Y-%m-%d %H:%M} UTC"
        return Bilingual(
            f"模型登记处读不出，正在使用第 {self.model.version} 版的本地副本（登记处最近确认于 {at}）；之后的上线或回退不在其中",
            f"the model registry can't be read; version {self.model.version} scores from its local copy, which the registry last "
            f"confirmed on {at}; a promotion or rollback since then is not in it",
        )


def load_version(name: str, alias_or_number: str = Alias.CHAMPION) -> RiskModel:
    """A registered model by alias or version number.

    Raises:
        RegistryError: no such model, the registry can't be reached, or it lost the model's files.
        ModelError: the model can't be used with this installation's features.
    """
    from models.registry.artifacts import local_folder

    number = version_of(name, alias_or_number).number
    with explained(
        Bilingual(f"没有模型 {name}（{alias_or_number}）", f"no model {name} ({alias_or_number})"), TRAIN_FIRST
    ):
        folder = local_folder(str(client().get_model_version_download_uri(name, number)))
        if folder is not None:
            return _saved(folder, name, number)
        with tempfile.TemporaryDirectory() as downloads:
            local = mlflow_here().artifacts.download_artifacts(
                artifact_uri=f"models:/{name}/{number}", dst_path=downloads
            )
            return _saved(Path(local), name, number)


def _saved(logged: Path, name: str, number: str) -> RiskModel:
    # `data_path` keeps its own folder name under data/.
    folder = logged / "data" / MODEL_FOLDER
    if not folder.is_dir():
        raise RegistryError(
            f"模型 {name} 第 {number} 版已登记，但文件不在 {logged}：把 {ARTIFACTS} 连同数据库一起移动，或从备份恢复 | Version {number} of {name} "
            f"is registered at {without_password(tracking_uri())}, but its files are not in {logged}. Move {ARTIFACTS} together with the "
            "database, or put it back from a backup."
        )
    return RiskModel.load(folder).with_version(number)


def champion_or_copy(name: str = DEFAULT_MODEL, *, copy: Path) -> Champion:
    """The champion, kept as a local copy too; the copy alone when the registry can't be read, which is not tried for long.

    Args:
        copy: folder of the copies.

    Raises:
        ModelError: neither the registry nor the copy has a usable model.
    """
    try:
        with briefly():
            model = load_version(name)
    except RegistryError as error:
        try:
            local = kept(name, copy)
        except ModelError as damaged:
            raise ModelError(f"{error}\n{damaged}") from error
        if local is None:
            raise ModelError(str(error)) from error
        return Champion(local.model, local.confirmed_at, str(error))
    try:
        keep(model, copy)
    except OSError as error:
        log.warning(
            "模型副本写不进 %s（%s）：登记处不能用时将没有最新副本 | the local copy of the model can't be kept in %s (%s): none of this version "
            "will stand in for the registry",
            copy,
            error.strerror,
            copy,
            error.strerror,
        )
    return Champion(model)


def load_champion(name: str = DEFAULT_MODEL, *, copy: Path) -> RiskModel:
    """As `champion_or_copy`, which model alone; that a copy stands in is logged as a warning.

    Raises:
        ModelError: neither the registry nor the copy has a usable model.
    """
    found = champion_or_copy(name, copy=copy)
    if found.notice is not None:
        log.warning("%s (%s)", found.notice, found.why_copy)
    return found.model


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
