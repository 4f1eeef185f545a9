"""The front door: every command has its place and its Chinese words, and what it prints is short enough to be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import typer
from rich.console import Console
from typer.testing import CliRunner

import fanpin
from features.cli import app as features_app
from features.deliveries.printing import print_deliveries
from features.intake.problems import IntakeError
from features.policy.listing import examples_counted, examples_listed
from features.records.importing import ImportRefusedError
from tests.drawn_tables import POLICY


@pytest.fixture(scope="module")
def mounted() -> list[str]:
    fanpin._mount()
    return list(fanpin.HELP)


def leaves() -> Iterator[str]:
    """Every command by its words."""

    def within(group: object, names: tuple[str, ...]) -> Iterator[str]:
        for command in group.registered_commands:  # type: ignore[attr-defined]
            yield " ".join((*names, command.name or command.callback.__name__))
        for one in group.registered_groups:  # type: ignore[attr-defined]
            deeper = (*names, one.name) if isinstance(one.name, str) else names
            if deeper != names:
                yield " ".join(deeper)
            yield from within(one.typer_instance, deeper)

    yield from within(fanpin.app, ())


def test_every_command_is_explained_and_nothing_else_is(mounted: list[str]) -> None:
    assert sorted(set(leaves())) == sorted(mounted)


def test_help_comes_in_three_groups_the_month_s_work_first_and_in_chinese_first(
    mounted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    told = CliRunner().invoke(fanpin.app, ["--help"]).output
    places = [told.index(f"─ {panel} ─") for panel in (fanpin.MONTHLY, fanpin.MODEL, fanpin.ASK)]
    assert places == sorted(places)
    for name, (_, zh) in fanpin.HELP.items():
        assert " " in name or f"{zh} | " in told, name
    assert "撤回一次交付" in CliRunner().invoke(fanpin.app, ["deliveries", "--help"]).output


def test_every_option_says_in_chinese_first_what_it_is_for(mounted: list[str]) -> None:
    def within(command: Any, words: str) -> Iterator[tuple[str, str]]:
        for one in command.params:
            yield f"{words} {one.name}", getattr(one, "help", None) or ""
        for name, below in getattr(command, "commands", {}).items():
            yield from within(below, f"{words} {name}")

    told = dict(within(typer.main.get_command(fanpin.app), "fanpin"))
    assert len(told) > 100
    english = {name for name, text in told.items() if text and not re.match(r"[^A-Za-z]*[\u4e00-\u9fff]", text)}
    assert english == set()


def test_a_terminal_is_told_of_examples_in_one_line_and_how_to_see_them() -> None:
    names = POLICY.examples()
    (line,) = examples_counted(POLICY, names)
    assert f"{len(names)}项政策数值是示例" in line
    assert "`fanpin policy`" in line
    assert len(line) < 250 < len("".join(examples_listed(POLICY, names)))
    assert examples_counted(POLICY, []) == []


def test_of_many_deliveries_the_last_are_listed_and_the_others_counted() -> None:
    row = {
        "known_date": "2024-01-05",
        "delivery_id": "d",
        "department": "",
        "withdrawn_on": None,
        "rows_read": 1,
        "rows_landed": 1,
        "rows_set_aside": 0,
    }
    taken = pl.DataFrame([{**row, "file": f"file-{number}.csv"} for number in range(30)])
    console = Console(record=True, width=200)
    print_deliveries(taken, console, at_most=20)
    told = console.export_text()
    assert "共 30 份文件，下面是最近 20 份；全部用 --all" in told
    assert ("file-9.csv" in told, "file-10.csv" in told) == (False, True)
    print_deliveries(taken, console)
    assert "file-9.csv" in console.export_text()


@pytest.mark.parametrize(("command", "error"), [(["intake"], IntakeError), (["records", "import"], ImportRefusedError)])
def test_a_folder_that_holds_nothing_leaves_no_store_behind(
    command: list[str], error: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FANPIN_DATA", str(tmp_path / "records"))
    (tmp_path / "letters").mkdir()
    with pytest.raises(error):
        CliRunner().invoke(features_app, [*command, str(tmp_path / "letters")], catch_exceptions=False)
    assert not (tmp_path / "records").exists()
