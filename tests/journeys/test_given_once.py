"""An option given twice: of two days the last would count, and nobody would know."""

from __future__ import annotations

import pytest
import typer
from typer.testing import CliRunner

import fanpin
from fanpin import GroupOncePerOption, OncePerOption


@pytest.fixture(scope="module")
def app() -> typer.Typer:
    if not fanpin.app.registered_groups:
        fanpin._mount()
    return fanpin.app


TWICE = {
    "two days": ["gaps", "--as-of", "2024-01-05", "--as-of", "2024-01-06"],
    "a day with and without =": [
        "deliveries",
        "withdraw",
        "x",
        "--on=2024-01-05",
        "--on",
        "2024-01-06",
        "--reason",
        "r",
    ],
    "before a group's commands": ["deliveries", "--set-aside", "a.csv", "--set-aside", "b.csv"],
    "two regions": ["findings", "--region", "990101", "--region", "990102", "--out", "x.xlsx"],
}


@pytest.mark.parametrize("case", TWICE)
def test_an_option_given_twice_is_refused(app: typer.Typer, case: str) -> None:
    done = CliRunner().invoke(app, TWICE[case])
    assert done.exit_code == 2
    assert "不止一次" in done.output


def test_every_command_minds_it(app: typer.Typer) -> None:
    def groups(group: typer.Typer) -> list[typer.Typer]:
        inside = [mounted for mounted in group.registered_groups if mounted.typer_instance]
        assert all(mounted.cls is GroupOncePerOption for mounted in inside if isinstance(mounted.name, str))
        return [
            group,
            *(each for mounted in inside if mounted.typer_instance for each in groups(mounted.typer_instance)),
        ]

    commands = [command for group in groups(app) for command in group.registered_commands]
    assert len(commands) > 30
    assert all(command.cls is OncePerOption for command in commands if command.name != "demo")
