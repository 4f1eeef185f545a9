"""Work on every household goes through one loop: `features.records.buckets.over_buckets`."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.house.repository import modules, name, tree

LOOP = "features/records/buckets.py"


def loops_over_buckets(module: ast.Module) -> list[int]:
    """Lines of loops and comprehensions over what is made of the number of a store's buckets."""
    looping = (ast.For, ast.comprehension)
    found = [
        node.iter.lineno
        for node in ast.walk(module)
        if isinstance(node, looping)
        and isinstance(node.iter, ast.Call)
        and any(
            isinstance(part, ast.Attribute) and part.attr == "buckets"
            for argument in node.iter.args
            for part in ast.walk(argument)
        )
        and not _is_the_loop(node.iter)
    ]
    return sorted(found)


def _is_the_loop(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == "over_buckets"


def test_a_loop_over_buckets_is_found_however_it_is_written() -> None:
    written = """
for bucket in range(store.buckets):
    pass
rows = [store.records(buckets=[one]) for one in range(1, store.buckets + 1)]
for bucket in draw.sample(range(store.buckets), store.buckets):
    pass
for rows in over_buckets(store, work, versions=versions, buckets=range(0, store.buckets, 2)):
    pass
"""
    assert loops_over_buckets(ast.parse(written)) == [2, 4, 5]


def test_nothing_loops_over_buckets_but_the_one_loop() -> None:
    looked_at = [path for path in modules() if not name(path).startswith("tests/")]
    found = {
        name(path): lines for path in looked_at if name(path) != LOOP and (lines := loops_over_buckets(tree(path)))
    }
    assert not found, f"use {Path(LOOP).stem}.over_buckets"
