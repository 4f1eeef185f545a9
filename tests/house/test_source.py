"""Rules of the house that no off-the-shelf linter knows, and that the linters really hold the ones they are given."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.repository import PACKAGES, ROOT, files, modules, name, tree

LINES = 300
LINES_OF_DECLARATIONS = 400
TABLES_OF_DECLARATIONS = ("features/records/tables/", "features/vocabulary.py")

GATE = "features/records/gate.py"


def test_every_module_says_what_it_is_for() -> None:
    # A notebook begins with a title instead.
    said = [path for path in modules() if not name(path).startswith("notebooks/")]
    silent = [name(path) for path in said if tree(path).body and not ast.get_docstring(tree(path))]
    assert not silent


def test_no_module_holds_a_second_theme() -> None:
    limits = {
        path: LINES_OF_DECLARATIONS if name(path).startswith(TABLES_OF_DECLARATIONS) else LINES for path in modules()
    }
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in limits}
    long = {name(path): length for path, length in lengths.items() if length > limits[path]}
    assert not long, f"over {LINES} lines (tables of declarations: {LINES_OF_DECLARATIONS}): {long}"


# In brackets, so that this file passes its own test.
OF_ONE_MACHINE = re.compile(
    r"/wor[k]/|/roo[t]/|/hom[e]/\w|/User[s]/\w|/op[t]/pypi|--(extra-)?index-ur[l]|pypi\.or[g]|pythonhosted\.or[g]|npmjs\.or[g]"
)


def test_no_file_names_a_machine_s_path_or_a_package_index() -> None:
    found = []
    for path in files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [
            f"{name(path)}:{number}" for number, line in enumerate(text.splitlines(), 1) if OF_ONE_MACHINE.search(line)
        ]
    assert not found


def comparisons_of_known_date(module: ast.Module) -> list[int]:
    """Lines that filter rows by comparing `known_date` with anything but the row's own `event_date`."""
    lines = []
    for call in ast.walk(module):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
            continue
        if call.func.attr not in {"filter", "remove", "join_where", "query", "loc"}:
            continue
        for part in ast.walk(call):
            if isinstance(part, ast.Compare):
                words = mentioned(part)
                if "known_date" in words and "event_date" not in words:
                    lines.append(part.lineno)
    return sorted(set(lines))


def mentioned(part: ast.AST) -> set[str]:
    words = set()
    for node in ast.walk(part):
        if isinstance(node, ast.Name):
            words.add(node.id.lower())
        elif isinstance(node, ast.Attribute):
            words.add(node.attr.lower())
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            words.add(node.value.lower())
    return words


def test_only_the_gate_decides_what_was_known() -> None:
    others = {name(path): comparisons_of_known_date(tree(path)) for path in modules(*PACKAGES) if name(path) != GATE}
    assert comparisons_of_known_date(tree(ROOT / GATE))
    assert not {path: lines for path, lines in others.items() if lines}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('rows.filter(pl.col("known_date") <= as_of)', True),
        ("rows.filter((KNOWN_DATE <= AS_OF) & seen)", True),
        ("rows.remove(gate.KNOWN_DATE > as_of)", True),
        ('rows.filter(pl.col("event_date") > pl.col("known_date"))', False),
        ('rows.select("known_date").filter(pl.col("amount_yuan") > 0)', False),
    ],
)
def test_a_second_gate_would_be_noticed(line: str, found: bool) -> None:
    assert bool(comparisons_of_known_date(ast.parse(line))) is found


def ruff(code: str, path: str) -> set[str]:
    """The codes of ruff's findings on a snippet, as if it stood at `path`."""
    answer = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--output-format", "concise", "--stdin-filename", path, "-"],
        cwd=ROOT, input=code, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return set(re.findall(r": ([A-Z]+\d+)", answer.stdout))


HEAD = '"""A module."""\n\nfrom __future__ import annotations\n\n'


@pytest.mark.parametrize(
    "code",
    [
        "import pickle\n\npickle.loads(b'')\n",
        "import joblib\n\njoblib.dump({}, 'model')\n",
        "import datetime as dt\n\nTODAY = dt.date.today()\n",
        "from datetime import UTC, datetime\n\nNOW = datetime.now(UTC)\n",
        "import time\n\nNOW = time.time()\n",
    ],
)
@pytest.mark.parametrize(
    "path", ["features/somewhere.py", "models/somewhere.py", "training/somewhere.py", "service/somewhere.py"]
)
def test_no_pickle_and_no_clock_below_the_command_line_and_the_routes(code: str, path: str) -> None:
    assert "TID251" in ruff(HEAD + code, path)


