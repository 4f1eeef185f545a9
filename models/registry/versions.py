"""Versions of a registered model: their aliases, tags and documents."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from features.bilingual import Bilingual
from features.texts.unrepeated import read_json
from features.vocabulary import Labelled
from models.registry.tracking import RegistryError, client, explained, mlflow_here

TRAIN_FIRST = Bilingual(
    "先运行 fanpin train，再运行 fanpin promote，或设置 MLFLOW_TRACKING_URI；版本要写号码，模型名用 --model",
    "Run `fanpin train` first, then `fanpin promote`, or set MLFLOW_TRACKING_URI; a version is given by its number, a model's name by "
    "--model.",
)
REACHABLE = Bilingual(
    "请把 MLFLOW_TRACKING_URI 设为能用的登记处", "Set MLFLOW_TRACKING_URI to a registry that can be reached."
)
UNCHANGED = Bilingual("什么都没有改动", "Nothing was changed.")
AGAIN = Bilingual("请重新运行同一条命令", "Run the command again.")


class Alias(Labelled):
    """Which version counts, and for what."""

    CHAMPION = "champion", "现用模型", "the version that scores"
    CHALLENGER = "challenger", "候选模型", "the version that scores in the champion's shadow"
    PREVIOUS = "previous", "上一任模型", "the version that was champion before"


@dataclass(frozen=True)
class Version:
    """A registered version.

    Attributes:
        run_id: of the MLflow run that made it.
        aliases: sorted.
        tags: plain words, such as who promoted it.
        made_at: when it was registered, in UTC.
    """

    name: str
    number: str
    run_id: str
    aliases: tuple[str, ...]
    tags: Mapping[str, str]
    made_at: dt.datetime


def version_of(name: str, alias_or_number: str) -> Version:
    """A version by alias or number.

    Raises:
        RegistryError: no such version, or the registry can't be reached.
    """
    with explained(
        Bilingual(f"没有模型 {name}（{alias_or_number}）", f"no model {name} ({alias_or_number})"), TRAIN_FIRST
    ):
        if alias_or_number.isdigit():
            # Asked for by alias MLflow leaves the other aliases out, so both ways end here.
            number = alias_or_number
        else:
            number = str(client().get_model_version_by_alias(name, alias_or_number).version)
        return _version(client().get_model_version(name, number))


def version_with(name: str, alias: Alias) -> str | None:
    """The number of the version that an alias points at; None where it points at none, or nothing has that name.

    Raises:
        RegistryError: the registry can't be reached.
    """
    with explained(Bilingual(f"读不出 {name} 的现用、候选标记", f"no aliases of {name} can be read"), REACHABLE):
        found = client().search_registered_models(filter_string=f"name = '{name}'")
        return str(found[0].aliases[alias.value]) if found and alias.value in found[0].aliases else None


def versions(name: str) -> list[Version]:
    """Every version of a model, oldest first.

    Raises:
        RegistryError: the registry can't be reached.
    """
    return [version_of(name, number) for number in numbers(name)]


def numbers(name: str) -> list[str]:
    """The numbers of every version of a model, oldest first; none where nothing has that name.

    Raises:
        RegistryError: the registry can't be reached.
    """
    with explained(Bilingual(f"读不出 {name} 的各个版本", f"no versions of {name} can be read"), REACHABLE):
        known = client().search_model_versions(f"name = '{name}'")
        return [str(number) for number in sorted(int(each.version) for each in known)]


def set_alias(name: str, alias: Alias, number: str) -> None:
    """Point an alias at a version. The champion's is moved by promotion alone (`models.promotions`).

    Raises:
        RegistryError: no such version, or the registry can't be reached.
    """
    with explained(
        Bilingual(f"{name} 的{alias.zh}不能改为第 {number} 版", f"{alias} of {name} can't become version {number}"),
        UNCHANGED,
    ):
        client().set_registered_model_alias(name, alias.value, number)


def without_alias(name: str, alias: Alias) -> None:
    """Take an alias away; there need be none.

    Raises:
        RegistryError: the registry can't be reached.
    """
    if version_with(name, alias) is None:
        return
    with explained(Bilingual(f"{name} 的{alias.zh}标记不能取消", f"{alias} of {name} can't be taken away"), UNCHANGED):
        client().delete_registered_model_alias(name, alias.value)


def set_tags(name: str, number: str, tags: Mapping[str, str]) -> None:
    """Keep plain words with a version.

    Raises:
        RegistryError: no such version, or the registry can't be reached.
    """
    with explained(
        Bilingual(f"{name} 第 {number} 版的标签写不进", f"version {number} of {name} can't be tagged"), AGAIN
    ):
        for key, value in tags.items():
            client().set_model_version_tag(name, number, key, value)


def set_model_tags(name: str, tags: Mapping[str, str]) -> None:
    """Keep plain words with a registered model as a whole.

    Raises:
        RegistryError: no such model, or the registry can't be reached.
    """
    with explained(Bilingual(f"{name} 的标签写不进", f"{name} can't be tagged"), AGAIN):
        for key, value in tags.items():
            client().set_registered_model_tag(name, key, value)


def model_tags(name: str) -> dict[str, str]:
    """The words kept with a registered model; none where nothing has that name.

    Raises:
        RegistryError: the registry can't be reached.
    """
    with explained(Bilingual(f"读不出 {name} 的标签", f"no tags of {name} can be read"), REACHABLE):
        found = client().search_registered_models(filter_string=f"name = '{name}'")
        return dict(found[0].tags or {}) if found else {}


def log_documents(name: str, number: str, documents: Mapping[str, Any], texts: Mapping[str, str] | None = None) -> None:
    """Keep more documents with the run that made a version: those that tell its number, such as the card.

    Args:
        documents: by name, kept as `<name>.json`.
        texts: by file name.

    Raises:
        RegistryError: no such version, or the registry can't be reached.
    """
    run = version_of(name, number).run_id
    with explained(
        Bilingual(f"{name} 第 {number} 版的文件存不进", f"documents of {name} {number} can't be kept"), AGAIN
    ):
        for document_name, content in documents.items():
            client().log_dict(run, dict(content), f"{document_name}.json")
        for file, page in (texts or {}).items():
            client().log_text(run, page, file)


def log_metrics(name: str, number: str, metrics: Mapping[str, float], step: int) -> None:
    """Keep figures of a later day with the run that made a version.

    Args:
        step: orders the days; the same step again is written beside, not over.

    Raises:
        RegistryError: no such version, or the registry can't be reached.
    """
    run = version_of(name, number).run_id
    with explained(Bilingual(f"{name} 第 {number} 版的指标存不进", f"figures of {name} {number} can't be kept"), AGAIN):
        for metric, value in metrics.items():
            client().log_metric(run, metric, value, step=step)


def document(name: str, alias_or_number: str, document_name: str) -> Any:
    """A document of the run that made a version: `report`, `experiment`, `policy`, `card`.

    Raises:
        RegistryError: no such version or document, or the registry can't be reached.
    """
    try:
        return read_json(text(name, alias_or_number, f"{document_name}.json"))
    except ValueError as error:
        raise RegistryError(
            f"{name} {alias_or_number}：{document_name}.json 无法读取，请重新训练 | {document_name}.json of {name} {alias_or_number} "
            f"can't be read. Train again to have it written. ({error})"
        ) from error


def text(name: str, alias_or_number: str, file: str) -> str:
    """A text file of the run that made a version.

    Raises:
        RegistryError: no such version or file, or the registry can't be reached.
    """
    run = version_of(name, alias_or_number).run_id
    with (
        explained(
            Bilingual(f"没有 {name} 第 {alias_or_number} 版的 {file}", f"no {file} of {name} {alias_or_number}"),
            Bilingual("请重新训练以写出它", "Train again to have it written."),
        ),
        tempfile.TemporaryDirectory() as folder,
    ):
        local = mlflow_here().artifacts.download_artifacts(run_id=run, artifact_path=file, dst_path=folder)
        return Path(local).read_text(encoding="utf-8")


def _version(known: Any) -> Version:
    return Version(
        known.name,
        str(known.version),
        str(known.run_id),
        tuple(sorted(known.aliases)),
        dict(known.tags or {}),
        dt.datetime.fromtimestamp(known.creation_timestamp / 1000, dt.UTC),
    )
