"""Runs on the disk: each a folder that is whole or not there, beside the records that it was made from.

    <store>/runs/fanpin-entry/2025-01-05-3f9c0a1b2c4d/   run.json and a Parquet file for each frame

The model is kept once for all runs that it made (`models.provenance.storage`).
Every file is told with its hash, so that a damaged run is never taken for what was given.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from features.disk import write_whole_folder
from features.disk.outputs import writable_folder
from features.errors import FanpinError
from features.records.store import RecordStore
from features.texts.unrepeated import read_json
from models.provenance import keep_model, kept_model
from models.provenance.storage import FOLDER, MODELS
from models.risk_model import RiskModel
from models.runs.made_from import MadeFrom
from models.runs.run import ADDED, FRAMES, Run

FACTS = "run.json"
LAST, BEFORE_LAST = "last", "previous"
DAY_SIGNS = len("2025-01-05")


class RunError(FanpinError, ValueError):
    """A run that is not there, or not as it was kept; the message says which there are and what to do."""


def keep_run(
    store: RecordStore,
    made_from: MadeFrom,
    model: RiskModel,
    kept_policy: Mapping[str, Any],
    rules: Mapping[str, Any],
    frames: Mapping[str, pl.DataFrame],
    answering: Mapping[str, Any],
) -> Run:
    """Keep a run, whole or not at all; one that is there already stays.

    Args:
        answering: as `models.runs.run.Run.kept_answering`.

    Raises:
        DiskError, OutputError: nothing can be written there.
    """
    folder = _folder_of(store, made_from.model) / made_from.id
    if not (folder / FACTS).exists():
        writable_folder(folder.parent)
        keep_model(store.path, model)
        write_whole_folder(folder, lambda to: _write(to, made_from, kept_policy, rules, frames, answering))
    return read_run(folder)


def read_run(folder: Path) -> Run:
    """A run of a folder. Raises RunError: it is damaged."""
    try:
        facts = read_json((folder / FACTS).read_text(encoding="utf-8"))
        made_from, files = MadeFrom.from_dict(facts["made_from"]), dict(facts["files"])
        frames = {_file(name) for name in FRAMES}
        if made_from.id != folder.name or set(files) | {_file(name) for name in ADDED} != frames:
            raise _damaged(folder)
        read = partial(_read, folder, files=files)
        return Run(folder, made_from, facts["policy"], facts["rules"], read, facts.get("answers"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(folder) from error


def model_of(store: RecordStore, made_from: MadeFrom) -> RiskModel:
    """The model of a run.

    Raises:
        RunError: it was removed.
        ModelError: it is damaged or another one, or this installation's features mean something else.
    """
    model = kept_model(store.path, made_from)
    if model is None:
        folder = store.path / FOLDER / MODELS / made_from.kept_as
        raise RunError(
            f"评分 {made_from.id} 所用的模型（{made_from.model} 第 {made_from.model_version} 版）已不在 {folder}：从备份恢复该文件夹后重试 | "
            f"the model of run {made_from.id} ({made_from.model} {made_from.model_version}) is gone from {folder}. Put the folder back from a "
            "backup and try again."
        )
    return model


def kept_runs(store: RecordStore, model: str) -> list[str]:
    """The names of a model's runs, by day; of one day in the order in which they were made."""
    files = _folder_of(store, model).glob(f"[0-9]*/{FACTS}")
    made = [(file.parent.name[:DAY_SIGNS], file.stat().st_mtime_ns, file.parent.name) for file in files]
    return [name for _, _, name in sorted(made)]


def find_run(store: RecordStore, model: str, name: str = LAST) -> Run:
    """A run by its name, the beginning of it, its day, `last`, or `previous`: the last of an earlier day.

    Raises:
        RunError: there is none of that name, or several begin so; the message names those that there are.
    """
    runs = kept_runs(store, model)
    if not runs:
        raise RunError(
            f"还没有保存的评分：先运行 `fanpin score` | no run of {model} is kept yet. Run `fanpin score` first."
        )
    named = [one for one in runs if one.startswith(name)]
    if name == LAST or len(name) == DAY_SIGNS:
        # Of several of one day the one that was made last.
        named = runs[-1:] if name == LAST else named[-1:]
    elif name == BEFORE_LAST:
        named = [one for one in runs if one[:DAY_SIGNS] < runs[-1][:DAY_SIGNS]][-1:]
    if len(named) == 1:
        return read_run(_folder_of(store, model) / named[0])
    some = "、".join(named or runs[-5:])
    if named:
        raise RunError(
            f"有 {len(named)} 次评分的编号以 {name} 开头：{some}，请写全 | {len(named)} runs begin with {name}: {', '.join(named)}. Write more of it."
        )
    raise RunError(
        f"没有编号为 {name} 的评分，最近的有：{some}；`fanpin runs` 列出全部 | there is no run {name}; the last are {', '.join(runs[-5:])}. `fanpin runs` "
        "lists all."
    )


def last_before(store: RecordStore, model: str, day: str) -> Run | None:
    """The last run of an earlier day whose list is the office's own: of everybody, at the policy's capacity."""
    for name in reversed(kept_runs(store, model)):
        if name[:DAY_SIGNS] < day:
            run = read_run(_folder_of(store, model) / name)
            if run.made_from.visits is None and not run.made_from.region:
                return run
    return None


def _folder_of(store: RecordStore, model: str) -> Path:
    return store.path / FOLDER / model


def _file(name: str) -> str:
    return f"{name}.parquet"


def _write(
    to: Path,
    made_from: MadeFrom,
    kept_policy: Mapping[str, Any],
    rules: Mapping[str, Any],
    frames: Mapping[str, pl.DataFrame],
    answering: Mapping[str, Any],
) -> None:
    for name in FRAMES:
        frames[name].write_parquet(to / _file(name))
    files = {_file(name): _hash(to / _file(name)) for name in FRAMES}
    facts = {
        "made_from": made_from.as_dict(),
        "answers": answering,
        "files": files,
        "rules": rules,
        "policy": kept_policy,
    }
    (to / FACTS).write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _read(folder: Path, name: str, files: Mapping[str, str]) -> pl.DataFrame:
    if name in ADDED and _file(name) not in files:
        return pl.DataFrame(schema=ADDED[name])
    try:
        content = (folder / _file(name)).read_bytes()
    except OSError as error:
        raise _damaged(folder) from error
    if hashlib.sha256(content).hexdigest() != files[_file(name)]:
        raise _damaged(folder)
    return pl.read_parquet(io.BytesIO(content))


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _damaged(folder: Path) -> RunError:
    return RunError(
        f"保存的评分 {folder} 已损坏，不能再当作当时给出的结果：从备份恢复，或重新运行 `fanpin score` | the kept run {folder} is damaged and no longer "
        "what was given. Put it back from a backup, or run `fanpin score` again."
    )
