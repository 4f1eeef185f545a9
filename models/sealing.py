"""The hash chain of every audit: each entry is sealed together with the seal of the one before (promotions, and what the service's users do).

What is changed, taken out or put in between breaks the chain from there on (Schneier and Kelsey 1999, "Secure audit logs
to support computer forensics"). What is cut off at the end leaves the chain whole: whoever keeps one also keeps its
newest number and seal somewhere else, and holds the two together.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

FIRST = "0" * 64
"""What stands for the seal before the first entry."""


def canonical(content: Mapping[str, Any]) -> str:
    """The one text of an entry: what is sealed."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True)


def seal(text: str) -> str:
    """The seal of an entry's canonical text, which holds its `number` and, as `before`, the seal of the one before it."""
    return hashlib.sha256(text.encode()).hexdigest()


def first_break(
    entries: Iterable[tuple[Mapping[str, Any], str, str]], number: int = 1, before: str = FIRST
) -> int | None:
    """The number at which a chain is broken; None where it is whole.

    Args:
        entries: of each its content with `number` and `before`, its canonical text, and the seal that was kept with it.
        number, before: of the first of them, where earlier ones were destroyed in good order.
    """
    for expected, (content, text, kept) in enumerate(entries, start=number):
        if content["number"] != expected or content["before"] != before or seal(text) != kept:
            return expected
        before = kept
    return None
