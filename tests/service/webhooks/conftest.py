"""Receivers, and what happens."""

from __future__ import annotations

from tests.service.webhooks.receivers import deliver, happens, keyring, names, opened

__all__ = ["deliver", "happens", "keyring", "names", "opened"]
