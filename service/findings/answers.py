"""What the API answers about findings, hits and gaps: places, facts and words, never whose name it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel, Field

from features.deliveries.departments import DeliveringDepartment
from features.findings.from_checks import check_problems
from features.findings.from_flags import flag_problems
from features.findings.problem import Problem
from features.findings.sheets import CONTRADICTION, WHY_IT_MATTERS
from features.gaps.declaring import Direction
from features.gaps.rules import GAPS
from features.intake.problems import REASONS, Reason
from features.rules import amount_in_words
from features.triggers.rules import TRIGGERS_BY_NAME
from features.triggers.wording import hit_in_words
from features.vocabulary import Department, RiskType
from service.answers import Finite, Words
from service.findings.listing import RecordFindingKind

GAPS_BY_NAME = {gap.name: gap for gap in GAPS}

NOT_IN_RECORDS = Words(
    zh="该行的事实不在记录中，评分看不到", en="The fact is not in the records, so the score does not see it"
)
DECIDE = Words(
    zh="用 fanpin people review 导出核对清单，填写“结论”，再用 fanpin people decide 读回",
    en="Write the list with `fanpin people review`, decide, and read it back with `fanpin people decide`.",
)


class DepartmentAnswer(Words):
    """A department, by its name and its official word."""

    name: str


class SourceRowAnswer(BaseModel):
    """Where a record stands in a delivered file; what of it is not known is null."""

    file: str | None
    sheet: str | None
    row: int | None
    column: str | None = None


class PlacedAnswer(BaseModel):
    """About a household, with its village as it was known on the day."""

    household_id: str | None = Field(description="Null for a row of a file that belongs to no household.")
    region_code: str = Field(description="Of the village; of a row of no household the digits of all places.")
    township: str | None
    village: str | None
    departments: list[DepartmentAnswer] = Field(description="Who has to act, where that is known.")


class RecordFindingAnswer(PlacedAnswer):
    """What should be put right in the records, or looked at."""

    kind: RecordFindingKind
    check: str = Field(description="The check, rule or reason by its id, as in `fanpin checks` and the workbook.")
    zh: str = Field(description="What was found.")
    en: str
    degree: Words = Field(description="How much it matters.")
    why: Words = Field(description="Why it matters to the score.")
    to_do: Words
    value: Finite | None = Field(description="The recorded number, where one decides.")
    threshold: Finite | None = Field(description="The limit that it was held against.")
    unit: str = Field(description="Of both, in Chinese; empty where they are bare numbers.")
    event_date: dt.date | None = Field(description="When what is recorded happened.")
    source: SourceRowAnswer | None = Field(description="Where the record stands in a delivered file.")
    other_source: SourceRowAnswer | None = Field(
        description="Where the row stands that holds, of two that contradict each other."
    )


class ScreeningHitAnswer(PlacedAnswer):
    """A rule of a department that a household hits."""

    trigger: str
    risk_type: RiskType
    zh: str = Field(description="The hit in Chinese words.")
    en: str
    unit: str
    value: Finite | None = Field(description="Null where the records add up to no number.")
    threshold: Finite | None = Field(
        description="The line in force; 1, or 0 for an amount, where any such event is a hit."
    )
    since: dt.date = Field(description="The last event or inspection on which it rests.")
    identified_on: dt.date | None = Field(description="When the household was identified within the horizon.")


class SafetyNetGapAnswer(PlacedAnswer):
    """A measure that a household is due by a rule and has not, or the reverse; a question, never a finding against anybody."""

    gap: str
    direction: Direction
    zh: str
    en: str
    value_of: Words = Field(description="What the value is.")
    value: Finite | None = Field(description="Null where the records add up to no number.")
    value_in_words: Words
    threshold: Finite | None
    unit: str
    to_do: Words = Field(description="What to check before anybody decides.")
    rule_of: str = Field(description="Whose rule it is.")


class _ListedPage(BaseModel):
    as_of: dt.date = Field(description="The day on which everything of the page was known.")
    total: int = Field(description="How many there are in all by this question.")
    households: int = Field(description="Of so many households.")
    policy_examples: list[str] = Field(description="Policy values behind them that are examples, not the county's.")
    next: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")


class RecordFindingPage(_ListedPage):
    """Some findings, by village and household."""

    items: list[RecordFindingAnswer]


class ScreeningHitPage(_ListedPage):
    """Some hits, by village and household."""

    items: list[ScreeningHitAnswer]


class SafetyNetGapPage(_ListedPage):
    """Some gaps, by village and household."""

    items: list[SafetyNetGapAnswer]


@cache
def _problems() -> dict[str, Problem]:
    return check_problems() | flag_problems()


def record_finding(row: Mapping[str, Any], file: Callable[[str | None], str | None]) -> RecordFindingAnswer:
    """A row of the findings' listing.

    Args:
        file: what a file of the records is called before people.
    """
    other = None
    if row["holds_file"] is not None:
        other = SourceRowAnswer(file=file(row["holds_file"]), sheet=file(row["holds_sheet"]), row=row["holds_row"])
    return RecordFindingAnswer(
        **_placed(row, DeliveringDepartment),
        kind=row["kind"],
        check=row["rule"],
        **_WORDS[RecordFindingKind(row["kind"])](row),
        value=row["value"],
        threshold=row["threshold"],
        event_date=row["event_date"],
        source=_source(row, file),
        other_source=other,
    )


def _source(row: Mapping[str, Any], file: Callable[[str | None], str | None]) -> SourceRowAnswer | None:
    if row["file"] is None and row["row"] is None:
        return None
    return SourceRowAnswer(file=file(row["file"]), sheet=file(row["sheet"]), row=row["row"], column=file(row["column"]))


def _of_problem(row: Mapping[str, Any]) -> dict[str, Any]:
    problem = _problems()[row["rule"]]
    return {
        "zh": problem.zh,
        "en": problem.en,
        "degree": Words(zh=problem.degree_zh, en=problem.degree_en),
        "why": Words(zh=problem.why_zh, en=problem.why_en),
        "to_do": Words(zh=problem.fix_zh, en=problem.fix_en),
        "unit": problem.unit,
    }


def _of_person(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**_of_row(row), "en": REASONS[row["rule"]].en.partition(": ")[0], "degree": _VERIFY, "to_do": DECIDE}


def _of_row(row: Mapping[str, Any]) -> dict[str, Any]:
    reason: Reason = REASONS[row["rule"]]
    what, _, to_do = reason.en.partition("; ")
    return {
        "zh": reason.problem_zh,
        "en": what,
        "degree": Words(zh="未入库", en="not kept"),
        "why": NOT_IN_RECORDS,
        "to_do": Words(zh=reason.fix_zh, en=to_do or what),
        "unit": "",
    }


def _of_same_day(row: Mapping[str, Any]) -> dict[str, Any]:
    why, to_do = (Words(zh=zh, en=en) for zh, _, en in (words.partition(" | ") for words in WHY_IT_MATTERS))
    zh, en = CONTRADICTION
    return {"zh": f"{zh}：{row['columns']}", "en": en, "degree": _VERIFY, "why": why, "to_do": to_do, "unit": ""}


_VERIFY = Words(zh="需要核实", en="to be verified")

_WORDS: Mapping[RecordFindingKind, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    RecordFindingKind.CHECK: _of_problem,
    RecordFindingKind.VALUE: _of_problem,
    RecordFindingKind.PERSON: _of_person,
    RecordFindingKind.SAME_DAY: _of_same_day,
    RecordFindingKind.NOT_KEPT: _of_row,
}


def screening_hit(row: Mapping[str, Any]) -> ScreeningHitAnswer:
    """A row of the triggers' listing."""
    words = hit_in_words({**row, "trigger": row["rule"]})
    return ScreeningHitAnswer(
        **_placed(row, Department),
        trigger=row["rule"],
        risk_type=TRIGGERS_BY_NAME[row["rule"]].risk_type,
        zh=words.zh,
        en=words.en,
        **{name: row[name] for name in ("unit", "value", "threshold", "since", "identified_on")},
    )


