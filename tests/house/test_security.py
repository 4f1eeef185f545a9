"""The page on security is true: every control names code and tests that exist, every threat is met, every control meets one."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from tests.house.repository import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
CODE = re.compile(r"`([^`]+)`")
OWNERS = {"fanpin", "安装", "县"}
CLAUSES = [f"8.1.{chapter}" for chapter in range(1, 11)]
"""The ten chapters of the common requirements of level 3, GB/T 22239-2019."""


def rows(beginning: str) -> list[list[str]]:
    """The rows of the page's tables whose first cell begins so."""
    lines = (line.strip("| ") for line in PAGE.splitlines() if line.startswith(f"| {beginning}"))
    return [[cell.strip() for cell in line.split(" | ")] for line in lines]


THREATS, CONTROLS = rows("T"), rows("C")


@cache
def names_in(file: str) -> set[str]:
    module = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in module.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control[0])
def test_a_control_names_its_code_and_a_test_that_exists(control: list[str]) -> None:
    number, words, code, held_by = control
    assert re.fullmatch(r"C\d\d", number)
    assert words
    places = CODE.findall(code)
    assert places
    assert [place for place in places if not (ROOT / place).exists()] == []
    tests = [test.partition("::") for test in CODE.findall(held_by)]
    assert tests
    for file, _, name in tests:
        assert (ROOT / file).is_file(), file
        assert name in names_in(file), f"{file} has no {name}"


def test_every_threat_is_met_and_every_control_meets_one() -> None:
    met = [control for threat in THREATS for control in threat[-1].split()]
    assert len(THREATS) >= 10
    assert all(len(threat) == 5 for threat in THREATS)
    assert set(met) == {control[0] for control in CONTROLS}
    assert len({control[0] for control in CONTROLS}) == len(CONTROLS)


def test_every_point_of_the_level_has_somebody_whose_it_is() -> None:
    points = rows("8.1")
    for chapter in CLAUSES:
        assert any(re.match(rf"{re.escape(chapter)}(?!\d)", point[0]) for point in points), chapter
    for clause, requirement, owners, where in points:
        assert requirement, clause
        assert where, clause
        assert set(owners.split(" + ")) <= OWNERS, clause
        if "fanpin" in owners:
            assert re.search(r"C\d\d", where), f"{clause}: by which control?"
    named = set(re.findall(r"\bC\d\d\b", " ".join(point[-1] for point in points)))
    assert named <= {control[0] for control in CONTROLS}
