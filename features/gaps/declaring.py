"""How a gap is declared: what a household is due by a rule, what it has, and what to check before anybody decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from features.bilingual import Bilingual
from features.rules import Condition, Declarations, Rule
from features.vocabulary import Department, Labelled

SHEET_CHARACTERS = 31
"""So many a sheet's name may have in Excel."""


class Direction(Labelled):
    """Which side is missing."""

    MISSING = "missing", "符合条件未享受", "meets the rule, has not the measure"
    UNFOUNDED = "unfounded", "已享受但记录不支持", "has the measure, the records do not bear it out"
    UNLINKED = "unlinked", "两项制度未衔接", "one system has the household, the other has not"


@dataclass(frozen=True, kw_only=True, eq=False)
class Gap(Rule):
    """One rule of the safety net, asked of every household. `zh` and `en` say what the gap is.

    Attributes:
        sheet: the workbook's sheet of it.
        direction: which side is missing.
        value: what its value is.
        check: what to check.
        department: who has to act.
    """

    KIND = "gap"

    sheet: str
    direction: Direction
    value: Bilingual
    check: Bilingual
    department: Department


DECLARED = Declarations(Gap)


def gap(
    direction: Direction,
    *,
    sheet: str,
    value: str,
    unit: str,
    source: str,
    check: str,
    department: Department = Department.CIVIL_AFFAIRS,
) -> Callable[[Callable[[], Condition]], Callable[[], Condition]]:
    """Declare a gap. The docstring says what it is: `中文 | English`.

    Args:
        value: what its value is: `中文 | English`.
        check: what to check before anybody decides: `中文 | English`.
        department: who has to act; the safety net is civil affairs' work.

    Raises:
        RuleDeclarationError: on import, when the declaration is incomplete or its name or sheet is taken.
    """

    def declare(function: Callable[[], Condition]) -> Callable[[], Condition]:
        DECLARED.declare(
            function,
            unit=unit,
            source=source,
            sentences={"value": value, "check": check},
            needs={
                f"a sheet: a name of at most {SHEET_CHARACTERS} characters": 0 < len(sheet) <= SHEET_CHARACTERS,
                "another sheet: this one is another gap's": all(sheet != other.sheet for other in DECLARED),
            },
            direction=direction,
            sheet=sheet,
            department=department,
        )
        return function

    return declare
