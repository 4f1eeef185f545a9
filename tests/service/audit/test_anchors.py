"""An anchor outside the database tells that there was more, where a whole chain was put back as it was on an earlier day."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from service.audit.anchors import Anchor, anchor, read_anchors
from service.audit.faults import AuditError, Fault, Sign
from service.keyring import Keyring
from service.store import Database
from tests.service.audit.chain import NOW, OFFICER, add_lines, change, faults

TOMORROW = NOW + dt.timedelta(days=1)


def anchored(database: Database, keyring: Keyring, file: Path, now: dt.datetime = NOW) -> Anchor | None:
    return anchor(database, keyring, file, now, actor=OFFICER)


def test_an_anchor_is_added_where_something_was_done_since_the_last(
    database: Database, keyring: Keyring, anchors_file: Path
) -> None:
    assert anchored(database, keyring, anchors_file) is None
    add_lines(database, keyring, 3)
    first = anchored(database, keyring, anchors_file)
    # The line that notes the anchor is the fourth.
    assert first is not None
    assert (first.number, first.at) == (4, "2026-01-31T09:30:00.250000+00:00")
    assert anchored(database, keyring, anchors_file, TOMORROW) == first
    add_lines(database, keyring, 1)
    anchored(database, keyring, anchors_file, TOMORROW)
    assert [each.number for each in read_anchors(anchors_file, keyring)[0]] == [4, 6]
    assert faults(database, keyring, anchors_file) == []
    assert anchors_file.stat().st_mode & 0o077 == 0


def test_a_chain_that_was_replaced_by_an_older_copy_is_noticed(
    tmp_path: Path, keyring: Keyring, anchors_file: Path, empty_sqlite: Path
) -> None:
    file = tmp_path / "service.db"
    shutil.copyfile(empty_sqlite, file)
    file.chmod(0o600)
    database = Database(f"sqlite:///{file}")
    add_lines(database, keyring, 3)
    anchored(database, keyring, anchors_file)
    database.close()
    shutil.copyfile(file, tmp_path / "older.db")
    add_lines(database, keyring, 3)
    newest = anchored(database, keyring, anchors_file, TOMORROW)
    database.close()
    shutil.copyfile(tmp_path / "older.db", file)
    assert newest is not None
    expected = Fault(Sign.ANCHORED, newest.number, anchored_at=newest.at)
    assert faults(database, keyring, anchors_file) == [expected]
    # Nor does going on from there, until it is longer than it was, hide it.
    add_lines(database, keyring, 10)
    assert faults(database, keyring, anchors_file) == [expected]
    with pytest.raises(AuditError, match="第8条与锚点不符"):
        anchored(database, keyring, anchors_file, TOMORROW)
    # Whoever takes the newest anchor away with it leaves two copies of one day: no machine can tell.
    lines = anchors_file.read_text().splitlines(keepends=True)
    anchors_file.write_text(lines[0])
    assert faults(database, keyring, anchors_file) == []
    database.close()


def test_a_chain_of_which_nothing_is_left_is_missed(database: Database, keyring: Keyring, anchors_file: Path) -> None:
    add_lines(database, keyring, 3)
    anchored(database, keyring, anchors_file)
    change(database, "DELETE FROM audit_lines", "DELETE FROM audit_head")
    assert [each.sign for each in faults(database, keyring, anchors_file)] == [Sign.ANCHORED]


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        (lambda lines: [lines[0].replace('"number": 4', '"number": 3'), *lines[1:]], 1),
        (lambda lines: lines[1:], 1),
        (lambda lines: [lines[0], lines[2]], 2),
        (lambda lines: [*lines[:2], "{}\n"], 3),
        (lambda lines: [*lines, lines[2]], 4),
        # Cut off: the chain knows how many there were before its newest.
        (lambda lines: lines[:1], 2),
        (lambda lines: lines[:0], 1),
    ],
)
def test_a_file_of_anchors_that_somebody_changed_is_noticed(
    database: Database, keyring: Keyring, anchors_file: Path, changed, line: int
) -> None:
    for days in range(3):
        add_lines(database, keyring, 3)
        anchored(database, keyring, anchors_file, NOW + dt.timedelta(days=days))
    lines = anchors_file.read_text().splitlines(keepends=True)
    anchors_file.write_text("".join(changed(lines)))
    assert faults(database, keyring, anchors_file) == [Fault(Sign.ANCHORS, line)]


def test_a_file_that_was_taken_away_is_missed(database: Database, keyring: Keyring, anchors_file: Path) -> None:
    for _ in range(2):
        add_lines(database, keyring, 3)
        anchored(database, keyring, anchors_file)
    anchors_file.unlink()
    assert faults(database, keyring, anchors_file) == [Fault(Sign.ANCHORS, 1)]


def test_an_anchor_that_a_kill_cut_short_never_was_one(
    database: Database, keyring: Keyring, anchors_file: Path
) -> None:
    add_lines(database, keyring, 3)
    anchored(database, keyring, anchors_file)
    whole = anchors_file.read_text()
    anchors_file.write_text(whole + whole[:-1] + "x" * 1_000)
    assert faults(database, keyring, anchors_file) == []
    add_lines(database, keyring, 3)
    anchored(database, keyring, anchors_file)
    assert faults(database, keyring, anchors_file) == []
    assert anchors_file.read_text().startswith(whole)
    assert len(anchors_file.read_text().splitlines()) == 2
