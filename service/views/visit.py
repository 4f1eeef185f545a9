"""A visit as its page shows it: which household, what to ask first and why, what was typed, and what stands in the way beside its field."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from features.bilingual import Bilingual
from features.policy.loading import Policy
from service.keyring import Keyring
from service.leads.answers import lead_answer
from service.leads.moving import choices
from service.place_names import UNKNOWN, Names
from service.principal import Principal
from service.procedure.moving import Problem, ProblemKind
from service.procedure.states import LeadState
from service.procedure.transitions import BY_NAME, DUE
from service.procedure.verdicts import Verdict
from service.store import Work
from service.store.repositories import leads
from service.store.tables import Lead, LeadStep
from service.vault.looking import masked_heads
from service.views.questions import Question

MOVE = "visit"
MAIN_RISK = "main_risk"
OF_CONDITIONS = {"visit_in_its_time": "visited_on", "other_is_explained": "note"}
"""Beside which field a condition of the move is told."""

NAMES_FOR_PROGRAMS = re.compile(r"（[a-z_]+）| \([a-z_]+\)")
CLOCKS = {"red": "over", "amber": "amber", "green": "green"}


@dataclass(frozen=True)
class Questions:
    """What to ask first, by a kept answer of a day.

    Attributes:
        list_day: the day of the list that stands on the same answer; None where none does.
    """

    as_of: str
    asked: tuple[Question, ...]
    list_day: dt.date | None = None


@dataclass(frozen=True)
class Typed:
    """What was typed of a visit, as it was typed."""

    verdict: str = ""
    risk_types: tuple[str, ...] = ()
    main_risk: str = ""
    unfounded_reason: str = ""
    visited_on: str = ""
    note: str = ""

    @property
    def details(self) -> dict[str, Any]:
        """As the move takes it: what was left empty is not said, the main risk first."""
        main = (self.main_risk,) if self.main_risk else ()
        risks = [*main, *(risk for risk in self.risk_types if risk != self.main_risk)]
        typed = {
            "visited_on": self.visited_on,
            "verdict": self.verdict,
            "risk_types": risks,
            "unfounded_reason": self.unfounded_reason,
            "note": self.note,
        }
        return {name: value for name, value in typed.items() if value}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with it that the move can't know: of several risks the main one is not named."""
        if len(self.risk_types) < 2 or self.main_risk:
            return ()
        words = Bilingual("选了几种风险：请选出主要的", "several risks are ticked: say which is the main one")
        return (Problem(ProblemKind.FIELD, words, MAIN_RISK),)


@dataclass(frozen=True)
class Wrong:
    """What stands in a visit's way: beside its field, or for the whole."""

    fields: Mapping[str, tuple[Bilingual, ...]] = field(default_factory=dict)
    whole: tuple[Bilingual, ...] = ()


@dataclass(frozen=True)
class VisitView:
    """A lead for who visits its household.

    Attributes:
        head: masked; None where nobody knows it.
        days_left: None where no clock runs.
        why_not: what keeps the asker from recording a visit now.
        due: the next step, and whose it is.
        steps: made so far, which tells whether somebody did something since the page was opened.
        last: the last visit: its day, and what it found.
        earliest: the first day on which the visit can have been.
    """

    lead_id: str
    household_id: str
    region_code: str
    head: str | None
    township: str | None
    village: str | None
    state: LeadState
    days_left: int | None
    clock: str
    why_not: tuple[Bilingual, ...]
    due: tuple[Bilingual, Bilingual] | None
    steps: int
    last: tuple[str, Verdict] | None
    earliest: str


def visit_view(
    work: Work, keyring: Keyring, policy: Policy, by: Principal, row: Lead, names: Names, today: dt.date
) -> VisitView:
    """What the page tells of a lead. Raises PolicyError."""
    state, steps, answer = LeadState(row.state), leads.steps(work, row.id), lead_answer(row, today)
    place = names.get(row.region_code, UNKNOWN)
    (choice,) = (each for each in choices(work, keyring, policy, by, row, today) if each.move.name == MOVE)
    last, due = _last_visit(steps), DUE.get(state)
    return VisitView(
        lead_id=row.id,
        household_id=row.household_id,
        region_code=row.region_code,
        head=masked_heads(work, keyring, [row.household_id]).get(row.household_id),
        township=place["township"],
        village=place["village"],
        state=state,
        days_left=answer["days_left"],
        clock=CLOCKS[answer["colour"].name] if answer["colour"] else "",
        why_not=tuple(in_plain_words(problem) for problem in choice.why_not),
        due=None
        if due is None
        else (Bilingual(BY_NAME[due[0]].zh, BY_NAME[due[0]].en), Bilingual(due[1].zh, due[1].en)),
        steps=len(steps),
        last=last,
        earliest=max(row.started_on.isoformat(), last[0] if last else ""),
    )


def wrong_of(problems: Iterable[Problem]) -> Wrong:
    """Problems of a move, each beside the field that it is about."""
    fields: dict[str, tuple[Bilingual, ...]] = {}
    whole: tuple[Bilingual, ...] = ()
    for problem in problems:
        name = field_of(problem)
        if name is None:
            whole = (*whole, in_plain_words(problem))
        else:
            fields[name] = (*fields.get(name, ()), in_plain_words(problem))
    return Wrong(fields, whole)


def field_of(problem: Problem) -> str | None:
    """The field that a problem is about; None where no typing puts it right."""
    if problem.kind is ProblemKind.FIELD:
        return problem.about
    return OF_CONDITIONS.get(problem.about) if problem.kind is ProblemKind.CONDITION else None


def in_plain_words(problem: Problem) -> Bilingual:
    """Its words without the names that programs use."""
    zh, en = (NAMES_FOR_PROGRAMS.sub("", words) for words in (problem.words.zh, problem.words.en))
    return Bilingual(zh, en[:1].upper() + en[1:])


def _last_visit(steps: Sequence[LeadStep]) -> tuple[str, Verdict] | None:
    visits = [step.details for step in steps if step.move == MOVE]
    return (visits[-1]["visited_on"], Verdict(visits[-1]["verdict"])) if visits else None
