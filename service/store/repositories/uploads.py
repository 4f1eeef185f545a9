"""Files that were sent: waiting, being taken in, taken in or refused."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import func, select

from service.store.database import Work
from service.store.tables.uploads import Upload, UploadState

ON_THEIR_WAY = (UploadState.WAITING.value, UploadState.LANDING.value)


def on_their_way(work: Work) -> Sequence[Upload]:
    """Files that are not taken in yet, in the order in which they came."""
    asked = select(Upload).where(Upload.state.in_(ON_THEIR_WAY)).order_by(Upload.received_at, Upload.id)
    return work.session.scalars(asked).all()


def load(work: Work) -> tuple[int, int]:
    """How many files of the jurisdiction wait, and their bytes together. Nobody else adds any until this transaction ends."""
    work.hold("files that are sent")
    asked = select(func.count(), func.coalesce(func.sum(Upload.size), 0)).where(Upload.state.in_(ON_THEIR_WAY))
    count, size = work.session.execute(asked).one()
    return int(count), int(size)


def find(work: Work, upload_id: str) -> Upload | None:
    return work.session.scalars(select(Upload).where(Upload.id == upload_id)).one_or_none()


def several(work: Work, upload_ids: Collection[str]) -> dict[str, Upload]:
    """Those of these names that there are."""
    asked = select(Upload).where(Upload.id.in_(sorted(upload_ids)))
    return {row.id: row for row in work.session.scalars(asked)}


def not_landed(work: Work) -> Sequence[Upload]:
    """Files that are no deliveries of the records: still on their way, or refused."""
    return work.session.scalars(select(Upload).where(Upload.state != UploadState.LANDED.value)).all()


def begin(work: Work, upload_id: str) -> Upload | None:
    """The file, being taken in from now on; None where it has come to its end."""
    row = work.session.scalars(select(Upload).where(Upload.id == upload_id).with_for_update()).one_or_none()
    if row is None or row.state not in ON_THEIR_WAY:
        return None
    row.state, row.tries = UploadState.LANDING.value, row.tries + 1
    return row


def put_back(work: Work, upload_id: str) -> None:
    """The file waits once more, through no fault of its own."""
    row = find(work, upload_id)
    if row is not None and row.state == UploadState.LANDING.value:
        row.state, row.tries = UploadState.WAITING.value, 0
