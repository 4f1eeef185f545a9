"""How a screening rule is declared: a rule over features, with the department whose it is and the day on which a hit rests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from features.bilingual import Bilingual
from features.rules import Condition, Declarations, Rule
from features.vocabulary import Department, RiskType


@dataclass(frozen=True)
class Since:
    """The day on which a hit rests.

    Attributes:
        features: measures; the day is the latest among the rows that make them.
        day: which day of a row.
        amount: for a sum that grows inside its window, the amount: the day is that on which it came to the threshold.
    """

    features: tuple[str, ...]
    day: str = "event_date"
    amount: str | pl.Expr | None = None


def latest_of(*features: str, day: str = "event_date") -> Since:
    """The last event, inspection or listing on which the value stands."""
    return Since(features, day)


def when_reached(feature: str, amount: str | pl.Expr) -> Since:
    """The day on which the total inside the window came to the threshold."""
    return Since((feature,), amount=amount)


@dataclass(frozen=True, kw_only=True, eq=False)
class Trigger(Rule):
    """One rule of one department. `zh` and `en` say what its value is.

    Attributes:
        department: who screens.
        risk_type: the official risk that a hit points to.
        since: the day on which a hit rests.
        when_no_rows: of a household of which nothing is recorded: 0 not hit, None unknown.
        question: of a count of which one is enough, what is asked, as a feature says it.
    """

    KIND = "trigger"

    department: Department
    risk_type: RiskType
    since: Since
    when_no_rows: float | None
    question: Bilingual | None

    @property
    def twin(self) -> str | None:
        """The yes-or-no feature that says the very same, where there is one."""
        condition = self.condition
        is_twin = condition.any_such and condition.among is None and self.unit == "yes/no"
        return next(iter(condition.reads)) if is_twin else None

    @property
    def feature(self) -> str:
        """The name of the feature that it is: its twin's, or one of its own."""
        return self.twin or f"screened_{self.name}"


DECLARED = Declarations(Trigger)


def trigger(
    department: Department,
    *,
    unit: str,
    risk_type: RiskType,
    source: str,
    since: Since,
    when_no_rows: float | None = 0,
    question: str = "",
) -> Callable[[Callable[[], Condition]], Callable[[], Condition]]:
    """Declare a rule. The docstring says what its value is: `中文 | English`.

    Args:
        question: of a count of which one is enough, the same as a yes or no: `中文 | English`.

    Raises:
        RuleDeclarationError: on import, when the declaration is incomplete or its name is taken.
    """

    def declare(function: Callable[[], Condition]) -> Callable[[], Condition]:
        counts = unit != "yes/no" and function().any_such
        DECLARED.declare(
            function,
            unit=unit,
            source=source,
            sentences={"question": question or None},
            needs={
                "a question: 'whether there is one', as 中文 | English": bool(question) or not counts,
                "the features on whose rows a hit rests": bool(since.features),
            },
            department=department,
            risk_type=risk_type,
            since=since,
            when_no_rows=when_no_rows,
        )
        return function

    return declare
