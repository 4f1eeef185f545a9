"""A vault, its keys, and made-up people."""

from __future__ import annotations

from tests.service.vault.people import filled, keyring

__all__ = ["filled", "keyring"]
