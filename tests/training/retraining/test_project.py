"""`MLproject` calls commands that exist, with options that they take."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer
import yaml

import fanpin

ROOT = Path(__file__).parents[3]
ENTRY_POINTS = yaml.safe_load((ROOT / "MLproject").read_text(encoding="utf-8"))["entry_points"]


@pytest.fixture(scope="module")
def commands() -> dict[str, set[str]]:
    if len(fanpin.app.registered_groups) == 0:
        fanpin._mount()
    front = typer.main.get_command(fanpin.app)
    mounted = front.commands  # type: ignore[attr-defined]
    return {name: {option for one in command.params for option in one.opts} for name, command in mounted.items()}


@pytest.mark.parametrize("name", sorted(ENTRY_POINTS))
def test_an_entry_point_is_a_command_with_its_options(name: str, commands: dict[str, set[str]]) -> None:
    said = ENTRY_POINTS[name]["command"]
    called = re.match(r"python fanpin\.py ([a-z-]+)", said)
    assert called is not None
    assert set(re.findall(r"--[a-z-]+", said)) <= commands[called[1]]
    assert set(re.findall(r"\{(\w+)\}", said)) == set(ENTRY_POINTS[name]["parameters"])
    # MLflow refuses a default of type path that is not there yet.
    kinds = [one for one in ENTRY_POINTS[name]["parameters"].values() if isinstance(one, dict)]
    assert all(one["type"] == "string" for one in kinds)


def test_retraining_and_watching_are_entry_points() -> None:
    assert {"retrain", "watch"} <= set(ENTRY_POINTS)
