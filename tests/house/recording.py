"""Stories of the tests, told while their questions are written down: which rows were drawn, what was asked, what was answered.

A story here is a test function that draws rows (`tests.drawn_tables.drawn`) and asks for features (`value`) or measures
(`measured`), or draws scores and asks for their list (`tests.models.lists.drawn_lists.listed`). It is run as the tests run it, so
what is written down is what its assertions held. Other stories are only read.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import polars as pl

from models.lists import Capacity, Rules
from tests.house.repository import ROOT
from tests.models.lists.drawn_lists import Table
from tests.models.lists.drawn_lists import table as cells_of

ASKS = ("drawn", "value", "measured", "listed")
"""The functions by which stories draw and ask."""

COMMENT = re.compile(r"\s# (.*)$")


@dataclass(frozen=True)
class Rows:
    """Drawn rows of a record table, as text; an empty cell is unknown."""

    table: str
    header: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Question:
    """One question of a story: of which rows, what, on which day; the answer, and the remark beside it."""

    given: tuple[Rows, ...]
    what: str
    as_of: str
    household: str
    answer: float | None
    remark: str


@dataclass(frozen=True)
class OfficeList:
    """A list that a story asked for: of which scores, by which rules, what was `known` before by its name; and the list."""

    scores: Table
    rules: Rules
    known: dict[str, Table]
    answer: Table


@dataclass(frozen=True)
class Case:
    """One run of a story: what its parameters are, the remark beside them, and what it asked."""

    arguments: dict[str, Any]
    remark: str
    questions: tuple[Question, ...] = ()
    lists: tuple[OfficeList, ...] = ()


@dataclass(frozen=True)
class Story:
    """A test function: its name, what it says of itself, its body as written, its runs, and what the functions that it
    calls beside them say of themselves, by name with arguments.
    """

    name: str
    docstring: str
    body: str
    helpers: dict[str, str]
    cases: tuple[Case, ...]

    @property
    def sentence(self) -> str:
        words = self.name.removeprefix("test_").replace("_s_", "'s ").replace("_", " ")
        return words[0].upper() + words[1:]


@dataclass
class Source:
    """The text of a module of tests."""

    path: Path
    text: str = field(init=False)

    def __post_init__(self) -> None:
        self.text = self.path.read_text(encoding="utf-8")

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    def functions(self) -> list[ast.FunctionDef]:
        return [node for node in self.tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]

    def remark(self, line: int) -> str:
        """The comment at the end of a line, counted from 1."""
        comment = COMMENT.search(self.lines[line - 1])
        return comment[1] if comment else ""

    def body(self, function: ast.FunctionDef) -> str:
        """The statements of a function as written, with the comments above them, without its docstring."""
        head = function.returns.end_lineno if function.returns else function.lineno
        before = function.body[0].end_lineno if ast.get_docstring(function) else head
        return inspect.cleandoc("\n" + "\n".join(self.lines[before or 0 : function.body[-1].end_lineno]))

    def helpers(self, function: ast.FunctionDef) -> dict[str, str]:
        """What the module's own functions that are called say of themselves, by name with arguments."""
        called = {ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}
        own = [node for node in self.tree.body if isinstance(node, ast.FunctionDef) and node.name in called]
        return {f"{node.name}({ast.unparse(node.args)})": says for node in own if (says := ast.get_docstring(node))}

    def remarks_of(self, decorator: ast.expr) -> list[str]:
        """The comments beside the cases of a `parametrize`, one for each; empty where there are none."""
        values = decorator.args[1] if isinstance(decorator, ast.Call) and len(decorator.args) > 1 else None
        if isinstance(values, ast.Name):
            values = next(
                (
                    node.value
                    for node in self.tree.body
                    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == values.id
                ),
                None,
            )
        if not isinstance(values, ast.List):
            return []
        ends = [case.end_lineno or 0 for case in values.elts]
        return [self.remark(end) if ends.count(end) == 1 else "" for end in ends]

    def measure_at(self, line: int) -> str:
        """The measure that is asked for by the call of `measured` on a line, as written.

        Raises:
            ValueError: several are asked for on the line, or none.
        """
        measures = {
            ast.unparse(node.args[0])
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "measured" and node.lineno == line
        }
        if len(measures) != 1:
            raise ValueError(f"{self.path.name}:{line}: a story asks for one measure on a line, not {len(measures)}")
        return measures.pop()


