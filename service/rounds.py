"""What the service does by itself, round after round: kept runs are taken up, runs that were asked for are scored, old answers are forgotten.

Every worker makes its rounds. Each piece of work is safe to be done by several at once: what one has begun another goes on with.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable
from functools import partial

from features.disk import DiskError
from features.errors import FanpinError
from features.policy.loading import Policy
from service.audit.anchors import anchor
from service.deliveries.landing import Reception
from service.deliveries.working import take_in_again_and_again
from service.failing import surely
from service.issuing.comparing import explain_all
from service.jurisdiction import NOWHERE
from service.landing.background import land_again_and_again
from service.once import KEPT_FOR
from service.principal import SYSTEM
from service.problems import SECONDS_BETWEEN_LOOKS, ProblemError
from service.resources import Resources
from service.routes.doing import now
from service.runs.asking import work_off
from service.runs.taking_up import take_up_all
from service.store.repositories import once
from service.versions.announcing import tell_champion
from service.webhooks.working import deliver_until

ANCHORS_APART = 86_400
"""Seconds. `fanpin audit anchor` does so at any time."""

SOON = 60.0

log = logging.getLogger("fanpin.service")


def keep_going(held: Resources) -> None:
    """Begin everything that the service does by itself until it stops, each in a thread of its own."""
    database, keyring = held.door.database, held.door.keyring
    pieces: dict[str, tuple[Callable[..., object], list[object]]] = {
        "rounds": (keep_rounds, [held]),
        "anchors": (anchor_again_and_again, [held]),
        "deliveries": (take_in_again_and_again, [reception_of(held), held.stopping, now]),
        "landing": (land_again_and_again, [database, held.settings.records, held.stopping, now]),
        "webhooks": (deliver_until, [held.stopping, database, keyring, Policy.load(county=held.settings.county), now]),
    }
    for name, (piece, needs) in pieces.items():
        threading.Thread(target=piece, args=needs, name=name, daemon=True).start()


def reception_of(held: Resources) -> Reception:
    """What files that are sent are taken in with."""
    door, settings = held.door, held.settings
    return Reception(door.database, door.keyring, settings.records, settings.incoming, settings.county)


def keep_rounds(held: Resources) -> None:
    """Until the service stops."""
    while True:
        for piece in (runs, comparisons, champion, answers):
            surely(partial(_tried, piece, held))
        if held.stopping.wait(SECONDS_BETWEEN_LOOKS):
            return


def runs(held: Resources, clock: Callable[[], dt.datetime] = now) -> list[str]:
    """Take up what `fanpin score` kept, and score what was asked for; their names for the outside."""
    instruments, store = held.instruments(), held.store()
    taken = take_up_all(held.door.database, store, instruments.model.name, clock)
    return [*taken, *work_off(held.door.database, store, instruments.model, instruments.policy, clock)]


def comparisons(held: Resources, clock: Callable[[], dt.datetime] = now) -> int:
    """Say of lists why who came and who left; of how many."""
    return explain_all(held.door.database, held.store(), clock)


def champion(held: Resources, clock: Callable[[], dt.datetime] = now) -> bool:
    """Tell that another version of the model answers, where nobody was told yet; whether it was told."""
    return tell_champion(held.door.database, held.champion.standing, clock())


def anchor_again_and_again(
    held: Resources, clock: Callable[[], dt.datetime] = now, seconds: float = ANCHORS_APART
) -> None:
    """Until the service stops: the audit's end is noted outside the database, soon after the start and once a day."""
    due = SOON
    while not held.stopping.wait(due):
        surely(lambda: _anchored(held, clock()))
        due = seconds


def _anchored(held: Resources, moment: dt.datetime) -> None:
    try:
        anchor(held.door.database, held.door.keyring, held.settings.anchors, moment, actor=SYSTEM.actor)
    except (FanpinError, DiskError) as error:
        # What is wrong with the audit stands in its words, which hold nobody's data.
        log.error("审计记录的结尾没有记下 | the audit's end could not be anchored: %s", error)  # noqa: TRY400


def answers(held: Resources, clock: Callable[[], dt.datetime] = now) -> int:
    """Forget answers that nobody may ask for again; how many."""
    moment = clock()
    with held.door.database.writing(NOWHERE, moment) as work:
        return once.forget(work, moment - KEPT_FOR)


def _tried(piece: Callable[[Resources], object], held: Resources) -> None:
    try:
        piece(held)
    except (ProblemError, FanpinError) as error:
        # It is tried again in the next round; whoever needs it is told what is wrong.
        log.debug("not done in this round: %s", type(error).__name__)
