"""One round of sending: what is due is claimed, sent side by side, and noted.

A worker that is killed in between lets its claims run out, and another sends the same events again: a receiver may get one
twice, and knows it by its id.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import secrets
import ssl
from dataclasses import dataclass

from features.policy.loading import Policy
from service.jurisdiction import EVERYWHERE
from service.keyring import Keyring
from service.store import Database
from service.store.repositories.webhooks import Claimed, Outcome, claim, end
from service.webhooks.endpoints import opened_secret
from service.webhooks.sending import SECONDS_IN_ALL, Answered, send
from service.webhooks.signing import HEADER, body_of, signature

OF_EACH_ENDPOINT = 16
"""So many are under way at once to one endpoint: one that is slow does not take the places of the others."""

CLAIM = dt.timedelta(seconds=4 * SECONDS_IN_ALL)

JITTER = 0.5
"""A wait is so much longer or shorter by chance, so that not everything comes at once when the other side is up again."""


@dataclass(frozen=True)
class Round:
    """What a round did: numbers of deliveries."""

    delivered: int = 0
    put_off: int = 0
    given_up: int = 0

    @property
    def attempted(self) -> int:
        return self.delivered + self.put_off + self.given_up


def deliver_due(
    database: Database, keyring: Keyring, policy: Policy, now: dt.datetime, *, trusted: ssl.SSLContext | None = None
) -> Round:
    """Send what is due, once. It runs a loop of its own: call it in a thread that has none.

    Args:
        trusted: certificates that are trusted instead of the system's.

    Raises:
        DatabaseError: the database can't be used; what was sent and could not be noted is sent again.
        PolicyError: policy says nothing about attempts.
    """
    with database.writing(EVERYWHERE, now) as work:
        claimed = claim(work, now + CLAIM, of_each=OF_EACH_ENDPOINT)
    if not claimed:
        return Round()
    answers = asyncio.run(_sent(claimed, keyring, now, trusted))
    outcomes = [_outcome(each, answer, policy, now) for each, answer in zip(claimed, answers, strict=True)]
    with database.writing(EVERYWHERE, now) as work:
        for each, outcome in zip(claimed, outcomes, strict=True):
            end(work, each, outcome)
    delivered = sum(outcome.fault is None for outcome in outcomes)
    put_off = sum(outcome.due_at is not None for outcome in outcomes)
    return Round(delivered, put_off, len(outcomes) - delivered - put_off)


async def _sent(
    claimed: list[Claimed], keyring: Keyring, now: dt.datetime, trusted: ssl.SSLContext | None
) -> list[Answered]:
    async def one_sent(each: Claimed) -> Answered:
        body = body_of(each.event)
        signing = {key: opened_secret(keyring, key, sealed) for key, sealed in each.secrets}
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "fanpin",
            "Fanpin-Delivery": each.id,
            HEADER: signature(body, signing, now),
        }
        return await send(each.url, body, headers, allows_private=each.allows_private, trusted=trusted)

    return list(await asyncio.gather(*(one_sent(each) for each in claimed)))


def _outcome(claimed: Claimed, answered: Answered, policy: Policy, now: dt.datetime) -> Outcome:
    if answered.fault is None:
        return Outcome(None, answered.status)
    return Outcome(answered.fault, answered.status, _due_at(claimed.attempts, policy, now))


def _due_at(attempts: int, policy: Policy, now: dt.datetime) -> dt.datetime | None:
    """When to try again after so many attempts; None where that was the last."""
    if attempts >= policy.value("webhook_attempts", None, now.date()):
        return None
    first, longest = (
        policy.value(name, None, now.date()) for name in ("webhook_first_wait_minutes", "webhook_longest_wait_minutes")
    )
    # Bounded before it is doubled too often for a number.
    wait = min(first * 2.0 ** min(attempts - 1, 30), longest)
    by_chance = 1 + JITTER * (2 * secrets.randbelow(10_001) / 10_000 - 1)
    return now + dt.timedelta(minutes=wait * by_chance)
