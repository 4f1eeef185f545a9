"""Steps on disk: each whole or not there, so that a kill at any moment leaves nothing half."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from features.disk import EXIT_STATUS, fault_at, fault_of
from features.errors import FanpinError
from features.unrepeated import read_json
from models.risk_model import ModelError, RiskModel

Said = Callable[[str, bool], None]
"""Told the name of a step as it begins, and whether it was found."""


class KeepingError(FanpinError, OSError):
    """A step can't be kept: no permission, or no room."""

    exit_status = EXIT_STATUS


class OnDisk:
    """The steps of one run, in a folder of their own.

    A step that was damaged on disk is made again: what can be made anew is no loss.
    """

    def __init__(self, folder: Path, said: Said = lambda _name, _found: None) -> None:
        self.folder, self.said = folder, said
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise _cannot(folder, error) from error

    def frame(self, name: str, make: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        path = self.folder / f"{name}.parquet"
        try:
            found = pl.read_parquet(path)
        except (OSError, pl.exceptions.PolarsError):
            self.said(name, False)
            made = make()
            self._put(path, made.write_parquet)
            return made
        self.said(name, True)
        return found

    def facts(self, name: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        path = self.folder / f"{name}.json"
        try:
            found = read_json(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self.said(name, False)
            text = json.dumps(make(), ensure_ascii=False)
            self._put(path, lambda unfinished: unfinished.write_text(text, encoding="utf-8"))
            # As it will be read again: tuples are lists from the first time on.
            return read_json(text)
        self.said(name, True)
        return found

    def model(self, name: str, make: Callable[[], RiskModel]) -> RiskModel:
        path = self.folder / name
        try:
            found = RiskModel.load(path)
        except ModelError:
            self.said(name, False)
            made = make()
            self._put(path, made.save)
            return RiskModel.load(path)
        self.said(name, True)
        return found

    def forget(self) -> None:
        """Delete the steps: they hold rows of households, and what remains of them is registered."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _put(self, path: Path, write: Callable[[Path], object]) -> None:
        unfinished = path.with_name(f".{path.name}.new")
        try:
            _remove(unfinished)
            write(unfinished)
            _remove(path)
            os.replace(unfinished, path)  # noqa: PTH105 - a folder too
        except Exception as error:
            # Polars tells of a full disk by an error of its own.
            if (fault_of(error) or fault_at(path)) is None and not isinstance(error, OSError):
                raise
            raise _cannot(path, error) from error


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _cannot(path: Path, error: Exception) -> KeepingError:
    fault = fault_of(error) or fault_at(path)
    zh, en = (fault.zh, fault.en) if fault else (str(error), str(error))
    return KeepingError(
        f"写不进 {path}（{zh}）：检查权限和磁盘空间后重新运行，已完成的步骤不会重做。 | {path} can't be written ({en}). Check "
        "its permissions and the disk, then run the same command again: what was done is not done again."
    )
