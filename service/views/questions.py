"""What to ask a household first, and why: the same questions in the same order on its page, on the visit and on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from features.bilingual import Bilingual
from service.views.severe import severe_of

OPEN_ASKED = 3
"""Of what is not known: the questions whose answers may change most."""

LOOKED_INTO = Bilingual("核实是否属实", "See whether it is so")
"""Asked about a reason that says nothing of what to ask."""


@dataclass(frozen=True)
class Question:
    """Something to ask, and why."""

    ask: Bilingual
    why: Bilingual


def questions_of(answer: Mapping[str, Any], open_asked: int = OPEN_ASKED) -> list[Question]:
    """For severe rules that are hit, for what contradicts a main reason, for what raises the score, for what is not known.

    Args:
        answer: `models.answers.assessment_fields`; of an answer of which only the score was kept its reasons alone.
        open_asked: so many of what is not known.
    """
    return [
        *(Question(each.ask, each.why) for each in severe_of(answer)),
        *(_about(each) for name in ("verify_first", "reasons") for each in answer.get(name) or ()),
        *(Question(_words(each), _words(each, "why_")) for each in (answer.get("ask_first") or ())[:open_asked]),
    ]


def _about(told: Mapping[str, Any]) -> Question:
    ask = _words(told, "ask_")
    return Question(ask if ask.zh else LOOKED_INTO, _words(told))


def _words(told: Mapping[str, Any], of: str = "") -> Bilingual:
    return Bilingual(told[f"{of}zh"], told[f"{of}en"])
