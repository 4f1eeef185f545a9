"""How long names are kept: a household of which nobody was named by a roster for years is removed from the vault.

Codes, facts and what was decided stay in the records and the database; from then on nobody can tell from them who it was.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from features.policy.loading import Policy
from service.jurisdiction import EVERYWHERE
from service.keyring import Keyring
from service.store import Database, Work
from service.store.repositories.audit import append
from service.store.repositories.identities import gone_households, remove_households

HOUSEHOLDS_A_STEP = 1_000


@dataclass(frozen=True)
class Gone:
    """Households, and people, whose names are kept no longer: last named before `since`."""

    households: int
    people: int
    since: dt.date


def kept_since(policy: Policy, today: dt.date) -> dt.date:
    """Who was last named before this day is kept no longer. Raises PolicyError."""
    years = int(policy.value("vault_kept_years", None, today))
    since: dt.date = pl.select(pl.lit(today).dt.offset_by(f"-{years}y")).item()
    return since


def gone(work: Work, policy: Policy) -> Gone:
    """What is to be removed today."""
    since = kept_since(policy, work.now.date())
    everybody = gone_households(work, since, limit=2**31 - 1)
    return Gone(len(everybody), sum(people for _, people in everybody), since)


def remove_gone(database: Database, keyring: Keyring, policy: Policy, now: dt.datetime, *, actor: str) -> Gone:
    """Remove them, in steps of which each is whole and a line of the audit, which counts and names nobody."""
    since = kept_since(policy, now.date())
    households = people = 0
    while True:
        with database.writing(EVERYWHERE, now) as work:
            some = gone_households(work, since, limit=HOUSEHOLDS_A_STEP)
            if not some:
                return Gone(households, people, since)
            remove_households(work, [household for household, _ in some])
            of_them = sum(count for _, count in some)
            counted = {"households": len(some), "people": of_them, "since": str(since)}
            append(work, keyring, actor=actor, action="vault.destroyed", detail=counted)
        households, people = households + len(some), people + of_them
