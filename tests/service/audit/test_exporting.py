"""An export is verified by a stranger, with the few lines that docs/audit.md shows and without fanpin."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from service.audit.exporting import Exported, export
from service.audit.faults import AuditError
from service.audit.retention import destroy
from service.keyring import Keyring
from service.store import Database
from tests.house.repository import ROOT
from tests.service.audit.chain import NOW, OFFICER, add_lines
from tests.service.audit.test_retention import POLICY, at


@pytest.fixture(scope="module")
def recipe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The script as it stands in the document."""
    page = (ROOT / "docs" / "audit.md").read_text(encoding="utf-8")
    (script,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert len(script.splitlines()) <= 20
    file = tmp_path_factory.mktemp("stranger") / "verify.py"
    file.write_text(script, encoding="utf-8")
    return file


def verified(recipe: Path, file: Path) -> tuple[int, str]:
    # -I: no fanpin on its path.
    done = subprocess.run([sys.executable, "-I", recipe, file], capture_output=True, text=True, check=False)
    return done.returncode, (done.stdout + done.stderr).strip()


def test_a_stranger_finds_it_whole_and_the_hash_of_its_end(
    database: Database, keyring: Keyring, tmp_path: Path, recipe: Path
) -> None:
    add_lines(database, keyring, 5)
    file = tmp_path / "audit.ndjson"
    written = export(database, keyring, file, NOW, actor=OFFICER)
    assert (written.first, written.last) == (1, 6)
    assert verified(recipe, file) == (0, f"whole: 1 to 6, ends in {written.hash}")
    assert file.stat().st_mode & 0o077 == 0
    assert json.loads(json.loads(file.read_text().splitlines()[-1])["line"])["action"] == "audit.exported"


@pytest.mark.parametrize(
    "changed",
    [
        lambda lines: [*lines[:3], lines[3].replace("走访", "核查"), *lines[4:]],
        lambda lines: [*lines[:3], *lines[4:]],
        lambda lines: [*lines[:3], lines[4], lines[3], *lines[5:]],
        lambda lines: lines[:-1],
        lambda lines: [lines[0], *lines[2:]],
    ],
)
def test_a_stranger_notices_what_was_changed(
    database: Database, keyring: Keyring, tmp_path: Path, recipe: Path, changed
) -> None:
    add_lines(database, keyring, 5)
    file = tmp_path / "audit.ndjson"
    export(database, keyring, file, NOW, actor=OFFICER)
    file.write_text("".join(changed(file.read_text().splitlines(keepends=True))))
    status, printed = verified(recipe, file)
    assert status == 1
    assert "broken" in printed


def test_the_next_export_goes_on_where_the_last_ended(
    database: Database, keyring: Keyring, anchors_file: Path, tmp_path: Path, recipe: Path
) -> None:
    add_lines(database, keyring, 5, at("2022-05-01"))
    first = export(database, keyring, tmp_path / "1", at("2022-05-02"), actor=OFFICER)
    add_lines(database, keyring, 2)
    second = export(database, keyring, tmp_path / "2", NOW, actor=OFFICER, after=first.last)
    assert json.loads((tmp_path / "2").read_text().splitlines()[0])["before"] == first.hash
    assert (second.first, second.last) == (7, 9)
    assert verified(recipe, tmp_path / "2")[0] == 0
    # Of what was destroyed nothing can be exported; the rest can.
    destroy(database, keyring, POLICY, anchors_file, NOW, actor=OFFICER)
    third = export(database, keyring, tmp_path / "3", NOW, actor=OFFICER)
    assert third == Exported(7, 11, first.hash, third.hash)
    assert verified(recipe, tmp_path / "3")[0] == 0
    with pytest.raises(AuditError, match="没有第40条：审计记录到第11条为止"):
        export(database, keyring, tmp_path / "4", NOW, actor=OFFICER, after=40)
    assert not (tmp_path / "4").exists()
