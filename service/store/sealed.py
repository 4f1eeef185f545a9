"""Which columns lie sealed, for what and bound to what: whoever seals anew under another key has to know all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import LargeBinary, Table, bindparam, func, literal, select, update

from service.keyring import NAME_BYTES, Keyring
from service.store.database import Work
from service.store.tables import Base
from service.store.tables.exports import ExportRequest
from service.store.tables.identities import Identity, Unmasking
from service.store.tables.outbox import EndpointSecret


@dataclass(frozen=True)
class SealedColumn:
    """A column whose bytes the keyring sealed, bound to the row's key.

    Attributes:
        purpose: with which they were sealed.
        column: its name.
    """

    rows: type[Base]
    purpose: str
    column: str = "sealed"

    @property
    def table(self) -> Table:
        return cast("Table", self.rows.__table__)


IDENTITY = SealedColumn(Identity, "identity of a person")
UNMASKING = SealedColumn(Unmasking, "why somebody looked")
EXPORT = SealedColumn(ExportRequest, "why somebody exports")
WEBHOOK_SECRET = SealedColumn(EndpointSecret, "webhook secret")

SEALED = (IDENTITY, UNMASKING, EXPORT, WEBHOOK_SECRET)


def stale(work: Work, keyring: Keyring, sealed: SealedColumn) -> int:
    """Rows that an older key than the present one sealed."""
    return int(work.session.scalar(select(func.count()).where(_by_an_older_key(keyring, sealed))) or 0)


def seal_anew(work: Work, keyring: Keyring, sealed: SealedColumn, limit: int) -> int:
    """Seal so many rows under the present key that an older one sealed; how many there were.

    Raises:
        KeyringError: one was changed, moved to another row, or sealed by a key that is gone; nothing of this step is done.
    """
    (key,) = sealed.table.primary_key.columns
    content = sealed.table.c[sealed.column]
    held = select(key, content).where(_by_an_older_key(keyring, sealed)).limit(limit).with_for_update()
    rows = work.session.execute(held).all()
    anew = []
    for bound_to, before in rows:
        plain = keyring.open(before, purpose=sealed.purpose, bound_to=bound_to)
        anew.append({"row": bound_to, "after": keyring.seal(plain, purpose=sealed.purpose, bound_to=bound_to)})
    if anew:
        work.session.execute(
            update(sealed.table).where(key == bindparam("row")).values({content: bindparam("after")}), anew
        )
    return len(rows)


def _by_an_older_key(keyring: Keyring, sealed: SealedColumn) -> Any:
    begins = func.substr(sealed.table.c[sealed.column], 1, NAME_BYTES, type_=LargeBinary())
    return begins != literal(keyring.current, LargeBinary())
