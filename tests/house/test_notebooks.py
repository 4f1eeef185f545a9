"""Notebooks ask and show: a text and its pair, no outputs, no definitions, nothing about a person."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import jupytext
import pytest
from nbformat import NotebookNode

from tests.house.repository import ROOT, files, name

FOLDER = ROOT / "notebooks"
TEXTS = [path for path in files() if path.parent == FOLDER and path.suffix == ".py"]
PAIRED = [path for path in files() if path.suffix == ".ipynb"]

LIKE_A_CODE = re.compile(r"\d{11}[\dXx]*")
"""A phone number, an ID number, a household's or a village's code: eleven digits and more."""


def cells(notebook: NotebookNode) -> list[tuple[str, str]]:
    return [(cell.cell_type, cell.source) for cell in notebook.cells]


def test_there_are_five_and_each_is_a_pair() -> None:
    assert [path.stem[:2] for path in TEXTS] == ["01", "02", "03", "04", "05"]
    assert [path.with_suffix(".ipynb") for path in TEXTS] == PAIRED


@pytest.mark.parametrize("text", TEXTS, ids=name)
def test_a_pair_says_the_same_and_holds_no_output(text: Path) -> None:
    paired = jupytext.read(text.with_suffix(".ipynb"))
    assert cells(paired) == cells(jupytext.read(text)), "jupytext --to ipynb notebooks/*.py writes the pair anew"
    code = [cell for cell in paired.cells if cell.cell_type == "code"]
    assert not [cell.source for cell in code if cell.outputs or cell.execution_count is not None]


@pytest.mark.parametrize("text", TEXTS, ids=name)
def test_a_notebook_defines_nothing_and_names_nobody(text: Path) -> None:
    code = ast.parse(text.read_text(encoding="utf-8"))
    definitions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    assert not [node.lineno for node in ast.walk(code) if isinstance(node, definitions)]
    assert not LIKE_A_CODE.findall(text.read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", TEXTS, ids=name)
def test_every_question_is_asked_in_both_languages(text: Path) -> None:
    told = [cell.source for cell in jupytext.read(text).cells if cell.cell_type == "markdown"]
    headings = [line for source in told for line in source.splitlines() if line.startswith("#")]
    assert len(headings) > 1
    assert not [line for line in headings if not re.match(r"#+ .*[\u4e00-\u9fff].* \| .*[A-Za-z]", line)]
