"""The slow steps of a run, by name: made, or found where an earlier run of the same left them.

`run` asks for every slow step through `Steps`. `NotKept` makes it each time; `training.retraining` keeps each on disk, so that a
run that was killed goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import polars as pl

from models.risk_model import RiskModel


class Steps(Protocol):
    """Gives a step by its name, made by `make` where it is not there yet.

    What comes back is the same, value by value, whether it was just made or read again: `make` must be deterministic, and
    facts must be what JSON can hold.
    """

    def frame(self, name: str, make: Callable[[], pl.DataFrame]) -> pl.DataFrame: ...

    def facts(self, name: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]: ...

    def model(self, name: str, make: Callable[[], RiskModel]) -> RiskModel: ...


class NotKept:
    """Every step is made."""

    def frame(self, name: str, make: Callable[[], pl.DataFrame]) -> pl.DataFrame:  # noqa: ARG002 - kept nowhere
        return make()

    def facts(self, name: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:  # noqa: ARG002 - kept nowhere
        return make()

    def model(self, name: str, make: Callable[[], RiskModel]) -> RiskModel:  # noqa: ARG002 - kept nowhere
        return make()
