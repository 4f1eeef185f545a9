"""Sends what is due, round after round, until it is stopped; whatever fails, the next round comes."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable

from features.errors import FanpinError
from features.policy.loading import Policy
from service.keyring import Keyring
from service.store import Database
from service.webhooks.delivering import deliver_due

SECONDS_BETWEEN = 1.0

log = logging.getLogger("fanpin.webhooks")


def deliver_until(
    stopped: threading.Event,
    database: Database,
    keyring: Keyring,
    policy: Policy,
    clock: Callable[[], dt.datetime],
    *,
    every: float = SECONDS_BETWEEN,
) -> None:
    """Deliver until somebody says stop; the round that is under way then is ended.

    Several processes may do so at once: each takes what no other has taken.

    Args:
        every: seconds between two rounds in which nothing was due; while something is, the next follows at once.
    """
    in_the_log = ""
    while not stopped.is_set():
        attempted = 0
        try:
            did = deliver_due(database, keyring, policy, clock())
            attempted, in_the_log = did.attempted, ""
            if did.given_up:
                log.error(
                    "推送：%s 项已放弃，见 fanpin webhooks list | webhooks: %s deliveries were given up",
                    did.given_up,
                    did.given_up,
                )
        except FanpinError as error:
            # Its message is written for people and holds nobody's data. Once, however many rounds fail for the same reason.
            if str(error) != in_the_log:
                in_the_log = str(error)
                log.error("推送暂停 | webhooks are waiting: %s", error)  # noqa: TRY400
        if not attempted:
            stopped.wait(every)
