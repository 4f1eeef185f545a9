"""What features mean, in sixteen digits: a model must not meet features that mean something else.

By rule: the text of every module of the language and of the frame counts, with the gate, the lookup of policy
and the comparison of rules, whatever it is called and wherever it stands. A file that only moved changes nothing, and none can be forgotten.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from features.language.marks import PREFIX, READ
from features.registry.declarations import with_ingredients
from features.registry.source_texts import normalised

HERE = Path(__file__).parent
ROOT = HERE.parent

FOLDERS = (ROOT / "language", HERE)
MODULES = (
    ROOT / "records" / "gate.py",
    ROOT / "records" / "context.py",
    ROOT / "policy" / "loading.py",
    ROOT / "rules" / "condition.py",
)
"""What features stand on outside these folders: which rows a day could see, which value was in force, and how a rule that is
a feature holds a value against its line."""

OF_PLACES = HERE / "context"
"""Counts only for features that read what is counted at places."""


def context_read(names: Iterable[str] | None = None) -> set[str]:
    """The figures of villages and settlements that these features stand on; nothing when they do without."""
    return {read for f in with_ingredients(names).values() for read in f.reads if read.startswith(PREFIX)}


def fingerprint(names: Iterable[str]) -> str:
    """What these features mean, as 16 hex digits.

    Made from the definitions' text without comments, meanings and layout, with the constants of their module and of those
    that it takes names from, and from what all of them stand on; for features of places, from how these are counted, too.
    """
    standing_on = with_ingredients(names)
    of_places = bool(context_read(standing_on))
    if of_places:
        standing_on |= with_ingredients(READ)
    texts = [f"{f.name}|{f.unit}|{f.when_no_rows}|{f.source}" for f in standing_on.values()]
    return hashlib.sha256("\n".join([*texts, *texts_below(of_places=of_places)]).encode()).hexdigest()[:16]


@cache
def texts_below(*, of_places: bool) -> tuple[str, ...]:
    """What the features stand on, as normalised text, in an order that no name or place of a file decides."""
    return tuple(sorted(normalised(file.read_text(encoding="utf-8")) for file in _files_below(of_places=of_places)))


def _files_below(*, of_places: bool) -> Iterator[Path]:
    for folder in (*FOLDERS, *([OF_PLACES] if of_places else [])):
        yield from sorted(folder.glob("*.py"))
    yield from MODULES
