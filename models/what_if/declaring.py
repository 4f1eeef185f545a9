"""How a measure is declared: what it is, which department takes it, of whom it is feasible and which rows it brings.

The function says all of it in the order in which an office would: conditions first (`Home.require`), then the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from features.bilingual import Bilingual
from features.registry import features
from features.vocabulary import Department
from models.what_if.changing import Rows
from models.what_if.home import Home


class MeasureDeclarationError(TypeError):
    """A measure's declaration lacks something; the message says what to write."""


@dataclass(frozen=True, eq=False)
class Supposed:
    """A measure as if taken.

    Attributes:
        sentence: for whom, and how much.
        rows: what the departments would deliver, by record table.
    """

    sentence: Bilingual
    rows: Rows


Taking = Callable[[Home], Supposed]


@dataclass(frozen=True, eq=False)
class Measure:
    """A measure within an office's reach.

    Attributes:
        name: the declaring function's; stable.
        meaning: what it is, as an office says it.
        department: who takes it.
        features: the facts that its conditions ask for.
        taken: what it brings to a home. Raises NotFeasibleError: the conditions do not hold there.
    """

    name: str
    meaning: Bilingual
    department: Department
    features: frozenset[str]
    taken: Taking


class Measures:
    """The declared measures, in the order of their declaration."""

    def __init__(self) -> None:
        self._measures: dict[str, Measure] = {}

    def __iter__(self) -> Iterator[Measure]:
        return iter(self._measures.values())

    def declare(self, department: Department, reads: tuple[str, ...], taken: Taking) -> None:
        """Add the measure that a function declares. Raises MeasureDeclarationError naming all that it lacks."""
        name, meaning = taken.__name__, Bilingual.parsed(taken.__doc__ or "")
        unknown = sorted(set(reads) - features().keys())
        lacking = {
            'a meaning: a docstring """中文 | English"""': meaning is None,
            f"features that exist: {', '.join(unknown)}": bool(unknown),
            "another name: this one is taken": name in self._measures,
        }
        if meaning is None or any(lacking.values()):
            raise MeasureDeclarationError(
                f"measure {name} needs {'; '.join(k for k, lacks in lacking.items() if lacks)}."
            )
        sentence = Bilingual(meaning.zh, meaning.en.rstrip("."))
        self._measures[name] = Measure(name, sentence, department, frozenset(reads), taken)


DECLARED = Measures()


def measure(department: Department, *, reads: tuple[str, ...] = ()) -> Callable[[Taking], Taking]:
    """Declare a measure. The docstring says what it is: `中文 | English`.

    Args:
        reads: the features that its conditions ask for (`Home.fact`).
    """

    def declare(function: Taking) -> Taking:
        DECLARED.declare(department, reads, function)
        return function

    return declare
