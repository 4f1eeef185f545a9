"""Which columns lie sealed, for what and bound to what: whoever seals anew under another key has to know all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import LargeBinary, Table, and_, bindparam, func, literal, select, update

from service.keyring import NAME_BYTES, Keyring
from service.store.database import Work
from service.store.tables import Base
from service.store.tables.access import User
from service.store.tables.exports import ExportRequest
from service.store.tables.identities import Identity, Unmasking
from service.store.tables.leads import LeadReport, LeadStep
from service.store.tables.once import KeptAnswer
from service.store.tables.outbox import EndpointSecret


@dataclass(frozen=True)
class SealedColumn:
    """A column whose bytes the keyring sealed, bound to the row's key.

    Attributes:
        purpose: with which they were sealed.
        column: its name.
        place: to what they are bound, with the values of the row's key.
    """

    rows: type[Base]
    purpose: str
    column: str = "sealed"
    place: str = "{}"

    @property
    def table(self) -> Table:
        return cast("Table", self.rows.__table__)


IDENTITY = SealedColumn(Identity, "identity of a person")
UNMASKING = SealedColumn(Unmasking, "why somebody looked")
EXPORT = SealedColumn(ExportRequest, "why somebody exports")
WEBHOOK_SECRET = SealedColumn(EndpointSecret, "webhook secret")

SECOND_FACTOR = SealedColumn(User, "second factor", "second_factor")
REPORT_NOTE = SealedColumn(LeadReport, "words of a lead", "note", "lead_reports/{}")
STEP_WORDS = SealedColumn(LeadStep, "words of a lead", "words", "lead_steps/{}/{}")
KEPT_ANSWER = SealedColumn(KeptAnswer, "kept answers", "answer", "{}/{}")

SEALED = (IDENTITY, UNMASKING, EXPORT, WEBHOOK_SECRET, SECOND_FACTOR, REPORT_NOTE, STEP_WORDS, KEPT_ANSWER)


def stale(work: Work, keyring: Keyring, sealed: SealedColumn) -> int:
    """Rows that an older key than the present one sealed."""
    return int(work.session.scalar(select(func.count()).where(_by_an_older_key(keyring, sealed))) or 0)


def seal_anew(work: Work, keyring: Keyring, sealed: SealedColumn, limit: int) -> int:
    """Seal so many rows under the present key that an older one sealed; how many there were.

    Raises:
        KeyringError: one was changed, moved to another row, or sealed by a key that is gone; nothing of this step is done.
    """
    keys = list(sealed.table.primary_key.columns)
    content = sealed.table.c[sealed.column]
    held = select(*keys, content).where(_by_an_older_key(keyring, sealed)).limit(limit).with_for_update()
    rows = work.session.execute(held).all()
    anew = []
    for *row, before in rows:
        place = sealed.place.format(*row)
        plain = keyring.open(before, purpose=sealed.purpose, bound_to=place)
        after = keyring.seal(plain, purpose=sealed.purpose, bound_to=place)
        anew.append({**{f"key_{at}": value for at, value in enumerate(row)}, "after": after})
    if anew:
        this = and_(*(key == bindparam(f"key_{at}") for at, key in enumerate(keys)))
        work.session.execute(update(sealed.table).where(this).values({content: bindparam("after")}), anew)
    return len(rows)


def _by_an_older_key(keyring: Keyring, sealed: SealedColumn) -> Any:
    begins = func.substr(sealed.table.c[sealed.column], 1, NAME_BYTES, type_=LargeBinary())
    return begins != literal(keyring.current, LargeBinary())
