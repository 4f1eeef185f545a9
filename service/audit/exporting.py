r"""The audit as a file: one JSON object a line, so that whoever is given it can verify the chain without fanpin (docs/audit.md).

    {"format": "fanpin audit 1", "before": "000…", "end": {"number": 1200, "hash": "5f1…"}}
    {"line": "{\"action\": …}", "hash": "a07…"}

`line` is the text that was sealed, as a text: its SHA-256 is `hash`, and in it stand its `number` and, as `before`, the hash of
the line before it.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

from features.disk import write_whole
from models.sealing import FIRST
from service.audit.faults import AuditError
from service.jurisdiction import EVERYWHERE
from service.keyring import Keyring
from service.store import Database, Work
from service.store.repositories.audit import append, hash_at, head_of, lines, start_of

FORMAT = "fanpin audit 1"


@dataclass(frozen=True)
class Exported:
    """Which lines a file holds."""

    first: int
    last: int
    hash: str


def export(
    database: Database, keyring: Keyring, file: Path, now: dt.datetime, *, actor: str, after: int = 0
) -> Exported:
    """Write the lines after a number, whole or not at all, for its owner's eyes only. The last of them tells of this export.

    Args:
        after: where an earlier export ended; 0 for everything that is kept.

    Raises:
        AuditError: there is no line of that number to go on from.
        DatabaseError: the database can't be used.
        DiskError: the file can't be written.
    """
    with database.writing(EVERYWHERE, now) as work:
        first, _ = _beginning(work, after)
        number = append(work, keyring, actor=actor, action="audit.exported", detail={"first": first})
    with database.reading(EVERYWHERE, now) as work:
        # Asked again: some may have been destroyed since.
        first, before = _beginning(work, after)
        ended = hash_at(work, number) or ""

        def write(unfinished: Path) -> None:
            with unfinished.open("w", encoding="utf-8") as out:
                head = {"format": FORMAT, "before": before, "end": {"number": number, "hash": ended}}
                out.write(json.dumps(head) + "\n")
                for line in lines(work, after=first - 1):
                    # Others may have added some since.
                    if line.number > number:
                        break
                    out.write(json.dumps({"line": line.content, "hash": line.hash}, ensure_ascii=False) + "\n")

        write_whole(file, write, private=True)
    return Exported(first, number, ended)


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
