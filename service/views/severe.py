"""Departments' severe rules that a household hits, each with what to ask first: from an answer of a day, or as a list keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from features.bilingual import Bilingual
from features.triggers.wording import severe_in_words
from models.lists import Slot
from service.store.tables.lists import SEVERE


@dataclass(frozen=True)
class Severe:
    """A severe rule that is hit.

    Attributes:
        hit: whose rule, what was found, since when.
        ask: what to ask or look at first for it.
    """

    hit: Bilingual
    ask: Bilingual

    @property
    def why(self) -> Bilingual:
        """As a reason to visit, whatever the score."""
        return MUST.and_also(self.hit)


MUST = Bilingual("必查：", "must be visited: ")
RULE = Bilingual("部门预警：", "a department's severe rule: ")
"""Of a household that is listed for another reason, such as its score."""


def severe_of(answer: Mapping[str, Any]) -> tuple[Severe, ...]:
    """By the answer of a day."""
    return _of(severe_in_words(answer.get("screening") or ()))


def severe_kept(words: Mapping[str, Any]) -> tuple[Severe, ...]:
    """By what a list keeps of a household (`list_items.words`)."""
    return _of(words.get(SEVERE, ()))


def reason_on_list(severe: Severe, slot: Slot) -> Bilingual:
    """As a list says it: that it is why the household is there, or that it is so as well."""
    return severe.why if slot is Slot.MUST_INCLUDE else RULE.and_also(severe.hit)


def _of(rows: Any) -> tuple[Severe, ...]:
    return tuple(Severe(Bilingual(row["zh"], row["en"]), Bilingual(row["ask_zh"], row["ask_en"])) for row in rows)
