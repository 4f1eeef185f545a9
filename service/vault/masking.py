"""What is shown of a name and a number to whoever works on a household: enough to ask for the right person at the door."""

from __future__ import annotations

SHOWN = 4
"""Signs of a number that are shown at its beginning and at its end."""


def masked_name(name: str) -> str:
    """The first sign, and a star for the rest: 张*. A name of one sign is all star."""
    return f"{name[0]}*" if len(name) > 1 else "*"


def masked_number(number: str) -> str:
    """The first and the last four signs: 5224**********1234. A short one, which is damaged, is all stars."""
    if len(number) <= 3 * SHOWN:
        return "*" * len(number)
    return f"{number[:SHOWN]}{'*' * (len(number) - 2 * SHOWN)}{number[-SHOWN:]}"
