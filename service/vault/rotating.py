"""Everything that lies sealed in the database, sealed anew under a new key, and the old key thrown away.

It goes on where a kill came between: whatever an older key sealed is told by its first bytes. Nothing else runs meanwhile: a
service that was started before knows nothing of the new key.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from service.jurisdiction import EVERYWHERE
from service.keyring import Keyring, keep_keyring
from service.store import Database
from service.store.repositories.audit import append
from service.store.sealed import SEALED, seal_anew, stale

ROWS_A_STEP = 500


@dataclass(frozen=True)
class Rotated:
    """What was done.

    Attributes:
        rows: sealed anew.
        resumed: whether an earlier rotation was gone on with, instead of drawing another key.
        keys_left: keys in the file from now on: the new one, and the oldest, which marks and seals nothing.
    """

    keyring: Keyring
    rows: int
    resumed: bool

    @property
    def keys_left(self) -> int:
        return len(self.keyring.keys)


def rotate(database: Database, file: Path, keyring: Keyring, now: dt.datetime, *, actor: str) -> Rotated:
    """Draw a new key, seal everything under it, and forget the old ones.

    Raises:
        KeyringError: a row was changed or its key is gone. What was done stays; no key is forgotten.
        DiskError: the file of keys can't be written; nothing was done.
        DatabaseError: the database can't be used.
    """
    resumed = _stale(database, keyring, now) > 0
    if not resumed:
        keyring = keyring.rotated()
        # On the disk before anything is sealed by it.
        keep_keyring(file, keyring)
    rows = 0
    for sealed in SEALED:
        while True:
            with database.writing(EVERYWHERE, now) as work:
                done = seal_anew(work, keyring, sealed, ROWS_A_STEP)
            rows += done
            if done < ROWS_A_STEP:
                break
    if not _stale(database, keyring, now):
        keyring = keyring.without(*(name for name in keyring.keys if name != keyring.current))
        keep_keyring(file, keyring)
    with database.writing(EVERYWHERE, now) as work:
        detail = {"rows": rows, "resumed": resumed, "keys": len(keyring.keys)}
        append(work, keyring, actor=actor, action="vault.rotated", detail=detail)
    return Rotated(keyring, rows, resumed)


def _stale(database: Database, keyring: Keyring, now: dt.datetime) -> int:
    with database.reading(EVERYWHERE, now) as work:
        return sum(stale(work, keyring, sealed) for sealed in SEALED)
