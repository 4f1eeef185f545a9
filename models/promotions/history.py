"""Which version scored when: read from what was done, by whom and why, as the audit of promotions tells it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.promotions.audit import Act, Entry, Step


@dataclass(frozen=True)
class Change:
    """From a moment on another version scored.

    Attributes:
        at: when it was decided, with its zone; the champion moved within seconds.
        before: the version that scored until then; None where none did.
        entry: number of the audit's entry that confirms it.
    """

    at: dt.datetime
    act: Act
    version: str
    before: str | None
    approver: str
    reason: str
    entry: int


@dataclass(frozen=True)
class InForce:
    """What scored in a span of time.

    Attributes:
        before: the last change before it; None where the audit knows of none.
        within: the changes that fell into it, in order.
        earlier_version: where the audit knows of no change before: the version that scored until its first one, which nobody
            promoted; None where there was none.
    """

    before: Change | None
    within: tuple[Change, ...]
    earlier_version: str | None

    @property
    def version(self) -> str | None:
        """The version at the end of the span; None where none scored yet."""
        if self.within:
            return self.within[-1].version
        return self.before.version if self.before else self.earlier_version


def changes(entries: Iterable[Entry], model: str) -> list[Change]:
    """Every promotion and rollback of a model that was done, in order."""
    by_number = {entry.number: entry for entry in entries if entry.model == model}
    done = [entry for entry in by_number.values() if entry.step == Step.DONE]
    return [
        Change(
            # An act that a kill cut short is confirmed later than the champion moved.
            dt.datetime.fromisoformat(by_number.get(entry.of or 0, entry).at),
            Act(entry.act),
            entry.to_version,
            entry.from_version,
            entry.approver,
            entry.reason,
            entry.number,
        )
        for entry in done
    ]


def in_force(known: Sequence[Change], begin: dt.datetime, end: dt.datetime) -> InForce:
    """What scored from a moment until another, that one not included.

    Args:
        known: all changes of a model, in order (`changes`).
        begin, end: with their zone.
    """
    before = [change for change in known if change.at < begin]
    within = tuple(change for change in known if begin <= change.at < end)
    first = known[0] if known else None
    return InForce(before[-1] if before else None, within, first.before if first and not before else None)
