"""What source text means for the fingerprint: without comments, docstrings and layout, with the constants it stands on."""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from types import ModuleType

DOMAINS = "features.domains."


def domain_of(module: str) -> str:
    """The domain of a module by its full name: `illness` of `features.domains.illness.bills`; elsewhere its last name."""
    return module.removeprefix(DOMAINS).partition(".")[0] if module.startswith(DOMAINS) else module.rpartition(".")[2]


def text_of_definition(function: Callable[..., object]) -> str:
    """The text of a function that defines something, with what the names of its module stand for.

    `UNSAFE`, `MAJOR`, `PAID_STAGE` are part of the features that use them, also where another module of the domains holds them.
    """
    return normalised(inspect.getsource(function)) + constants_behind(sys.modules[function.__module__])


def constants_behind(module: ModuleType) -> str:
    """The constants of a module and, through any number of imports, of the modules of the domains that it takes names from."""
    return "\n".join(filter(None, (_constants(one) for one in _with_imported(module, set()))))


def _with_imported(module: ModuleType, seen: set[str]) -> Iterator[ModuleType]:
    seen.add(module.__name__)
    yield module
    for name in _domains_imported(module):
        if name not in seen:
            yield from _with_imported(sys.modules[name], seen)


@cache
def _domains_imported(module: ModuleType) -> tuple[str, ...]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.Import):
            names |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            # What is taken from a package may be a module of it.
            names |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
    return tuple(sorted(name for name in names if name.startswith(DOMAINS) and name in sys.modules))


@cache
def _constants(module: ModuleType) -> str:
    tree = ast.parse(inspect.getsource(module))
    return "\n".join(ast.unparse(node) for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign))


def normalised(source: str) -> str:
    """A text without comments, docstrings, layout, imports and the names that a module lends: what is left means something."""
    tree = ast.parse(textwrap.dedent(source))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef):
            continue
        body = node.body[1:] if ast.get_docstring(node) is not None else node.body
        node.body = [one for one in body if not _says_where(one)] or [ast.Pass()]
    return ast.unparse(tree)


def _says_where(statement: ast.stmt) -> bool:
    """Whether a statement only says where a name is to be found."""
    if isinstance(statement, ast.Assign):
        return any(isinstance(target, ast.Name) and target.id == "__all__" for target in statement.targets)
    return isinstance(statement, ast.Import | ast.ImportFrom)
