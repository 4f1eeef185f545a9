"""What measures would do to a score, as a page writes it: always the model's sensitivity, never a promise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from features.bilingual import Bilingual
from models.bands import RiskBand
from models.what_if import Effect
from models.what_if.wording import moved_in_words


@dataclass(frozen=True)
class Supposed:
    """A measure as if it had been taken.

    Attributes:
        sentence: for whom, and how much of it.
        after: the chance with it.
    """

    words: Bilingual
    department: Bilingual
    sentence: Bilingual
    after: float
    band: RiskBand | None
    moved: Bilingual


def in_words(effects: Iterable[Effect], before: float) -> list[Supposed]:
    """The feasible ones, in their order."""
    return [
        Supposed(
            effect.measure.meaning,
            Bilingual(effect.measure.department.zh, effect.measure.department.en),
            effect.sentence,
            effect.probability,
            effect.band,
            moved_in_words(effect.probability - before),
        )
        for effect in effects
        if effect.probability is not None
    ]
