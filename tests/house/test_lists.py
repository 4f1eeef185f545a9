"""A list is cut at one door: whoever needs one takes it from there, and nobody looks behind it."""

from __future__ import annotations

import ast

import pytest

from tests.house.repository import PACKAGES, modules, name, tree

DOORS = {"models.lists", "models.reasons"}


def imported(module: ast.Module) -> set[str]:
    """The modules from which a file takes names."""
    return {node.module for node in ast.walk(module) if isinstance(node, ast.ImportFrom) and node.module}


@pytest.mark.parametrize("door", sorted(DOORS))
def test_nobody_takes_anything_from_behind_the_door(door: str) -> None:
    room = door.replace(".", "/")
    users = [path for path in modules(*PACKAGES) if not name(path).startswith(room)]
    behind = {name(path): {one for one in imported(tree(path)) if one.startswith(f"{door}.")} for path in users}
    assert {path for path, taken in behind.items() if taken} == set(), f"take it from {door}"
    assert sum(door in imported(tree(path)) for path in users) > 3


def test_everybody_who_gives_an_office_a_list_takes_it_from_the_door() -> None:
    """The list that was served was cut by a constant of the service, and was not the list that training measured."""
    cutting = {
        name(path)
        for path in modules(*PACKAGES)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom)
        and node.module == "models.lists"
        and {one.name for one in node.names} & {"issue", "issue_by_policy", "Lists"}
    }
    assert {path.split("/")[0] for path in cutting} == {"models", "service", "training"}
    assert {"models/runs/making.py", "models/score.py", "models/shadow/comparing.py"} <= cutting
    assert {"service/lists.py", "service/scored_days.py"} <= cutting
    assert {
        "training/lists/cutting.py",
        "training/lists/playing.py",
        "training/watching/seen.py",
        "training/truths/acting.py",
    } <= cutting
