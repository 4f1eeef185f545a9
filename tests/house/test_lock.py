"""requirements.lock: every package pinned and hashed, nothing about where it comes from, nothing missing or idle."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from importlib.metadata import packages_distributions

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.repository import PACKAGES, ROOT, modules, tree

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
ENTRIES = [entry.strip() for entry in re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", LOCK, flags=re.MULTILINE))]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RUNTIME = [Requirement(line) for line in PROJECT["dependencies"]]
TOOLS = [Requirement(line) for line in PROJECT["optional-dependencies"]["dev"]]

# Needed, though no module of ours need import them.
NEEDED_ALL_THE_SAME = {
    "jinja2": "FastAPI's templates stand on it",
    "psycopg": "MLflow keeps its registry in PostgreSQL through it",
    "python-multipart": "Starlette takes forms with a file apart with it",
    "pyarrow": "Polars and pandas hand tables to each other through it",
    "shap": "the product's owner fixed it: the language in which data staff draw and check explanations",
}

# Released and pinned together with the library that is declared.
PART_OF = {"pydantic-core": "pydantic", "starlette": "fastapi"}


def pins() -> dict[str, list[str]]:
    """Name → the versions that the lock holds, one for each kind of Python or platform."""
    versions: dict[str, list[str]] = {}
    for entry in ENTRIES:
        pinned, _, rest = entry.partition("==")
        versions.setdefault(canonicalize_name(pinned), []).append(rest.split()[0])
    return versions


def test_every_pin_has_a_hash_and_nothing_but_hashes() -> None:
    wrong = [
        entry.splitlines()[0]
        for entry in ENTRIES
        if not re.fullmatch(r"[\w.\-]+==[^\s;]+( ; [^\\\n]+?)?( \\\n    --hash=sha256:[0-9a-f]{64})+", entry)
    ]
    assert ENTRIES
    assert not wrong


def test_the_lock_names_no_address() -> None:
    assert not re.findall(r"://|--(?:extra-)?index|--find-links| @ ", LOCK)


def test_every_requirement_is_locked_within_its_bounds() -> None:
    locked = pins()
    wrong = [
        str(wanted)
        for wanted in RUNTIME + TOOLS
        if not locked.get(canonicalize_name(wanted.name))
        or not all(wanted.specifier.contains(version) for version in locked[canonicalize_name(wanted.name)])
    ]
    assert not wrong, f"make lock has not been run since these changed: {wrong}"


def part_of(distribution: str) -> str:
    known = canonicalize_name(distribution)
    return PART_OF.get(known, known)


def imported(*folders: str) -> dict[str, set[str]]:
    """What the modules of these folders import from outside: name → the distributions that may provide it."""
    providers = packages_distributions()
    roots: set[str] = set()
    for module in modules(*folders):
        for node in ast.walk(tree(module)):
            if isinstance(node, ast.Import):
                roots |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                roots.add(node.module.split(".")[0])
    ours = {*PACKAGES, "fanpin"}
    return {root: {part_of(by) for by in providers[root]} for root in roots - ours if root in providers}


DECLARED = {canonicalize_name(wanted.name) for wanted in RUNTIME}


@cache
def used() -> dict[str, set[str]]:
    """What the product imports. A test asks, not the module: whoever only collects the tests need not read all code."""
    return imported(*PACKAGES, "fanpin.py")


def test_everything_imported_is_declared() -> None:
    undeclared = {root for root, providers in used().items() if not providers & DECLARED}
    assert not undeclared


def test_everything_declared_is_used() -> None:
    idle = DECLARED - set(NEEDED_ALL_THE_SAME) - set().union(*used().values())
    assert not idle
