"""A feature's definition as it is written: its function, with the constants and helpers of its module that it names."""

from __future__ import annotations

import ast
import importlib.util
from functools import cache
from pathlib import Path

from features.registry import Feature


def definition_of(declared: Feature) -> str:
    """Source text. Of a feature that no function spells out, the expression itself."""
    module = _module(declared.domain)
    if declared.name not in module:
        return str(declared.definition)
    used = _named(declared.name, module)
    constants = "\n".join(text for name, text in module.items() if name in used and name != declared.name)
    return f"{constants}\n\n\n{module[declared.name]}" if constants else module[declared.name]


@cache
def _module(domain: str) -> dict[str, str]:
    """What a domain's module defines, by name: the text of each constant and function, in the module's order."""
    found = importlib.util.find_spec(f"features.domains.{domain}")
    if found is None or found.origin is None:
        return {}
    lines = Path(found.origin).read_text(encoding="utf-8").splitlines()
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
