"""A file that is sent, taken in custody: looked at, written where it waits, and noted, in one piece with the audit's line."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path

from features.deliveries.departments import DeliveringDepartment
from service.deliveries.custody import keep
from service.deliveries.examining import refuse_unfit
from service.deliveries.naming import ending_of
from service.keyring import Keyring
from service.principal import Permission, Principal
from service.store import Work
from service.store.repositories import audit, uploads
from service.store.tables import Upload, UploadState
from service.store.types import new_id

MOST_WAITING = 50
MOST_BYTES = 1024**3
"""Of files that wait: a disk that they fill would stop everything else."""


class TooManyWaitingError(RuntimeError):
    """So much waits that nothing more is taken; it is tried again later."""


class OtherDepartmentError(ValueError):
    """Whoever speaks for a department sends a file of another."""


@dataclass(frozen=True)
class SentFile:
    """A file that may be taken in custody.

    Attributes:
        digest: SHA-256 of its content.
    """

    name: str
    data: bytes
    digest: str


def examined(name: str, data: bytes) -> SentFile:
    """The file, looked at before anybody has to wait for it. Raises FileRefusedError for what no file may hold."""
    refuse_unfit(name, data)
    return SentFile(name, data, hashlib.sha256(data).hexdigest())


def receive(
    work: Work,
    keyring: Keyring,
    incoming: Path,
    by: Principal,
    *,
    place: str,
    department: DeliveringDepartment,
    sent: SentFile,
    today: dt.date,
) -> Upload:
    """Take a file in custody; it is taken into the records in the background.

    Args:
        place: the digits with which the codes of all places begin of which it may tell.
        today: the day of receipt, from which on it is known.

    Raises:
        DiskError: it can't be written.
        OtherDepartmentError, TooManyWaitingError.
    """
    reach = by.reach_of(Permission.SEND_DELIVERIES)
    # What lies beyond all of their places is refused below every query.
    if place in reach.places and place not in reach.about(department):
        raise OtherDepartmentError
    count, size = uploads.load(work)
    if count >= MOST_WAITING or size + len(sent.data) > MOST_BYTES:
        raise TooManyWaitingError
    row = Upload(
        id=new_id("upload", work.now),
        region_code=place,
        department=department.value,
        file=sent.name,
        suffix=ending_of(sent.name),
        size=len(sent.data),
        digest=sent.digest,
        known_date=today,
        sent_by=by.actor,
        received_at=work.now,
        state=UploadState.WAITING.value,
        tries=0,
        ended_at=None,
        files=[],
        findings=[],
    )
    work.session.add(row)
    work.session.flush()
    keep(incoming, row, sent.data)
    audit.append(
        work,
        keyring,
        actor=by.actor,
        action="deliveries.received",
        target=f"upload:{row.id}",
        detail={"department": row.department, "size": row.size, "digest": row.digest},
    )
    return row
