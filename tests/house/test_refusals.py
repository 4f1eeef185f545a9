"""What a command refuses it says in Chinese first, then in English: whoever reads it may know only one of the two."""

from __future__ import annotations

import ast
import re

import pytest

from tests.house.repository import PACKAGES, modules, name

CHINESE = re.compile("[\u4e00-\u9fff]")
COMMAND_LINE = "FanpinError"


@pytest.fixture(scope="module")
def messages() -> list[tuple[str, int, str]]:
    """Where an error is made that a command line tells as a message: module, line, and what is written out."""
    texts = {name(path): path.read_text(encoding="utf-8") for path in modules(*PACKAGES)}
    nodes = {
        where: [one for one in ast.walk(ast.parse(text)) if isinstance(one, ast.ClassDef | ast.Call)]
        for where, text in texts.items()
        if "Error(" in text and not where.startswith(("tests/", "benchmarks/"))
    }
    classes = [one for found in nodes.values() for one in found if isinstance(one, ast.ClassDef)]
    errors = {COMMAND_LINE}
    while more := {one.name for one in classes if {last_name(base) for base in one.bases} & errors} - errors:
        errors |= more
    calls = ((where, one) for where, found in nodes.items() for one in found if isinstance(one, ast.Call))
    return [
        (where, one.lineno, written(one.args[0])) for where, one in calls if one.args and last_name(one.func) in errors
    ]


def last_name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def written(message: ast.expr) -> str:
    """The words that stand in the program, without what is put in."""
    parts = message.values if isinstance(message, ast.JoinedStr) else [message]
    return "".join(one.value for one in parts if isinstance(one, ast.Constant) and isinstance(one.value, str))


def test_every_refusal_that_is_written_out_says_it_in_chinese_first(messages: list[tuple[str, int, str]]) -> None:
    found = [(f"{where}:{line}", text) for where, line, text in messages if re.search("[A-Za-z]{2}", text)]
    assert len(found) > 100
    assert {at for at, text in found if not CHINESE.search(text.partition(" | ")[0])} == set()