def test_the_command_line_and_the_routes_may_read_the_clock_but_not_a_pickle() -> None:
    clock = HEAD + "from datetime import UTC, datetime\n\nNOW = datetime.now(UTC)\n"
    pickled = HEAD + "import pickle\n\npickle.loads(b'')\n"
    for path in ["fanpin.py", "features/cli/intake.py", "service/routes/lists.py"]:
        assert "TID251" not in ruff(clock, path)
        assert "S301" in ruff(pickled, path)


def rooms() -> list[tuple[str, str]]:
    """Every room of every package that a contract names, as (folder of the package, room)."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    return [
        (container.replace(".", "/"), room)
        for contract in contracts
        for container in contract.get("containers", [])
        for layer in contract["layers"]
        for room in layer.split(" | ")
    ]


@pytest.fixture
def imports_broken_by(tmp_path: Path):
    """The contracts that break in a small copy of the layers, once `module` says `statement`."""

    def broken(module: str, statement: str) -> set[str]:
        shutil.copy(ROOT / "pyproject.toml", tmp_path)
        for package in PACKAGES:
            (tmp_path / package).mkdir()
            (tmp_path / package / "__init__.py").touch()
        for package in ("features/cli", "features/records", "models/registry"):
            (tmp_path / package).mkdir()
            (tmp_path / package / "__init__.py").touch()
        for package, room in rooms():
            if not (tmp_path / package / room).is_dir():
                (tmp_path / package / f"{room}.py").touch()
        (tmp_path / "features" / "cli" / "options.py").touch()
        (tmp_path / "models" / "registry" / "tracking.py").write_text("import mlflow\n")
        place = tmp_path / module.replace(".", "/")
        with (place / "__init__.py" if place.is_dir() else place.with_suffix(".py")).open("a") as source:
            source.write(statement + "\n")
        answer = subprocess.run(
            [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"],
            cwd=tmp_path, env=os.environ | {"COLUMNS": "400"}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        return set(re.findall(r"^(.*) BROKEN\b", answer.stdout, re.MULTILINE))

    return broken


@pytest.mark.parametrize(
    ("module", "statement", "contract"),
    [
        ("service.pages", "import training", "never the other way"),
        ("training.fit", "import service", "never the other way"),
        ("models.card", "import training", "never the other way"),
        ("features.frame", "import models.registry", "never the other way"),
        ("features.frame", "import lightgbm", "features import neither"),
        ("features.frame", "import sqlalchemy", "features import neither"),
        ("models.card", "import fastapi", "models and training do not import"),
        ("training.fit", "from starlette import requests", "models and training do not import"),
        ("service.documents", "import sqlalchemy", "only service.store imports a database"),
        ("training.fit", "import dask", "only service.store imports a database"),
        ("models.card", "import mlflow", "only models.registry"),
        ("training.fit", "import mlflow.lightgbm", "only models.registry"),
        ("service.pages", "import mlflow", "only models.registry"),
        ("features.frame", "from features.cli.options import policy_of", "nothing in features outside features.cli"),
        ("features.policy", "import features.catalogue", "the rooms of features"),
        ("features.records", "def late():\n    import features.frame", "the rooms of features"),
        ("features.intake", "import features.registry", "the rooms of features"),
        ("features.a_new_room", "", "the rooms of features"),
        ("features.records.gate", "import features.records.store", "the rooms of records"),
        ("features.records.a_new_room", "", "the rooms of records"),
        ("models.reasons", "import models.assess", "the rooms of models"),
        ("training.plan", "import training.backtests", "the rooms of training"),
        ("service.rows", "import service.documents", "the rooms of service"),
        ("service.procedure", "import sqlalchemy", "the official procedure"),
        ("service.procedure", "import fastapi", "the official procedure"),
        ("service.client", "import service.store", "the client imports the forms"),
        ("features.cli.gaps", "from features.cli import app", "no part imports the root"),
        ("models.card", "from features.cli import app", "no part imports the root"),
    ],
)
def test_a_wrong_import_breaks_its_contract(imports_broken_by, module: str, statement: str, contract: str) -> None:
    assert any(contract in line for line in imports_broken_by(module, statement))


def test_training_reaches_mlflow_through_the_registry(imports_broken_by) -> None:
    assert imports_broken_by("training.fit", "import models.registry") == set()


@pytest.mark.parametrize("module", ["features.cli.gaps", "models.card", "training.fit", "service.pages"])
def test_every_command_line_takes_the_options_that_all_share(imports_broken_by, module: str) -> None:
    assert imports_broken_by(module, "from features.cli.options import policy_of") == set()
