"""That a household is monitored, or was earlier: told at the head of its page, since no other fact about it weighs as much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from features.bilingual import Bilingual
from features.records.monitored import STANDS, STEP_ORDER
from features.vocabulary import HouseholdType, MonitoringStep
from service.households.answers import HouseholdAnswer, KnownRowAnswer
from service.views.known_facts import row_in_words

MONITORING, DESCRIBED = "monitoring", "households"
TYPE = "household_type"


@dataclass(frozen=True)
class Monitored:
    """The steps of the official procedure that a household went through.

    Attributes:
        is_now: whether it is monitored as far as was known.
        steps: each with its day, the first first.
    """

    is_now: bool
    words: Bilingual
    steps: Sequence[Bilingual]


def monitored_of(known: HouseholdAnswer) -> Monitored | None:
    """By the records; None where they tell of no step."""
    rows = sorted(
        _rows(known, MONITORING),
        key=lambda row: (row.event_date, STEP_ORDER[MonitoringStep(row.values["step"])]),
    )
    if not rows:
        return None
    last = rows[-1]
    if last.values["step"] in STANDS:
        words = Bilingual("现在是监测对象", "it is monitored now")
    else:
        words = Bilingual(
            f"曾是监测对象，{last.event_date} 风险消除",
            f"it was monitored earlier, and its risk was found removed on {last.event_date}",
        )
    return Monitored(last.values["step"] in STANDS, words, [_step(row) for row in rows])


def type_of(known: HouseholdAnswer) -> HouseholdType | None:
    """As the household was described last; None where no description says it."""
    told = [row.values[TYPE] for row in _rows(known, DESCRIBED) if row.values.get(TYPE)]
    return HouseholdType(told[-1]) if told else None


def _step(row: KnownRowAnswer) -> Bilingual:
    day = Bilingual(f"{row.event_date} ", f"{row.event_date}: ")
    # What is not so needs no word beside what is.
    told = {name: value for name, value in row.values.items() if value is not False}
    return day.and_also(row_in_words(MONITORING, told))


def _rows(known: HouseholdAnswer, name: str) -> list[KnownRowAnswer]:
    return [row for table in known.tables if table.table == name for row in table.rows]
