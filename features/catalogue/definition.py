"""A feature's definition as it is written: its function, with the constants and helpers of its module that it names."""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from features.registry import Feature
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
    found = importlib.util.find_spec(f"features.domains.{declared.domain}")
    if found is not None and found.origin is not None:
        yield found.origin, declared.name
    for rule in TRIGGERS:
        if rule.feature == declared.name:
            yield rule.declared_by.__code__.co_filename, rule.declared_by.__name__


@cache
def _module(file: str) -> dict[str, str]:
    """What a module defines, by name: the text of each constant and function, in the module's order."""
    lines = Path(file).read_text(encoding="utf-8").splitlines()
    texts = {}
    for node in ast.parse("\n".join(lines)).body:
        for name in _defines(node):
            first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))])
            texts[name] = "\n".join(lines[first - 1 : node.end_lineno])
    return texts


def _defines(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _named(name: str, module: dict[str, str]) -> set[str]:
    """The names of the module that a definition stands on, itself included."""
    found, waiting = set(), [name]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            tree = ast.parse(module[one])
            waiting += [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id in module]
    return found
