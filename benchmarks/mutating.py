"""Breaking the product's source in one place at a time, to see whether a test notices.

A mutant is what a slip of the pen would leave: a day too early or too late at the edge of a window, one date for the
other, a condition dropped. Each is tried in a copy of the tree.
"""

from __future__ import annotations

import ast
import copy
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.forking import Interpreter, interpreter_in

ROOT = Path(__file__).parents[1]

COPIED = ("features", "models", "training", "service", "benchmarks", "tests", "docs", "fanpin.py", "pyproject.toml")

BOUNDARY: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}
DATES = {"EVENT_DATE": 'pl.col("known_date")', "KNOWN_DATE": 'pl.col("event_date")'}


@dataclass(frozen=True)
class Mutant:
    """One change of one file.

    Attributes:
        path: of the file, from the root.
        line, function: where.
        was, becomes: the smallest part that changes, as code.
        source: the whole file with the change.
    """

    path: str
    line: int
    function: str
    was: str
    becomes: str
    source: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.function}: {self.was}  →  {self.becomes}"


def _other_side(node: ast.AST) -> Iterator[ast.AST]:
    """`<=` to `<`: the edge itself changes sides."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in BOUNDARY:
        changed = copy.deepcopy(node)
        changed.ops[0] = BOUNDARY[type(node.ops[0])]()
        yield changed


def _other_date(node: ast.AST) -> Iterator[ast.AST]:
    """The day it happened for the day it was known, and the other way round."""
    if isinstance(node, ast.Name) and node.id in DATES:
        yield ast.parse(DATES[node.id], mode="eval").body


def _condition_dropped(node: ast.AST) -> Iterator[ast.AST]:
    """One side of a conjunction or disjunction, a condition of a filter, a negation."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd | ast.BitOr):
        yield node.left
        yield node.right
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert):
        yield node.operand
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "filter":
        for position in range(len(node.args)):
            changed = copy.deepcopy(node)
            del changed.args[position]
            yield changed if changed.args else node.func.value


def _another_day(node: ast.AST) -> Iterator[ast.AST]:
    """A day more or less: in an offset, in a duration, and where a window begins."""
    if isinstance(node, ast.Constant) and node.value in ("1d", "-1d"):
        sign = str(node.value).removesuffix("1d")
        yield ast.Constant(f"{sign}0d")
        yield ast.Constant(f"{sign}2d")
    if isinstance(node, ast.keyword) and node.arg == "days" and isinstance(node.value, ast.Constant):
        for days in (0, 2):
            yield ast.keyword("days", ast.Constant(days))
    if isinstance(node, ast.Call) and ast.unparse(node).startswith("_start_of("):
        for day in ("1d", "-1d"):
            yield ast.parse(f"{ast.unparse(node)}.dt.offset_by({day!r})", mode="eval").body


SLIPS: tuple[Callable[[ast.AST], Iterator[ast.AST]], ...] = (
    _other_side,
    _other_date,
    _condition_dropped,
    _another_day,
)


def mutants_of(path: str, root: Path = ROOT) -> list[Mutant]:
    """Every slip in every function of a file, in the order of its lines."""
    whole = ast.parse((root / path).read_text(encoding="utf-8"))
    mutants = []
    for function in ast.walk(whole):
        if isinstance(function, ast.FunctionDef):
            mutants += [
                Mutant(path, node.lineno, function.name, ast.unparse(node), ast.unparse(changed), source)
                for node, changed, source in _slips(whole, function)
            ]
    return sorted(mutants, key=lambda mutant: mutant.line)


def _slips(whole: ast.Module, function: ast.FunctionDef) -> Iterator[tuple[ast.expr, ast.AST, str]]:
    # What stands in the signature is types and defaults.
    for parent in (node for statement in function.body for node in ast.walk(statement)):
        for name, value in ast.iter_fields(parent):
            places = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
            for position, node in places:
                if not isinstance(node, ast.expr | ast.keyword):
                    continue
                for changed in (changed for slip in SLIPS for changed in slip(node)):
                    _put(parent, name, position, changed)
                    source = ast.unparse(ast.fix_missing_locations(whole))
                    _put(parent, name, position, node)
                    yield node, changed, source  # type: ignore[misc]


def _put(parent: ast.AST, name: str, position: int | None, node: ast.AST) -> None:
    if position is None:
        setattr(parent, name, node)
    else:
        getattr(parent, name)[position] = node


class Tree:
    """A copy of the tree to break, and the interpreter that runs its tests."""

    def __init__(self, folder: Path, interpreter: Interpreter) -> None:
        self.folder, self._interpreter = folder, interpreter

    def first_failure(self, tests: Iterable[str]) -> str | None:
        """The first of these tests that fails, or what kept them from running; None when all pass."""
        status, printed = self._interpreter.run(tests)
        if status == 0:
            return None
        named = re.search(r"^(?:FAILED|ERROR) (\S+)", printed, re.MULTILINE)
        return named.group(1) if named else (printed.strip() or f"ended with {status}").splitlines()[-1]

    def caught_by(self, mutant: Mutant, tests: Iterable[str]) -> str | None:
        """The first test that fails with the mutant in the tree; None when all pass. The tree is whole again afterwards."""
        broken = self.folder / mutant.path
        kept = broken.read_text(encoding="utf-8")
        broken.write_text(mutant.source, encoding="utf-8")
        try:
            return self.first_failure(tests)
        finally:
            broken.write_text(kept, encoding="utf-8")


@contextmanager
def tree_in(folder: Path, root: Path = ROOT) -> Iterator[Tree]:
    """A copy of the tree in this folder."""
    for name in COPIED:
        source = root / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    with interpreter_in(folder) as interpreter:
        yield Tree(folder, interpreter)