class Recorder:
    """Stands in for the functions by which a module of tests draws and asks, and writes down what they are asked."""

    def __init__(self, module: ModuleType, source: Source) -> None:
        self._module, self._source = module, source
        self._drawn: list[tuple[pl.DataFrame, Rows]] = []
        self.questions: list[Question] = []
        self.lists: list[OfficeList] = []
        self._real: dict[str, Callable[..., Any]] = {
            name: getattr(module, name) for name in ASKS if hasattr(module, name)
        }

    def __enter__(self) -> Recorder:
        for name in self._real:
            setattr(self._module, name, getattr(self, f"_{name}_recorded"))
        return self

    def __exit__(self, *_: object) -> None:
        for name, real in self._real.items():
            setattr(self._module, name, real)

    def _drawn_recorded(self, table: str, drawing: str) -> pl.DataFrame:
        frame: pl.DataFrame = self._real["drawn"](table, drawing)
        self._drawn.append((frame, _as_drawn(table, drawing)))
        return frame

    def _value_recorded(self, name: str, as_of: str, household: str = "H1", **tables: pl.DataFrame) -> float | None:
        answer: float | None = self._real["value"](name, as_of, household, **tables)
        given = tuple(self._rows(table, frame) for table, frame in tables.items())
        self._write_down(given, name, as_of, household, answer)
        return answer

    def _measured_recorded(self, measure: object, as_of: str, table: str, drawing: str) -> float | None:
        answer: float | None = self._real["measured"](measure, as_of, table, drawing)
        what = self._source.measure_at(sys._getframe(1).f_lineno)
        self._write_down((_as_drawn(table, drawing),), what, as_of, "H1", answer)
        return answer

    def _listed_recorded(self, scores: str, capacity: Capacity | Rules, *before: str, **more: str) -> Table:
        answer: Table = self._real["listed"](scores, capacity, *before, **more)
        rules = capacity if isinstance(capacity, Rules) else Rules(capacity)
        known = {**dict(zip(("visited", "previous"), before, strict=False)), **more}
        drawn = {name: cells_of(drawing) for name, drawing in known.items() if len(cells_of(drawing)) > 1}
        self.lists.append(OfficeList(cells_of(scores), rules, drawn, answer))
        return answer

    def _write_down(self, given: tuple[Rows, ...], what: str, as_of: str, household: str, answer: float | None) -> None:
        remark = self._source.remark(sys._getframe(2).f_lineno)
        self.questions.append(Question(given, what, as_of, household, answer, remark))

    def _rows(self, table: str, frame: pl.DataFrame) -> Rows:
        """The rows as they were drawn; of rows made otherwise the columns that are known."""
        for drawn, rows in self._drawn:
            if drawn is frame:
                return rows
        like = next((rows for _, rows in reversed(self._drawn) if rows.table == table), None)
        known = [name for name in frame.columns if frame[name].null_count() < frame.height]
        header = like.header if like else tuple(known)
        text = frame.select(pl.col(name).cast(pl.String).fill_null("") for name in header)
        return Rows(table, header, tuple(text.rows()))


def _as_drawn(table: str, drawing: str) -> Rows:
    header, *cells = map(tuple, cells_of(drawing))
    return Rows(table, header, tuple(cells))


def stories(file: str) -> Iterator[Story]:
    """The stories of a module of tests, in the order in which they stand.

    Raises:
        AssertionError: a story does not hold.
        TypeError: a story asks for a fixture that only pytest can give.
    """
    source = Source(ROOT / file)
    module = importlib.import_module(file.removesuffix(".py").replace("/", "."))
    for function in source.functions():
        test = getattr(module, function.name)
        cases = tuple(_case(module, source, test, *run) for run in _runs(test, function, source))
        yield Story(
            function.name, ast.get_docstring(function) or "", source.body(function), source.helpers(function), cases
        )


def _runs(test: FunctionType, function: ast.FunctionDef, source: Source) -> Iterator[tuple[dict[str, Any], str]]:
    """The arguments of each run with the remark beside them, the lowest decorator's changing fastest."""
    marks = [mark for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"][::-1]
    written = [decorator for decorator in function.decorator_list if "parametrize" in ast.unparse(decorator)]
    choices = []
    for mark, decorator in zip(marks, written, strict=True):
        names = [mark.args[0]] if isinstance(mark.args[0], str) else list(mark.args[0])
        cases = [case if isinstance(mark.args[0], tuple | list) else (case,) for case in mark.args[1]]
        remarks = source.remarks_of(decorator) or [""] * len(cases)
        choices.append(
            [(dict(zip(names, case, strict=True)), remark) for case, remark in zip(cases, remarks, strict=True)]
        )
    for chosen in product(*choices):
        arguments = {name: value for of, _ in chosen for name, value in of.items()}
        yield arguments, "; ".join(remark for _, remark in chosen if remark)


def _case(module: ModuleType, source: Source, test: FunctionType, arguments: dict[str, Any], remark: str) -> Case:
    if not any(hasattr(module, name) for name in ASKS):
        return Case(arguments, remark)
    with Recorder(module, source) as recorder, tempfile.TemporaryDirectory() as folder:
        given = {"tmp_path": Path(folder)} if "tmp_path" in inspect.signature(test).parameters else {}
        test(**arguments, **given)
    questions = [
        replace(question, remark="; ".join(filter(None, (remark, question.remark)))) for question in recorder.questions
    ]
    return Case(arguments, remark, tuple(questions), tuple(recorder.lists))
