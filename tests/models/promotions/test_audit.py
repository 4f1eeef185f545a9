"""The audit of promotions: only added to, and whatever is changed in it shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from models.promotions.audit import Audit, AuditError, audit_folder, champions, unfinished


def add(audit: Audit, act: str, step: str, before: str | None, to: str, **others: Any) -> None:
    told = {
        "at": "2026-03-01T09:00:00+08:00",
        "model": "fanpin-entry",
        "of": None,
        "previous": before,
        "approver": "张三",
        "reason": "季度更新",
        "checks": ({"check": "leak", "passed": True, "found": "通过", "needed": "通过"},),
        "despite": (),
        "accepted": (),
        **others,
    }
    with audit.held():
        audit.add(act=act, step=step, from_version=before, to_version=to, **told)


@pytest.fixture
def audit(tmp_path: Path) -> Audit:
    """Version 1, then 2, were promoted."""
    made = Audit(tmp_path / "audit")
    add(made, "promote", "done", None, "1")
    add(made, "promote", "refused", "1", "2")
    add(made, "promote", "done", "1", "2")
    return made


def test_entries_are_read_back_as_they_were_written(audit: Audit) -> None:
    assert [(one.number, one.step, one.to_version, one.approver) for one in audit.entries()] == [
        (1, "done", "1", "张三"),
        (2, "refused", "2", "张三"),
        (3, "done", "2", "张三"),
    ]
    assert audit.entries()[0].checks[0]["found"] == "通过"
    assert audit.problems() == []


@pytest.mark.parametrize("field", ["at", "step", "to_version", "approver", "reason", "checks", "despite"])
@pytest.mark.parametrize("line", [0, 1, 2])
def test_whatever_is_changed_shows(audit: Audit, field: str, line: int) -> None:
    lines = audit.file.read_text(encoding="utf-8").splitlines(keepends=True)
    entry = json.loads(lines[line])
    entry[field] = ["positives"] if isinstance(entry[field], list) else "9"
    lines[line] = json.dumps(entry, ensure_ascii=False) + "\n"
    audit.file.write_text("".join(lines), encoding="utf-8")
    (problem,) = audit.problems()
    assert f"entry {line + 1} of the audit was changed" in problem.en
    with pytest.raises(AuditError, match="Promotions are stopped"):
        add(audit, "promote", "done", "2", "3")


@pytest.mark.parametrize(
    ("kept", "broken"),
    [((1, 2), 1), ((0, 2), 2), ((0, 2, 1), 2), ((0, 1, 1, 2), 3)],
)
def test_a_line_taken_out_exchanged_or_doubled_shows(audit: Audit, kept: tuple[int, ...], broken: int) -> None:
    lines = audit.file.read_text(encoding="utf-8").splitlines(keepends=True)
    audit.file.write_text("".join(lines[position] for position in kept), encoding="utf-8")
    assert f"entry {broken} " in audit.problems()[0].en


def test_an_entry_sealed_anew_after_a_change_breaks_the_next_one(audit: Audit) -> None:
    entries = audit.entries()
    values = {**vars(entries[0]), "approver": "李四"}
    entries[0] = type(entries[0])(**values).sealed()
    audit.file.write_text("".join(entry.line() for entry in entries), encoding="utf-8")
    assert "entry 2 " in audit.problems()[0].en


def test_a_line_that_a_kill_cut_short_was_never_an_entry(audit: Audit) -> None:
    with audit.file.open("a", encoding="utf-8") as file:
        file.write('{"number": 4, "at": "2026-0')
    assert len(audit.entries()) == 3
    assert audit.problems() == []
    add(audit, "rollback", "done", "2", "1")
    assert [one.number for one in audit.entries()] == [1, 2, 3, 4]


def test_a_line_that_is_no_entry_is_told_with_its_number(audit: Audit) -> None:
    with audit.file.open("a", encoding="utf-8") as file:
        file.write("approved by phone\n")
    assert "entry 4 of the audit was changed" in audit.problems()[0].en


def test_two_at_once_are_kept_apart(audit: Audit) -> None:
    with audit.held(), pytest.raises(AuditError, match="under way"), Audit(audit.file.parent).held():
        pass
    with audit.held():
        pass


def test_an_intention_without_an_end_is_found(audit: Audit) -> None:
    assert unfinished(audit.entries(), "fanpin-entry") is None
    add(audit, "promote", "intended", "2", "3")
    begun = unfinished(audit.entries(), "fanpin-entry")
    assert begun is not None
    assert begun.number == 4
    assert unfinished(audit.entries(), "fanpin-relapse") is None
    add(audit, "promote", "abandoned", "2", "3", of=4)
    assert unfinished(audit.entries(), "fanpin-entry") is None


@pytest.mark.parametrize(
    ("acts", "line"),
    [
        ([], []),
        ([("promote", None, "1")], ["1"]),
        ([("promote", None, "1"), ("promote", "1", "2"), ("promote", "2", "3")], ["1", "2", "3"]),
        ([("promote", None, "1"), ("promote", "1", "2"), ("rollback", "2", "1")], ["1"]),
        ([("promote", None, "1"), ("promote", "1", "2"), ("rollback", "2", "1"), ("promote", "1", "3")], ["1", "3"]),
        # Champion 4 was there before the audit began.
        ([("promote", "4", "5"), ("promote", "5", "6")], ["4", "5", "6"]),
        # Back, and the same version once more.
        ([("promote", None, "1"), ("promote", "1", "2"), ("rollback", "2", "1"), ("promote", "1", "2")], ["1", "2"]),
    ],
)
def test_rollbacks_go_back_through_the_champions(
    tmp_path: Path, acts: list[tuple[str, str | None, str]], line: list[str]
) -> None:
    audit = Audit(tmp_path)
    for act, before, to in acts:
        add(audit, act, "done", before, to)
    add(audit, "promote", "refused", "7", "8")
    add(audit, "promote", "done", "1", "9", model="fanpin-relapse")
    assert champions(audit.entries(), "fanpin-entry") == line


def test_the_audit_is_beside_the_registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{tmp_path / 'mlflow.db'}")
    assert audit_folder() == tmp_path / "audit"
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://127.0.0.1:1")
    assert audit_folder() == Path("var/audit")
    monkeypatch.setenv("FANPIN_AUDIT", str(tmp_path / "kept"))
    assert audit_folder() == tmp_path / "kept"
