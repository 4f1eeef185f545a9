"""Programs and their keys."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from service.store.database import Work
from service.store.tables.access import Client, ClientKey


def client_named(work: Work, name: str) -> Client | None:
    return work.session.scalars(select(Client).where(Client.name == name)).one_or_none()


def all_clients(work: Work) -> Sequence[Client]:
    return work.session.scalars(select(Client).order_by(Client.name)).all()


def key_of(work: Work, digest: str) -> tuple[ClientKey, Client] | None:
    """A key with its program, whether it still holds or not."""
    row = work.session.execute(
        select(ClientKey, Client).join(Client, ClientKey.client_id == Client.id).where(ClientKey.hash == digest)
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def keys_of(work: Work, client_id: str) -> Sequence[ClientKey]:
    """A program's keys, the oldest first."""
    return work.session.scalars(select(ClientKey).where(ClientKey.client_id == client_id).order_by(ClientKey.id)).all()
