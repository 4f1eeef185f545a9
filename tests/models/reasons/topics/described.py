"""What is told of a household that is described by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from features.vocabulary import Department, Labelled
from models.reasons.topics import topics
from tests.models.reasons.topics.households import Drawn, limits

WIFE = {"relation": "spouse", "sex": "female", "age": 41}
DAUGHTER = {"relation": "child", "sex": "female", "age": 22}


def raising(topic: str, seen: Mapping[str, dict[str, Any]] | None = None, /, **values: float) -> tuple[str, str] | None:
    """The first phrase, in Chinese and English, of a topic that raises the risk; None where nothing of it is told."""
    return _told(topic, "raises", seen, values)


def protecting(
    topic: str, seen: Mapping[str, dict[str, Any]] | None = None, /, **values: float
) -> tuple[str, str] | None:
    return _told(topic, "protects", seen, values)


def _told(
    topic: str, side: str, seen: Mapping[str, dict[str, Any]] | None, values: Mapping[str, float]
) -> tuple[str, str] | None:
    phrases = getattr(topics().by_name[topic], side)
    read = {name for phrase in phrases for name in phrase.reads}
    household = Drawn({**dict.fromkeys(read), **limits(read), **values}, dict(seen or {}))
    phrase = next((one for one in phrases if household.can_hear(one)), None)
    if phrase is None:
        return None
    text = phrase.text.rendered(household.facts(phrase))
    return text.zh, text.en


def word(of: Labelled) -> dict[str, str]:
    """A code with its words, as evidence gives it."""
    return {"zh": of.zh, "en": of.en}


def row(
    on: str, *members: dict[str, Any], known: str = "2024-10-05", by: Department | None = None, **columns: Any
) -> dict[str, Any]:
    """A row as evidence gives it."""
    sender = None if by is None else word(by)
    return {"on": on, "known": known, "department": sender, "members": list(members), "columns": columns}
