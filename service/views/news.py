"""What an officer's first page says has changed, or is no longer of today: nothing at all in most months."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from models.promotions.audit import Act
from service.local_time import day_of
from service.versions.answers import ChangeAnswer

NEWS_FOR = dt.timedelta(days=30)
"""So long another version that scores is worth a word: everybody comes in at least once a month."""

RUN_IS_OLD_AFTER = dt.timedelta(days=31)
"""The work goes month by month: what was scored before is not of this one."""


@dataclass(frozen=True)
class NewModel:
    """Another version scores than before.

    Attributes:
        by: the name of whoever decided it.
    """

    version: str
    before: str
    since: dt.date
    by: str
    act: Act

    @property
    def is_rollback(self) -> bool:
        return self.act is Act.ROLLBACK


@dataclass(frozen=True)
class OldRun:
    """The last scoring is not of this month."""

    as_of: dt.date
    days: int


def new_model(changes: Sequence[ChangeAnswer], moment: dt.datetime) -> NewModel | None:
    """The last change of the version that scores, while it is news. The first version of all is none: no list was before it.

    Args:
        changes: the last first.
    """
    last = next(iter(changes), None)
    if last is None or last.before is None or moment - last.at > NEWS_FOR:
        return None
    return NewModel(last.version, last.before, day_of(last.at), last.approver, last.act)


def old_run(as_of: dt.date | None, today: dt.date) -> OldRun | None:
    """The last scoring where it is more than a month old; None where there is none, which is told elsewhere."""
    if as_of is None or today - as_of <= RUN_IS_OLD_AFTER:
        return None
    return OldRun(as_of, (today - as_of).days)
