"""Programs and their keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select

from service.store.database import Work
from service.store.paging import Key
from service.store.tables.access import Client, ClientKey


def client_named(work: Work, name: str) -> Client | None:
    return work.session.scalars(select(Client).where(Client.name == name)).one_or_none()


def client_of(work: Work, client_id: str) -> Client | None:
    return work.session.get(Client, client_id)


def every_client() -> Select[Any]:
    """Revoked ones as well."""
    return select(Client)


def all_clients(work: Work) -> Sequence[Client]:
    return work.session.scalars(every_client().order_by(Client.name)).all()


BY_NAME = (Key(Client.name, "name"),)
"""The order in which pages show them."""


def key_of(work: Work, digest: str) -> tuple[ClientKey, Client] | None:
    """A key with its program, whether it still holds or not."""
    row = work.session.execute(
        select(ClientKey, Client).join(Client, ClientKey.client_id == Client.id).where(ClientKey.hash == digest)
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def keys_of(work: Work, client_id: str) -> Sequence[ClientKey]:
    """A program's keys, the oldest first."""
    return work.session.scalars(select(ClientKey).where(ClientKey.client_id == client_id).order_by(ClientKey.id)).all()
