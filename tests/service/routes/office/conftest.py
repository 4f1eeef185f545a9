"""An office of its own for each module: its stories move leads."""

from __future__ import annotations

from tests.service.office import office

__all__ = ["office"]
