"""The audit is kept as long as policy says, never shorter than the law; what is destroyed leaves a chain that is whole."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.policy.loading import Policy
from service.audit import retention
from service.audit.anchors import anchor
from service.audit.faults import AuditError
from service.audit.retention import Due, destroy, due
from service.audit.verifying import verify
from service.jurisdiction import EVERYWHERE
from service.keyring import Keyring
from service.store import Database
from service.store.repositories.audit import start_mark
from tests.service.audit.chain import NOW, OFFICER, add_lines, change, faults, newest_lines

POLICY = Policy.load()


def at(day: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day}T08:00:00+00:00")


def asked(database: Database, now: dt.datetime, policy: Policy = POLICY) -> Due | None:
    with database.reading(EVERYWHERE, now) as work:
        return due(work, policy)


def test_a_line_is_kept_for_three_years_and_the_last_line_for_ever(database: Database, keyring: Keyring) -> None:
    assert asked(database, NOW) is None
    for day in ("2023-01-31", "2023-02-01", "2023-02-02"):
        add_lines(database, keyring, 2, at(day))
    assert asked(database, at("2026-01-31")) is None
    assert asked(database, at("2026-02-01")) == Due(1, 2, dt.date(2023, 2, 1), 36)
    assert asked(database, at("2026-02-02")) == Due(1, 4, dt.date(2023, 2, 2), 36)
    assert asked(database, at("2040-01-01")) == Due(1, 5, dt.date(2037, 1, 1), 36)


def test_a_county_may_keep_it_longer_but_not_shorter_than_the_law(
    database: Database, keyring: Keyring, tmp_path: Path
) -> None:
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy" / "audit.yaml").write_text(
        "audit_kept_months:\n  steps:\n    - {from: 2020-01-01, value: 2, source: '某县〔2020〕1号：档案保管期限', status: sourced}\n"
    )
    policy = Policy.load(county=tmp_path)
    add_lines(database, keyring, 2, at("2025-08-01"))
    add_lines(database, keyring, 2, at("2026-01-01"))
    assert asked(database, at("2026-01-31"), policy) is None
    assert asked(database, at("2026-02-02"), policy) == Due(1, 2, dt.date(2025, 8, 2), 6)


def test_what_is_destroyed_leaves_a_whole_chain_that_tells_of_it(
    database: Database, keyring: Keyring, anchors_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "LINES_A_STEP", 3)
    for day in ("2022-05-01", "2022-06-01", "2026-01-01"):
        add_lines(database, keyring, 4, at(day))
        anchor(database, keyring, anchors_file, at(day), actor=OFFICER)
    assert destroy(database, keyring, POLICY, anchors_file, NOW, actor=OFFICER) == Due(1, 10, dt.date(2023, 1, 31), 36)
    verified = verify(database, keyring, anchors_file, NOW)
    assert (verified.first, verified.last, verified.anchors, verified.faults) == (11, 19, 3, ())
    with database.reading(EVERYWHERE, NOW) as work:
        marks = newest_lines(work, action="audit.destroyed")
    assert len(marks) == 4
    assert '"first": 10, "last": 10' in marks[0].content
    assert destroy(database, keyring, POLICY, anchors_file, NOW, actor=OFFICER) is None
    # And the next that somebody destroys in no order is missed all the same.
    change(database, "DELETE FROM audit_lines WHERE number = 11")
    assert [str(each.in_words) for each in faults(database, keyring, anchors_file)] == [
        "第11条不见了 | line 11 is missing"
    ]


def test_traces_are_not_destroyed(database: Database, keyring: Keyring, anchors_file: Path) -> None:
    add_lines(database, keyring, 4, at("2022-05-01"))
    change(database, "UPDATE audit_lines SET actor = 'user:user_02' WHERE number = 2")
    with pytest.raises(AuditError, match="第2条"):
        destroy(database, keyring, POLICY, anchors_file, NOW, actor=OFFICER)
    assert faults(database, keyring, anchors_file)[0].number == 2


def test_an_older_mark_of_the_beginning_does_not_serve_again(
    database: Database, keyring: Keyring, anchors_file: Path
) -> None:
    """The mark is of one number and one hash: put back, lines are missing; moved on, it is no mark."""
    add_lines(database, keyring, 4, at("2022-05-01"))
    add_lines(database, keyring, 4, at("2026-01-01"))
    destroy(database, keyring, POLICY, anchors_file, NOW, actor=OFFICER)
    change(
        database,
        "DELETE FROM audit_lines WHERE number < 7",
        "UPDATE audit_start SET number = 7, before = (SELECT before FROM audit_lines WHERE number = 7)",
    )
    assert [(each.sign, each.number) for each in faults(database, keyring, anchors_file)] == [("start", 7)]


def test_an_anchor_of_the_last_line_that_was_destroyed_still_tells(
    database: Database, keyring: Keyring, anchors_file: Path
) -> None:
    """Somebody with the keys made another chain of the same length."""
    add_lines(database, keyring, 4, at("2022-05-01"))
    kept = anchor(database, keyring, anchors_file, at("2022-05-01"), actor=OFFICER)
    add_lines(database, keyring, 4, at("2026-01-01"))
    destroy(database, keyring, POLICY, anchors_file, NOW, actor=OFFICER)
    assert kept is not None
    assert faults(database, keyring, anchors_file) == []
    change(
        database,
        "UPDATE audit_start SET before = :other, mark = :mark",
        other="0" * 64,
        mark=start_mark(keyring, kept.number + 1, "0" * 64),
    )
    assert [(each.sign, each.number) for each in faults(database, keyring, anchors_file)] == [
        ("link", 6),
        ("anchored", 5),
    ]


@given(lines=st.integers(1, 50), a_step=st.integers(1, 60))
def test_steps_cover_what_is_due_once(lines: int, a_step: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(retention, "LINES_A_STEP", a_step)
        steps = list(retention._steps(Due(5, 4 + lines, NOW.date(), 36)))
    assert [number for first, last in steps for number in range(first, last + 1)] == list(range(5, 5 + lines))
