"""Files are written in one place, whole or not at all, one writer at a time; a csv for people where texts stay texts."""

from __future__ import annotations

import ast
import re

import pytest

from tests.house.repository import PACKAGES, modules, name, tree

WRITERS = {
    "features/disk/outputs.py": "the one place",
    "training/simulator/writing.py": "what departments export, faults included",
}

PARTS = {
    "features/disk/outputs.py": "writes a csv by write_whole",
    "features/context/cache.py": "by write_whole",
    "features/disk/whole.py": "the one place",
    "features/intake/who/identity_table.py": "into memory",
    "features/intake/who/waiting.py": "into memory",
    "models/card/page.py": "by write_whole",
    "models/risk_model.py": "into a folder that its caller moves when it is whole",
    "models/runs/storage.py": "by write_whole_folder",
    "models/scorers/trees.py": "into a folder that its caller moves when it is whole",
    "models/writing.py": "by write_whole",
    "models/shadow/scoring.py": "by write_whole",
    "training/promotion/storage.py": "by write_whole",
    "training/retraining/checkpoints.py": "by write_whole",
}
"""Where files are written, and why none of them can be left half written on a full disk."""

_FILES = re.compile(r"\.(?:write_text|write_bytes|write_parquet|sink_parquet|to_parquet)\b")
_WRITES = re.compile(r"\.(?:write_csv|to_csv|sink_csv)\(|csv\.(?:Dict)?[wW]riter\(")


def test_every_csv_is_written_where_formulas_become_text() -> None:
    writing = {name(path) for path in modules(*PACKAGES) if _WRITES.search(path.read_text(encoding="utf-8"))}
    assert writing == set(WRITERS), "use features.disk.outputs.write_csv"


def test_every_file_is_written_whole_or_not_at_all() -> None:
    writing = {name(path) for path in modules(*PACKAGES) if _FILES.search(path.read_text(encoding="utf-8"))}
    outside = {one for one in writing if not one.startswith(("training/simulator/", "benchmarks/", "training/truths/"))}
    assert outside == set(PARTS), "use features.disk.write_whole"


DISK = ("features/disk/locks.py", "features/disk/whole.py")
"""Where something is locked or put into its place."""

MOVES = {("os", "replace"), ("os", "rename"), ("os", "renames"), ("os", "link"), ("shutil", "move")}


def moves_and_locks(module: ast.Module) -> list[int]:
    """Lines that put a file or a folder into another's place; the first one where the module can lock."""
    nodes = list(ast.walk(module))
    imported = {one.name for node in nodes if isinstance(node, ast.Import) for one in node.names}
    imported |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    lines = [1] if "fcntl" in imported else []
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
            # A text's `replace` takes two, a day's takes names; that of Polars stands where there are no paths.
            of_a_path = node.func.attr in {"replace", "hardlink_to"} and len(node.args) == 1 and not node.keywords
            if (of, node.func.attr) in MOVES or (of_a_path and "pathlib" in imported):
                lines.append(node.lineno)
    return sorted(lines)


@pytest.mark.parametrize(
    ("written", "lines"),
    [
        ("import fcntl", [1]),
        ("from fcntl import flock", [1]),
        ("os.replace(new, old)", [1]),
        ("from pathlib import Path\nunfinished.replace(path)", [2]),
        ("shutil.move(a, b)", [1]),
        (
            "import pathlib\ntext.replace('a', 'b')\nday.replace(day=1)\nfrom dataclasses import replace\nreplace(model, name='b')",
            [],
        ),
    ],
)
def test_a_move_or_a_lock_is_found(written: str, lines: list[int]) -> None:
    assert moves_and_locks(ast.parse(written)) == lines


def test_nobody_else_locks_or_moves_files() -> None:
    found = {name(path) for path in modules(*PACKAGES, "fanpin.py") if moves_and_locks(tree(path))}
    assert found == set(DISK), "use features.disk.locked and write_whole, write_once, write_whole_folder"
