"""Steps on disk: each whole or not there, so that a kill at any moment leaves nothing half."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl

from features.disk import EXIT_STATUS, fault_at, fault_of, remove_unfinished, write_whole, write_whole_folder
from features.errors import FanpinError
from features.texts.unrepeated import read_json
from models.risk_model import ModelError, RiskModel

OnStep = Callable[[str, bool], None]
"""Told the name of a step as it begins, and whether it was found."""


class KeepingError(FanpinError, OSError):
    """A step can't be kept: no permission, or no room."""

    exit_status = EXIT_STATUS


class OnDisk:
    """The steps of one run, in a folder of their own.

    A step that was damaged on disk is made again: what can be made anew is no loss.
    """

    def __init__(self, folder: Path, on_step: OnStep = lambda _name, _done: None) -> None:
        self.folder, self.on_step = folder, on_step
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            # One retraining at a time writes here.
            remove_unfinished(folder)
        except OSError as error:
            raise _cannot(folder, error) from error

    def frame(self, name: str, make: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        path = self.folder / f"{name}.parquet"
        try:
            frame = pl.read_parquet(path)
        except (OSError, pl.exceptions.PolarsError):
            self.on_step(name, False)
            made = make()
            with _keeping_errors(path):
                write_whole(path, made.write_parquet)
            return made
        self.on_step(name, True)
        return frame

    def facts(self, name: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        path = self.folder / f"{name}.json"
        try:
            facts = read_json(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self.on_step(name, False)
            text = json.dumps(make(), ensure_ascii=False)
            with _keeping_errors(path):
                write_whole(path, text)
            # As it will be read again: tuples are lists from the first time on.
            return read_json(text)
        self.on_step(name, True)
        return facts

    def model(self, name: str, make: Callable[[], RiskModel]) -> RiskModel:
        path = self.folder / name
        try:
            model = RiskModel.load(path)
        except ModelError:
            self.on_step(name, False)
            made = make()
            with _keeping_errors(path):
                write_whole_folder(path, made.save)
            return RiskModel.load(path)
        self.on_step(name, True)
        return model

    def forget(self) -> None:
        """Delete the steps: they hold rows of households, and what remains of them is registered."""
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def _keeping_errors(path: Path) -> Iterator[None]:
    """What can't be written becomes a KeepingError."""
    try:
        yield
    except OSError as error:
        raise _cannot(path, error) from error


def _cannot(path: Path, error: Exception) -> KeepingError:
    fault = fault_of(error) or fault_at(path)
    zh, en = (fault.zh, fault.en) if fault else (str(error), str(error))
    return KeepingError(
        f"写不进 {path}（{zh}）：检查权限和磁盘空间后重新运行，已完成的步骤不会重做。 | {path} can't be written ({en}). Check "
        "its permissions and the disk, then run the same command again: what was done is not done again."
    )
