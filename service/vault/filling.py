"""People taken over from the sealed identity table beside the records, which rosters fill: who is new, changed, gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from features.intake.who.identity import pseudonym_key
from features.intake.who.identity_table import IdentityTable
from features.policy.loading import Policy
from features.records.store import RecordStore
from features.workbooks.homes import NoSuchRegionError, homes
from service.jurisdiction import EVERYWHERE
from service.keyring import Keyring
from service.store import Database, Work
from service.store.repositories.audit import append
from service.store.repositories.identities import identities_by_person, persons, put, remove
from service.store.tables.identities import Identity
from service.vault.looking import opened_person, sealed_person
from service.vault.masking import masked_number
from service.vault.retention import kept_since

A_STEP = 1_000
"""People that are put in one transaction."""

DESCRIBED = {
    "person_id": pl.String(),
    "household_id": pl.String(),
    "region_code": pl.String(),
    "head": pl.Boolean(),
    "name": pl.String(),
    "number": pl.String(),
    "last_named": pl.Date(),
}


@dataclass(frozen=True)
class Filled:
    """How many people.

    Attributes:
        unplaced: of a household that no roster places in a village, so that nobody could see them: left out.
    """

    added: int
    changed: int
    removed: int
    unplaced: int


def described(store: RecordStore, today: dt.date) -> pl.DataFrame:
    """Each person as rosters described them last: DESCRIBED, in order of `person_id`; `region_code` is null of the unplaced.

    Raises:
        SealError, PseudonymKeyError: the identity table can't be opened.
    """
    rows = IdentityTable.of(store, pseudonym_key(store.path)).rows()
    if rows.is_empty():
        return pl.DataFrame(schema=DESCRIBED)
    last_named = rows.group_by("person_id").agg(pl.col("known_date").max().alias("last_named"))
    latest = rows.unique("person_id", keep="last", maintain_order=True)
    try:
        places = homes(store, today).select("household_id", "region_code")
    except NoSuchRegionError:
        places = pl.DataFrame(schema={"household_id": pl.String(), "region_code": pl.String()})
    return (
        latest.join(last_named, on="person_id")
        .join(places, on="household_id", how="left")
        .with_columns(pl.col("head").fill_null(value=False))
        .select(list(DESCRIBED))
        .sort("person_id")
    )


def fill(
    database: Database, keyring: Keyring, policy: Policy, people: pl.DataFrame, now: dt.datetime, *, actor: str
) -> Filled:
    """Bring the vault to what rosters say now, in steps of which each is whole: a run that was cut short is gone on with by the next.

    Who is in no roster any more, since the delivery was withdrawn, is removed; who was named by none for as long as policy keeps names is not
    taken in again.

    Args:
        people: DESCRIBED, one row a person.

    Raises:
        KeyringError, VaultError: a row that is there was changed; restore it first.
        PolicyError: policy does not say how long names are kept.
    """
    placed = people.filter(pl.col("region_code").is_not_null())
    kept = placed.filter(pl.col("last_named") >= kept_since(policy, now.date()))
    added = changed = 0
    for rows in _steps(kept.rows(named=True)):
        with database.writing(EVERYWHERE, now) as work:
            new, other = _put(work, keyring, rows)
        added, changed = added + new, changed + other
    removed = _remove_others(database, now, set(kept.get_column("person_id")))
    filled = Filled(added, changed, removed, people.height - placed.height)
    with database.writing(EVERYWHERE, now) as work:
        detail = {"added": added, "changed": changed, "removed": removed, "unplaced": filled.unplaced}
        append(work, keyring, actor=actor, action="vault.filled", detail=detail)
    return filled


def _put(work: Work, keyring: Keyring, rows: list[dict[str, Any]]) -> tuple[int, int]:
    """How many were new and how many said something else."""
    there = identities_by_person(work, [row["person_id"] for row in rows])
    new, changed = [], 0
    for row in rows:
        number = masked_number(row["number"]) if row["number"] else None
        identity = there.get(row["person_id"])
        beside = {
            "household_id": row["household_id"],
            "region_code": row["region_code"],
            "is_head": row["head"],
            "last_named": row["last_named"],
        }
        same = identity is not None and all(getattr(identity, name) == value for name, value in beside.items())
        if identity is not None and same and opened_person(keyring, identity) == (row["name"], number):
            continue
        sealed = sealed_person(keyring, row["person_id"], row["household_id"], row["name"], number)
        if identity is None:
            new.append(Identity(person_id=row["person_id"], sealed=sealed, **beside))
            continue
        changed += 1
        for name, value in {**beside, "sealed": sealed}.items():
            setattr(identity, name, value)
    put(work, new)
    return len(new), changed


def _remove_others(database: Database, now: dt.datetime, kept: set[str]) -> int:
    removed, after = 0, ""
    while True:
        with database.writing(EVERYWHERE, now) as work:
            there = persons(work, after, A_STEP)
            gone = [person for person in there if person not in kept]
            remove(work, gone)
        removed += len(gone)
        if len(there) < A_STEP:
            return removed
        after = there[-1]


def _steps(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, len(rows), A_STEP):
        yield rows[start : start + A_STEP]
