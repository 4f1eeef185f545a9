"""What the house tests look at: the files of the repository as they would be committed."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("features", "models", "training", "service")


@cache
def files() -> tuple[Path, ...]:
    """Every file that is tracked, or would be by `git add .`; in the order of their paths."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    paths = {ROOT / name for name in listed.stdout.decode().split("\0") if name}
    return tuple(sorted(path for path in paths if path.is_file()))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def modules(*folders: str) -> list[Path]:
    """The Python modules of the repository, or of some of its top-level folders."""
    return [path for path in files() if path.suffix == ".py" and (not folders or name(path).split("/")[0] in folders)]


def documents() -> list[Path]:
    return [path for path in files() if path.suffix == ".md"]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=name(path))
