"""What a run was made from: the same of all of it gives the same scores and the same list, bit for bit."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from models.provenance import Provenance

DIGITS = 12
"""Of a name that is made from a digest."""


@dataclass(frozen=True, kw_only=True)
class MadeFrom(Provenance):
    """Everything that decides what a run says.

    Attributes:
        seed: of everything that is drawn.
        visits: so many in all over the region; None where the policy says how many.
        region: digits with which the village codes of the list begin; empty for everybody.
        previous: the run whose list came before; None where there was none.
    """

    seed: int
    visits: int | None = None
    region: str = ""
    previous: str | None = None

    @property
    def id(self) -> str:
        """The name of the run: its day, and a digest of all of this."""
        named = json.dumps(self.as_dict(), sort_keys=True, ensure_ascii=False)
        return f"{self.as_of}-{hashlib.sha256(named.encode()).hexdigest()[:DIGITS]}"
