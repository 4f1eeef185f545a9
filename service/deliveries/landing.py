"""Files that wait are taken into the records, one after the other, each once, whoever is killed in between.

One process at a time does so, by a lock beside the files; the records' own lock keeps everybody else from writing. A file that was taken
in before a kill is known to the records by its bytes, and its delivery by the folder in which it lay, so that who goes on only notes it.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from features.bilingual import Bilingual
from features.deliveries.departments import DeliveringDepartment
from features.disk import DiskError, locked
from features.errors import FanpinError
from features.intake import intake
from features.intake.delivered import DELIVERY_ID_LENGTH
from features.intake.problems import FileRefusedError
from features.intake.recognising.catalogue import catalogue
from features.intake.recognising.check import SheetCheck, checked
from features.records.store import RecordStore
from service.deliveries.custody import LOCK, destroy, destroy_others, file_of, folder_of
from service.deliveries.examining import refuse_unfit_inside
from service.deliveries.outcomes import Ended, outcome_of, refused
from service.failing import log_failure
from service.jurisdiction import EVERYWHERE
from service.keyring import Keyring
from service.principal import SYSTEM
from service.store import Database
from service.store.repositories import audit, uploads
from service.store.tables import Upload

log = logging.getLogger("fanpin.service")

MOST_TRIES = 3
"""A file that three times ended the process that read it is not read a fourth time."""

_GONE = (
    Bilingual("文件在导入前丢失", "the file was lost before it could be taken in"),
    Bilingual("重新发送", "Send it again"),
)
_FAILED = (
    Bilingual("导入时系统出错，没有写入任何内容", "the service failed while it was taken in; nothing of it was kept"),
    Bilingual("请数据管理员查看服务日志", "Have the data administrator look into the service's log"),
)


class _AtWorkError(Exception):
    """Another process takes files in."""


@dataclass(frozen=True)
class Reception:
    """What files are taken in with.

    Attributes:
        incoming: folder in which they wait.
        county: the county's own folder; None where it has none.
    """

    database: Database
    keyring: Keyring
    records: Path
    incoming: Path
    county: Path | None


def land_uploads(at: Reception, clock: Callable[[], dt.datetime]) -> list[str]:
    """Take in what waits, in the order in which it came; the names of those that came to an end, well or not.

    Raises:
        DatabaseError: the database can't be used; the next try goes on from there.
    """
    with at.database.reading(EVERYWHERE, clock()) as work:
        waiting = list(uploads.on_their_way(work))
    if not waiting and not at.incoming.is_dir():
        return []
    at.incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with locked(at.incoming / LOCK, busy=_AtWorkError):
            ended = _all(at, waiting, clock)
            left = {folder_of(at.incoming, row.known_date, row.id).name for row in waiting if row.id not in ended}
            destroy_others(at.incoming, left, clock())
            return ended
    except _AtWorkError:
        return []


def _all(at: Reception, waiting: list[Upload], clock: Callable[[], dt.datetime]) -> list[str]:
    ended: list[str] = []
    for row in waiting:
        with at.database.writing(EVERYWHERE, clock()) as work:
            begun = uploads.begin(work, row.id)
        if begun is None:
            continue
        try:
            end = _taken_in(at, begun, clock())
        except FileRefusedError as refusal:
            end = refused(row, refusal)
        except (FanpinError, DiskError) as error:
            # Not the file's fault: an intake is writing, a disk is full. Everything waits.
            log.warning("files wait outside the records: %s", type(error).__name__)
            with at.database.writing(EVERYWHERE, clock()) as work:
                uploads.put_back(work, row.id)
            break
        except Exception as error:  # noqa: BLE001 - whatever it is, the other files must not wait for it
            log_failure(error)
            end = refused(row, FileRefusedError(row.file, *_FAILED))
        _note(at, row, end, clock())
        destroy(at.incoming, row)
        ended.append(row.id)
    return ended


def _taken_in(at: Reception, row: Upload, now: dt.datetime) -> Ended:
    """Raises FileRefusedError for the file, FanpinError and DiskError for what is not its fault."""
    folder, file = folder_of(at.incoming, row.known_date, row.id), file_of(at.incoming, row)
    if row.tries > MOST_TRIES:
        raise FileRefusedError(row.file, *_FAILED)
    if not file.is_file():
        raise FileRefusedError(row.file, *_GONE)
    refuse_unfit_inside(file, row.file)
    _refuse_other_departments(at, row, file)
    store = RecordStore.open(at.records)
    report = intake(folder, store, landed_at=now, known_date=row.known_date, county=at.county)
    earlier = row.digest[:DELIVERY_ID_LENGTH]
    is_known = bool(store.deliveries().filter(pl.col("delivery_id") == earlier).height)
    return outcome_of(row, report, _deliveries_of(store, folder.name), earlier if is_known else None)


def _refuse_other_departments(at: Reception, row: Upload, file: Path) -> None:
    """Nobody delivers for a department that they do not name. What can't be recognised intake refuses in its own words."""
    own = DeliveringDepartment(row.department)
    sheets = [each for each in checked(file, catalogue(at.county)) if isinstance(each, SheetCheck)]
    others = sorted({sheet.source.department for sheet in sheets if sheet.would_be_read} - {own.zh})
    if others:
        names = "、".join(others)
        raise FileRefusedError(
            row.file,
            Bilingual(
                f"按表头是{names}的文件，发送时写的是{own.zh}", f"by its headers it is of {names}, sent as {own.en}'s"
            ),
            Bilingual(
                "核对是否选错了文件或部门；几个部门的表格分开发送",
                "See whether file or department was mistaken; send tables of several departments apart",
            ),
        )


def _deliveries_of(store: RecordStore, label: str) -> dict[str, str]:
    """Of each file that lay in the folder and lies in the records now its delivery."""
    stored = store.deliveries().filter(pl.col("file").str.starts_with(f"{label}/"))
    return dict(stored.select("file", "delivery_id").iter_rows())


def _note(at: Reception, row: Upload, end: Ended, now: dt.datetime) -> None:
    with at.database.writing(EVERYWHERE, now) as work:
        kept = uploads.begin(work, row.id)
        if kept is None:
            return
        kept.state, kept.ended_at, kept.files, kept.findings = end.state.value, now, end.files, end.findings
        landed = [file["delivery_id"] for file in end.files if file["delivery_id"]]
        audit.append(
            work,
            at.keyring,
            actor=SYSTEM.actor,
            action=f"deliveries.{end.state.value}",
            target=f"upload:{row.id}",
            detail={"deliveries": landed},
        )