def safety_net_gap(row: Mapping[str, Any]) -> SafetyNetGapAnswer:
    """A row of the gaps' listing."""
    gap = GAPS_BY_NAME[row["rule"]]
    amount = amount_in_words(row["value"], gap.unit)
    return SafetyNetGapAnswer(
        **_placed(row, Department),
        gap=gap.name,
        direction=gap.direction,
        zh=gap.zh,
        en=gap.en,
        value_of=Words(zh=gap.value.zh, en=gap.value.en),
        value=row["value"],
        value_in_words=Words(zh=amount.zh, en=amount.en),
        threshold=row["threshold"],
        unit=gap.unit,
        to_do=Words(zh=gap.check.zh, en=gap.check.en),
        rule_of=gap.source,
    )


def _placed(row: Mapping[str, Any], department: type[DeliveringDepartment] | type[Department]) -> dict[str, Any]:
    return {
        "household_id": row["household_id"] or None,
        **{name: row[name] for name in ("region_code", "township", "village")},
        "departments": list(_departments(row["departments"] or (), department)),
    }


def _departments(
    names: Iterable[str], department: type[DeliveringDepartment] | type[Department]
) -> Iterable[DepartmentAnswer]:
    for name in names:
        member = department(name)
        yield DepartmentAnswer(name=member.value, zh=member.zh, en=member.en)
