"""The champion's local copy: what scores on days on which the registry can't be read.

    model/fanpin-entry.json              which folder counts, with the hash of each of its files
    model/fanpin-entry-3-5f1c0a9d2e71/   version 3, as `RiskModel.save` writes it

A version is written into a folder of its own beside the others and counts from the moment at which the small file that
names it is replaced. So a kill leaves the copy before, and a reader sees one version or the other, never half of each.
Writers keep each other out by a lock that the system lets go of when a process dies; readers need none.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from features.disk import locked, remove_unfinished, write_whole, write_whole_folder
from features.texts.unrepeated import read_json
from models import DEFAULT_MODEL
from models.risk_model import FACTS_FILE, ModelError, RiskModel

_TRIES = 5


@dataclass(frozen=True)
class Kept:
    """A usable copy.

    Attributes:
        confirmed_at: when the registry last said that this is the champion.
    """

    model: RiskModel
    confirmed_at: dt.datetime


def keep(model: RiskModel, copy: Path) -> None:
    """Make a model the copy that counts, and remove what counts no more.

    Raises:
        OSError: nothing can be written there. The copy before still counts.
    """
    copy.mkdir(parents=True, exist_ok=True)
    with locked(copy / ".lock"):
        remove_unfinished(copy)
        with tempfile.TemporaryDirectory() as made:
            written = Path(made) / model.name
            model.save(written)
            files = _hashes(written)
            folder = copy / f"{model.name}-{model.version}-{_digest(files)}"
            if not folder.is_dir() or _hashes(folder) != files:
                write_whole_folder(folder, lambda to: shutil.copytree(written, to, dirs_exist_ok=True))
        pointer = json.dumps({"folder": folder.name, "files": files}, indent=1) + "\n"
        write_whole(_pointer(copy, model.name), pointer)
        for other in copy.glob(f"{model.name}-*-*"):
            if other != folder and other.is_dir() and _model_in(other) == model.name:
                shutil.rmtree(other, ignore_errors=True)
        before = _folder_before(model.name, copy)
        if _model_in(before) == model.name:
            for file in (before / FACTS_FILE, *before.glob("trees-*.txt")):
                file.unlink(missing_ok=True)


def kept(name: str, copy: Path) -> Kept | None:
    """The copy that counts; None where there is none.

    Raises:
        ModelError: it is damaged, or made for other features than this installation has.
    """
    if not _pointer(copy, name).exists():
        return _kept_before(name, copy)
    for attempt in range(_TRIES):
        written = _pointer(copy, name).read_bytes()
        try:
            return _read(name, copy, written)
        except ModelError:
            # A writer may have replaced it and removed the folder since it was named.
            if attempt == _TRIES - 1 or _pointer(copy, name).read_bytes() == written:
                raise
    return None


def _read(name: str, copy: Path, written: bytes) -> Kept:
    damaged = ModelError(
        f"模型副本 {_pointer(copy, name)} 已损坏：删除它，登记处可用时会重新生成 | The local copy of the model, {_pointer(copy, name)}, is "
        "damaged. Delete it: it is made anew when the registry can be read."
    )
    try:
        pointer = read_json(written)
        folder, files = copy / str(pointer["folder"]), dict(pointer["files"])
        if folder.parent != copy or FACTS_FILE not in files or _hashes(folder) != files:
            raise damaged
        at = dt.datetime.fromtimestamp(_pointer(copy, name).stat().st_mtime, dt.UTC)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise damaged from error
    model = RiskModel.load(folder)
    if model.name != name:
        raise damaged
    return Kept(model, at)


def _kept_before(name: str, copy: Path) -> Kept | None:
    """A copy as it was kept before versions had folders of their own: one folder for each model, without hashes."""
    facts = _folder_before(name, copy) / FACTS_FILE
    if not facts.exists():
        return None
    model = RiskModel.load(facts.parent)
    at = dt.datetime.fromtimestamp(facts.stat().st_mtime, dt.UTC)
    return Kept(model, at) if model.name == name else None


def _folder_before(name: str, copy: Path) -> Path:
    return copy if name == DEFAULT_MODEL else copy.with_name(f"{copy.name}-{name}")


def _pointer(copy: Path, name: str) -> Path:
    return copy / f"{name}.json"


def _hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of each file by name."""
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}


def _digest(files: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()[:12]


def _model_in(folder: Path) -> str | None:
    """Whose folder it is: `fanpin-entry-…` may also begin the name of another model."""
    try:
        return str(read_json((folder / FACTS_FILE).read_text(encoding="utf-8"))["name"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
