"""Which version scored on a day: around each moment at which another one was promoted."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from models.promotions.audit import Audit
from models.promotions.history import Change, changes, in_force
from tests.models.promotions.test_audit import add

BEIJING = dt.timezone(dt.timedelta(hours=8))


@pytest.fixture
def known(tmp_path: Path) -> list[Change]:
    """Version 2 in March, 3 refused, 3 in April at nine, back to 2 the same evening; another model meanwhile."""
    audit = Audit(tmp_path)
    add(audit, "promote", "intended", None, "2", at="2026-03-01T09:00:00+08:00")
    # A kill came between; the command of the next day confirmed it.
    add(audit, "promote", "done", None, "2", of=1, at="2026-03-02T09:00:00+08:00")
    add(audit, "promote", "refused", "2", "3", at="2026-03-20T09:00:00+08:00")
    add(audit, "promote", "done", None, "7", at="2026-03-21T09:00:00+08:00", model="fanpin-relapse")
    add(audit, "promote", "done", "2", "3", at="2026-04-01T01:00:00+00:00")
    add(audit, "rollback", "done", "3", "2", at="2026-04-01T21:00:00+08:00", reason="误报多")
    return changes(audit.entries(), "fanpin-entry")


@pytest.mark.parametrize(
    ("day", "version", "moments"),
    [
        ("2026-02-28", None, []),  # the day before the first
        ("2026-03-01", "2", ["09:00"]),  # when it was decided, not when the cut-off command was settled
        ("2026-03-02", "2", []),
        ("2026-03-31", "2", []),  # the refusal moved nothing
        ("2026-04-01", "2", ["09:00", "21:00"]),  # two versions scored on this day
        ("2030-01-01", "2", []),
    ],
)
def test_which_version_scored_on_a_day(known: list[Change], day: str, version: str | None, moments: list[str]) -> None:
    begin = dt.datetime.fromisoformat(f"{day}T00:00:00+08:00")
    there = in_force(known, begin, begin + dt.timedelta(days=1))
    assert there.version == version
    assert [f"{change.at.astimezone(BEIJING):%H:%M}" for change in there.within] == moments


def test_a_version_that_nobody_promoted_is_told_from_none(tmp_path: Path) -> None:
    audit = Audit(tmp_path)
    add(audit, "promote", "done", "1", "2", at="2026-03-01T09:00:00+08:00")
    known = changes(audit.entries(), "fanpin-entry")
    early = dt.datetime(2026, 2, 1, tzinfo=BEIJING)
    there = in_force(known, early, early + dt.timedelta(days=1))
    assert (there.version, there.before) == ("1", None)
    assert in_force([], early, early + dt.timedelta(days=1)).version is None
