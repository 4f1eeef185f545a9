"""The tables, by theme. Whoever names a table names its module; all are known when this package is imported.

audit       what was done and read, line by line
exports     large exports, asked for and approved
identities  who is behind a household's code, sealed
once        answers that are given again
outbox      what happened, and to whom it is sent
"""

from __future__ import annotations

from service.store.tables.audit import AuditHead, AuditLine, AuditStart
from service.store.tables.exports import ExportRequest
from service.store.tables.identities import Identity, Unmasking
from service.store.tables.once import KeptAnswer
from service.store.tables.outbox import Delivery, Endpoint, EndpointSecret, Event
from service.store.types import Base

__all__ = [
    "AuditHead",
    "AuditLine",
    "AuditStart",
    "Base",
    "Delivery",
    "Endpoint",
    "EndpointSecret",
    "Event",
    "ExportRequest",
    "Identity",
    "KeptAnswer",
    "Unmasking",
]
