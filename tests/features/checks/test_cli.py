"""`fanpin checks` as a person reads it."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from features.checks.registry import NoSuchCheckError, checks
from features.cli import app


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")


def test_the_list_names_every_check_once_with_theme_and_both_languages() -> None:
    listed = CliRunner().invoke(app, ["checks"])
    assert listed.exit_code == 0
    for one in checks().values():
        assert listed.output.count(f" {one.id} ") == 1
        assert one.zh in listed.output
        assert one.theme.zh in listed.output


def test_one_check_is_told_with_its_threshold_of_the_day_its_source_and_what_to_do() -> None:
    shown = CliRunner().invoke(app, ["checks", "show", "below_line_not_monitored", "--as-of", "2023-12-31"])
    assert shown.exit_code == 0
    one = checks()["below_line_not_monitored"]
    for part in (one.zh, one.en, one.fix_zh, one.why_zh, "7500", "待核实情况", "2020-01-01"):
        assert part in shown.output
    later = CliRunner().invoke(app, ["checks", "show", "below_line_not_monitored", "--as-of", "2024-01-01"])
    assert "8500" in later.output


def test_a_check_that_does_not_exist_says_where_they_are_listed() -> None:
    answer = CliRunner().invoke(app, ["checks", "show", "conjured"])
    assert isinstance(answer.exception, NoSuchCheckError)
    assert "fanpin checks" in str(answer.exception)
