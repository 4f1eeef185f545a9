"""Facts that landed or were set aside, on a terminal: by their own names, never with what they say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from rich.console import Console

from features.texts.printable import printable
from service.jurisdiction import EVERYWHERE
from service.landing.waiting import Landing
from service.store import Database
from service.store.repositories import records


def print_landing(done: Landing, database: Database, now: dt.datetime, console: Console) -> None:
    """What a landing did, and of what was set aside by it each fact with the reason."""
    landed, refused = sum(done.landed.values()), len(done.refused)
    _line(
        console,
        f"写入记录 {landed:,} 项，写不进 {refused:,} 项，还在等待 {done.waiting:,} 项 | {landed:,} facts landed, {refused:,} were set aside, "
        f"{done.waiting:,} still wait",
    )
    if done.busy:
        _line(
            console,
            "另一个导入正在写记录库：等它结束，再运行一次 | an intake is writing to the records: run this again when it has ended",
        )
    if done.refused:
        print_set_aside(database, now, console, done.refused)


def print_set_aside(
    database: Database, now: dt.datetime, console: Console, only: Collection[str] | None = None
) -> None:
    """Facts that were set aside, the newest last.

    Args:
        only: the names of those wanted; all when None.
    """
    with database.reading(EVERYWHERE, now) as work:
        for row in records.refused(work):
            if only is None or row.id in only:
                _line(console, f"{row.received_at:%Y-%m-%d} {row.id} {row.table}: {row.refused_as}")


def _line(console: Console, text: str) -> None:
    console.print(printable(text), markup=False, highlight=False, soft_wrap=True)
