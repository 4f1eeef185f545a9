"""How often is tried again, and how long is waited between."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

TOO_MANY, NOT_NOW = 429, 503
TRIED_AGAIN = frozenset({TOO_MANY, NOT_NOW})
"""The statuses that say: later. Whatever else is answered would be answered again."""

_drawn = secrets.SystemRandom()


@dataclass(frozen=True)
class Patience:
    """Tried again are requests whose line was cut, and those answered by 429 or 503; nothing else.

    Attributes:
        tries: the first among them.
        first_wait: seconds before the second try, doubled with each; between half of it and all of it, so that those who were turned away together do not come again together.
        longest_wait: seconds; where the service says to come again later than that, its answer is the last.
    """

    tries: int = 6
    first_wait: float = 0.5
    longest_wait: float = 60.0

    def wait(self, number: int, retry_after: float | None) -> float | None:
        """Seconds to wait after so many tries, one or more; None where no more are made."""
        if number >= self.tries:
            return None
        if retry_after is not None:
            return retry_after if retry_after <= self.longest_wait else None
        return min(self.first_wait * 2.0 ** (number - 1), self.longest_wait) * _drawn.uniform(0.5, 1)


def seconds_of(header: str | None) -> float | None:
    """What `Retry-After` says, in seconds; None where it says a date or nothing, which this service never does."""
    return float(header) if header is not None and header.isascii() and header.isdecimal() else None
