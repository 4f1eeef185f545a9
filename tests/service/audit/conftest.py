"""The keys and the file of anchors of an installation."""

from __future__ import annotations

from tests.service.audit.chain import anchors_file, keyring

__all__ = ["anchors_file", "keyring"]
