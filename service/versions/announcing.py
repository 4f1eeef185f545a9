"""That another version of the model answers: an event, once, whichever worker sees it first."""

from __future__ import annotations

import datetime as dt

from service.champion import Source, Standing
from service.events import EventKind
from service.jurisdiction import EVERYWHERE
from service.store import Database
from service.store.repositories.outbox import emit, newest_of


def tell_champion(database: Database, standing: Standing | None, now: dt.datetime) -> bool:
    """Write the event where the version that the registry names is not the one that was told last; whether it was written.

    A copy that stands in while the registry is down tells nothing: another worker may still have the newer one.
    """
    if standing is None or standing.source is Source.COPY or standing.notice is not None:
        return False
    model = standing.instruments.model
    subject = f"model:{model.name}"
    with database.reading(EVERYWHERE, now) as work:
        told = newest_of(work, EventKind.MODEL_CHANGED, subject)
    if told is not None and told.data["to"] == model.version:
        return False
    with database.writing(EVERYWHERE, now) as work:
        work.hold(f"the version that was told of {model.name}")
        before = newest_of(work, EventKind.MODEL_CHANGED, subject)
        earlier = None if before is None else before.data["to"]
        if earlier == model.version:
            return False
        emit(work, EventKind.MODEL_CHANGED, subject, "", {"model": model.name, "from": earlier, "to": model.version})
    return True
