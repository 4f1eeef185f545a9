r"""The audit as a file: one JSON object a line, so that whoever is given it can verify the chain without fanpin (docs/audit.md).

    {"format": "fanpin audit 1", "before": "000…", "end": {"number": 1200, "hash": "5f1…"}}
    {"line": "{\"action\": …}", "hash": "a07…"}

`line` is the text that was sealed, as a text: its SHA-256 is `hash`, and in it stand its `number` and, as `before`, the hash of
the line before it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from features.disk import write_whole
from models.sealing import FIRST
from service.audit.faults import AuditError
from service.jurisdiction import EVERYWHERE
from service.keyring import Keyring
from service.store import Database, Work
from service.store.repositories.audit import LINES_AT_ONCE, append, hash_at, head_of, lines, start_of

FORMAT = "fanpin audit 1"


@dataclass(frozen=True)
class Exported:
    """Which lines an export holds.

    Attributes:
        before: the hash of the line before the first.
        hash: of the last.
    """

    first: int
    last: int
    before: str
    hash: str


def begin(database: Database, keyring: Keyring, now: dt.datetime, *, actor: str, after: int = 0) -> Exported:
    """The lines after a number, up to one that tells of this export.

    Args:
        after: where an earlier export ended; 0 for everything that is kept.

    Raises:
        AuditError: there is no line of that number to go on from.
        DatabaseError: the database can't be used.
    """
    with database.writing(EVERYWHERE, now) as work:
        first, before = _beginning(work, after)
        number = append(work, keyring, actor=actor, action="audit.exported", detail={"first": first})
        return Exported(first, number, before, hash_at(work, number) or "")


def rows(database: Database, exported: Exported, now: dt.datetime) -> Iterator[str]:
    """What is written of an export, each with its end of line: some lines at a time, so that whoever takes long holds nothing up.

    What was destroyed meanwhile is missed by whoever verifies it.
    """
    head = {
        "format": FORMAT,
        "before": exported.before,
        "end": {"number": exported.last, "hash": exported.hash},
    }
    yield json.dumps(head) + "\n"
    after = exported.first - 1
    while after < exported.last:
        with database.reading(EVERYWHERE, now) as work:
            some = list(islice(lines(work, after=after), LINES_AT_ONCE))
        for line in some:
            # Others may have added some since.
            if line.number <= exported.last:
                yield json.dumps({"line": line.content, "hash": line.hash}, ensure_ascii=False) + "\n"
        if not some:
            return
        after = some[-1].number


def export(
    database: Database, keyring: Keyring, file: Path, now: dt.datetime, *, actor: str, after: int = 0
) -> Exported:
    """Write an export to a file, whole or not at all, for its owner's eyes only.

    Raises:
        AuditError, DatabaseError: as `begin`.
        DiskError: the file can't be written.
    """
    exported = begin(database, keyring, now, actor=actor, after=after)

    def write(unfinished: Path) -> None:
        with unfinished.open("w", encoding="utf-8") as out:
            out.writelines(rows(database, exported, now))

    write_whole(file, write, private=True)
    return exported


def _beginning(work: Work, after: int) -> tuple[int, str]:
    """Number of the first line that is exported, and the hash of the one before it."""
    start = start_of(work)
    first = start.number if start else 1
    if after < first:
        return first, start.before if start else FIRST
    sealed = hash_at(work, after)
    if sealed is None:
        head = head_of(work)
        last = head.number if head else 0
        raise AuditError(
            f"没有第{after}条：审计记录到第{last}条为止，--after 写上次导出的最后一条 | there is no line {after}: the audit ends at {last}. Give the last line of the export "
            "before to --after."
        )
    return after + 1, sealed
