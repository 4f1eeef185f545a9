"""The tables, by theme. Whoever names a table names its module; all are known when this package is imported.

access  users, roles and sessions; programs and their keys
audit   what was done and read, line by line
once    answers that are given again
"""

from __future__ import annotations

from service.store.tables.access import Attempts, Client, ClientKey, LoginLink, User, UserRole, UserSession
from service.store.tables.audit import AuditHead, AuditLine
from service.store.tables.once import KeptAnswer
from service.store.types import Base

__all__ = [
    "Attempts",
    "AuditHead",
    "AuditLine",
    "Base",
    "Client",
    "ClientKey",
    "KeptAnswer",
    "LoginLink",
    "User",
    "UserRole",
    "UserSession",
]
