"""A feature's definition as it is written: its function, with the constants and helpers that it names."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from features.registry import Feature
from features.registry.source_texts import DOMAINS
from features.triggers.rules import TRIGGERS


def definition_of(declared: Feature) -> str:
    """Source text. Of a feature that no function spells out, the expression itself."""
    for file, name in _places(declared):
        module = _module(file)
        if name in module:
            used = _named(name, module)
            constants = "\n".join(text for one, text in module.items() if one in used and one != name)
            return f"{constants}\n\n\n{module[name]}" if constants else module[name]
    return str(declared.definition)


def _places(declared: Feature) -> Iterator[tuple[str, str]]:
    """The file and the name of the function; for a rule that became a feature, those of the rule."""
    yield _file_of(declared.module), declared.name
    for rule in TRIGGERS:
        if rule.feature == declared.name:
            yield rule.declared_by.__code__.co_filename, rule.declared_by.__name__


def _file_of(module: str) -> str:
    return inspect.getfile(importlib.import_module(module))


@cache
def _module(file: str) -> dict[str, str]:
    """What a module defines, by name: the text of each constant and function, in the module's order.

    What it takes from other modules of the domains comes before, with what that stands on.
    """
    lines = Path(file).read_text(encoding="utf-8").splitlines()
    texts: dict[str, str] = {}
    for node in ast.parse("\n".join(lines)).body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(DOMAINS):
            texts |= _taken(node)
        for name in _defines(node):
            first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))])
            texts[name] = "\n".join(lines[first - 1 : node.end_lineno])
    return texts


def _taken(imported: ast.ImportFrom) -> dict[str, str]:
    there = _module(_file_of(imported.module or ""))
    used = {name for one in imported.names if one.name in there for name in _named(one.name, there)}
    return {name: text for name, text in there.items() if name in used}


def _defines(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _named(name: str, module: dict[str, str]) -> set[str]:
    """The names of the module that a definition stands on, itself included."""
    reached, waiting = set(), [name]
    while waiting:
        one = waiting.pop()
        if one not in reached:
            reached.add(one)
            tree = ast.parse(module[one])
            waiting += [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id in module]
    return reached
