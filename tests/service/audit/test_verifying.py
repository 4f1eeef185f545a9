"""Whoever changes the audit is noticed, whatever they change: by the line at which it shows."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from models.sealing import seal
from service.audit.faults import Fault, Sign
from service.audit.verifying import verify
from service.jurisdiction import EVERYWHERE
from service.keyring import Keyring
from service.store import Database
from service.store.repositories.audit import append, lines
from tests.service.audit.chain import NOW, OFFICER, add_lines, change, faults

SWAPPED = (
    "UPDATE audit_lines SET number = 99 WHERE number = 4",
    "UPDATE audit_lines SET number = 4 WHERE number = 5",
    "UPDATE audit_lines SET number = 5 WHERE number = 99",
)


def test_a_chain_that_nobody_touched_is_whole(database: Database, keyring: Keyring, anchors_file: Path) -> None:
    assert verify(database, keyring, anchors_file, NOW).lines == 0
    add_lines(database, keyring, 8)
    verified = verify(database, keyring, anchors_file, NOW)
    assert (verified.first, verified.last, verified.faults) == (1, 8, ())


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (["UPDATE audit_lines SET content = replace(content, '走访', '核查') WHERE number = 3"], [Fault(Sign.CONTENT, 3)]),
        # The columns beside it: whoever searches would not find the line.
        (["UPDATE audit_lines SET actor = 'user:user_02' WHERE number = 3"], [Fault(Sign.COLUMNS, 3)]),
        (["UPDATE audit_lines SET action = 'login' WHERE number = 3"], [Fault(Sign.COLUMNS, 3)]),
        (["UPDATE audit_lines SET target = NULL WHERE number = 3"], [Fault(Sign.COLUMNS, 3)]),
        (["UPDATE audit_lines SET at = '2026-02-01 09:30:00.250000' WHERE number = 3"], [Fault(Sign.COLUMNS, 3)]),
        (["UPDATE audit_lines SET content = 'nothing' WHERE number = 3"], [Fault(Sign.CONTENT, 3), Fault(Sign.COLUMNS, 3)]),
        (["DELETE FROM audit_lines WHERE number = 3"], [Fault(Sign.MISSING, 3, last=3)]),
        (["DELETE FROM audit_lines WHERE number IN (1, 2)"], [Fault(Sign.MISSING, 1, last=2)]),
        (["DELETE FROM audit_lines WHERE number > 6"], [Fault(Sign.MISSING, 7, last=8)]),
        (["DELETE FROM audit_lines"], [Fault(Sign.MISSING, 1, last=8)]),
        (["DELETE FROM audit_lines", "DELETE FROM audit_head"], []),  # only an anchor tells
        (["DELETE FROM audit_head"], [Fault(Sign.END, 8)]),
        (["UPDATE audit_head SET mark = hash"], [Fault(Sign.END, 8)]),
        (["UPDATE audit_head SET number = 6, hash = (SELECT hash FROM audit_lines WHERE number = 6)"], [Fault(Sign.END, 8)]),
        (
            ["DELETE FROM audit_lines WHERE number > 6", "UPDATE audit_head SET number = 6, hash = (SELECT hash FROM audit_lines WHERE number = 6)"],
            [Fault(Sign.END, 6)],
        ),
        # The beginning cut off, and called retention.
        (
            ["INSERT INTO audit_start SELECT 1, number, before, hash FROM audit_lines WHERE number = 4", "DELETE FROM audit_lines WHERE number < 4"],
            [Fault(Sign.START, 4)],
        ),
        (
            ["INSERT INTO audit_lines SELECT 0, at, actor, action, target, content, before, hash FROM audit_lines WHERE number = 1"],
            [Fault(Sign.PLACE, 0), Fault(Sign.PLACE, 0), Fault(Sign.LINK, 1)],
        ),
        (SWAPPED, [Fault(Sign.LINK, 4), Fault(Sign.PLACE, 4), Fault(Sign.LINK, 5), Fault(Sign.PLACE, 5), Fault(Sign.LINK, 6)]),
    ],
)  # fmt: skip
def test_whatever_is_changed_shows_at_its_line(
    database: Database, keyring: Keyring, anchors_file: Path, statements: list[str], expected: list[Fault]
) -> None:
    add_lines(database, keyring, 8)
    change(database, *statements)
    assert faults(database, keyring, anchors_file) == expected


def test_whoever_seals_a_line_anew_breaks_the_next_and_whoever_seals_all_anew_lacks_the_mark(
    database: Database, keyring: Keyring, anchors_file: Path
) -> None:
    add_lines(database, keyring, 8)
    with database.reading(EVERYWHERE, NOW) as work:
        chain = list(lines(work))
    before = ""
    for line in chain[2:]:
        content = line.content.replace("走访", "核查")
        content = content.replace(line.before, before) if before else content
        sealed = seal(content)
        change(
            database,
            "UPDATE audit_lines SET content = :content, hash = :sealed, before = :before WHERE number = :number",
            content=content,
            sealed=sealed,
            before=before or line.before,
            number=line.number,
        )
        if line.number == 3:
            assert faults(database, keyring, anchors_file) == [Fault(Sign.LINK, 4)]
        before = sealed
    change(database, "UPDATE audit_head SET hash = :sealed", sealed=before)
    assert faults(database, keyring, anchors_file) == [Fault(Sign.END, 8)]


def test_the_keys_of_another_installation_do_not_verify_it(
    database: Database, keyring: Keyring, anchors_file: Path
) -> None:
    add_lines(database, keyring, 2)
    # A new key that seals is not another installation: marks are made with the oldest.
    assert faults(database, keyring.rotated(), anchors_file) == []
    assert faults(database, Keyring(b"four", {b"four": b"k" * 32}), anchors_file) == [Fault(Sign.END, 2)]


def test_a_fault_says_which_line_in_both_languages() -> None:
    assert str(Fault(Sign.MISSING, 17, last=19).in_words) == "第17至19条不见了 | lines 17 to 19 are missing"
    assert (
        str(Fault(Sign.CONTENT, 3).in_words) == "第3条的内容在封存后被改动过 | line 3 was changed after it was sealed"
    )


def test_many_who_add_lines_at_once_make_one_whole_chain(
    database: Database, keyring: Keyring, anchors_file: Path
) -> None:
    def write(writer: int) -> None:
        for number in range(200):
            with database.writing(EVERYWHERE, NOW) as work:
                append(work, keyring, actor=f"user:user_{writer}", action="leads.read", target=f"lead:{number}")

    writers = [threading.Thread(target=write, args=(writer,)) for writer in range(8)]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    verified = verify(database, keyring, anchors_file, NOW)
    assert (verified.lines, verified.faults) == (1_600, ())


def test_a_line_goes_with_what_it_tells_of(database: Database, keyring: Keyring, anchors_file: Path) -> None:
    add_lines(database, keyring, 1)

    def fail() -> None:
        with database.writing(EVERYWHERE, NOW) as work:
            append(work, keyring, actor=OFFICER, action="leads.move")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert verify(database, keyring, anchors_file, NOW).last == 1
