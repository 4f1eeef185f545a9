"""Names say what a thing is: `told`, `said`, `made`, `found` and `one` say nothing of what lives longer than three lines."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house.repository import PACKAGES, modules, name, tree

SAYS_NOTHING = {"told", "said", "made", "found", "one"}
NOWHERE = {"told", "said"}
"""Not even as a part of a name that others use."""

LINES = 3

Scope = (
    ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
)
INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def long_lived(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Variables and arguments of these names from whose first to whose last mention there are more lines than three."""
    for scope in ast.walk(module):
        if isinstance(scope, Scope):
            for called in SAYS_NOTHING & set(_own(scope)):
                lines = [
                    node.lineno
                    for node in ast.walk(scope)
                    if (isinstance(node, ast.Name) and node.id == called)
                    or (isinstance(node, ast.arg) and node.arg == called)
                ]
                if max(lines) - min(lines) > LINES:
                    yield min(lines), called


def _own(scope: ast.AST) -> Iterator[str]:
    """The names that are mentioned in a scope itself, not in the scopes inside it."""
    for node in ast.iter_child_nodes(scope):
        if isinstance(node, INNER):
            continue
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        yield from _own(node)


def lent_to_others(module: ast.Module) -> Iterator[str]:
    """The names of functions, classes, their fields and methods, and constants that others may use."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        if isinstance(node, ast.ClassDef):
            yield from (
                field.target.id
                for field in node.body
                if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
            )
    for node in module.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        yield from (target.id for target in targets if isinstance(target, ast.Name))


def says_nothing(called: str) -> bool:
    words = called.lower().strip("_").split("_")
    return words[0] in SAYS_NOTHING if len(words) == 1 else bool(NOWHERE & set(words))


@pytest.mark.parametrize("package", PACKAGES)
def test_what_lives_longer_than_three_lines_has_a_name(package: str) -> None:
    assert [(name(path), *where) for path in modules(package) for where in long_lived(tree(path))] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_what_others_use_has_a_name(package: str) -> None:
    used = [(name(path), called) for path in modules(package) for called in (path.stem, *lent_to_others(tree(path)))]
    assert [where for where in used if says_nothing(where[1])] == []


def test_words_printing_and_storage_have_one_word_each() -> None:
    """Rooms were called words, telling, tell; keeping, kept: a stranger looked for five things and found one."""
    others = {"words", "telling", "tell", "keeping", "kept", "render", "rendering"}
    assert [name(path) for path in modules(*PACKAGES) if path.stem in others] == []


def test_a_name_that_says_nothing_is_seen() -> None:
    source = "def told_of(one):\n    found = 1\n    return one\n\n\ndef f():\n    made = 1\n    a = 2\n    b = 3\n    c = 4\n    return made\n"
    module = ast.parse(source)
    assert list(long_lived(module)) == [(7, "made")]
    assert [called for called in lent_to_others(module) if says_nothing(called)] == ["told_of"]
    assert says_nothing("one")
    assert not says_nothing("one_writer")
