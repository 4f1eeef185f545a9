"""A lead in full: what was reported, what was done, what may be done next, and why other things may not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from features.bilingual import Bilingual
from features.triggers.rules import TRIGGERS_BY_NAME
from features.vocabulary import RiskType
from service.leads.answers import LeadInFull, ReportAnswer, StepAnswer, Word
from service.procedure.actors import Office
from service.procedure.moving import Choice
from service.procedure.states import LeadState
from service.procedure.transitions import BY_NAME, DUE, FIELDS
from service.store.tables import Lead as LeadRow
from service.store.tables import LeadReport, LeadStep
from service.views.leads import Days, People, days_of, turn_in_words
from service.views.moves import NOTHING_WRONG, About, Control, Typed, Wrong, controls_of, in_plain_words, in_words

ON_ITS_OWN_PAGE = "visit"
"""The move whose form is another page."""


@dataclass(frozen=True)
class ReportLine:
    """A report of the household."""

    source: Bilingual
    on: dt.date
    by: Bilingual
    risk: Bilingual | None
    rule: Bilingual | None
    severe: bool
    became: Bilingual
    note: str | None


@dataclass(frozen=True)
class StepLine:
    """A step as it was made.

    Attributes:
        office: None where a new report took the lead up again.
        details: what was said with it, each field by its words.
    """

    move: Bilingual
    state: Bilingual
    by: Bilingual
    office: Bilingual | None
    on: dt.date
    at: dt.datetime
    details: list[tuple[Bilingual, Bilingual]]


@dataclass(frozen=True)
class OpenMove:
    """A move that may be made now.

    Attributes:
        due: it is what is to be done next.
        wrong: what was wrong when it was tried.
        tried: it is the one that was tried.
    """

    name: str
    words: Bilingual
    due: bool
    controls: list[Control]
    wrong: list[Bilingual]
    tried: bool


@dataclass(frozen=True)
class ClosedMove:
    """A move that begins here and may not be made now."""

    words: Bilingual
    due: bool
    why_not: list[Bilingual]


@dataclass(frozen=True)
class Tried:
    """A move that was tried and not made, with what was typed."""

    move: str
    typed: Typed
    wrong: Wrong


@dataclass(frozen=True)
class LeadView:
    """What the page of a lead shows.

    Attributes:
        closed: moves of the reader's own office that may not be made now; those of others are not named.
        visit: a visit may be recorded, on its own page.
        next_by: what is to be done next and whose it is, where it is not the reader's.
        refused: why a move was not made that is not open, and so has no form to say it in.
    """

    id: str
    version: int
    household: str
    head: str | None
    place: Bilingual
    state: LeadState
    days: Days | None
    turn: Bilingual | None
    opened_on: dt.date
    started_on: dt.date
    ended_on: dt.date | None
    dispatched_to: Bilingual | None
    assigned_to: str
    assigned: Bilingual | None
    reports: list[ReportLine]
    steps: list[StepLine]
    open: list[OpenMove]
    closed: list[ClosedMove]
    visit: bool
    next_by: Bilingual | None
    refused: list[Bilingual]


def doers_of_lead(row: LeadRow, reports: Sequence[LeadReport], steps: Sequence[LeadStep]) -> set[str]:
    """Whose names the page needs."""
    assigned = {row.assigned_to} if row.assigned_to else set()
    return assigned | {report.reported_by for report in reports} | {step.by for step in steps}


def lead_view(
    row: LeadRow,
    answer: LeadInFull,
    choices: Sequence[Choice],
    head: str | None,
    people: People,
    about: About,
    tried: Tried | None = None,
) -> LeadView:
    """The page of a lead.

    Args:
        answer: the lead with its free words open (`service.leads.answers.in_full`).
        choices: every move, with what stands in its way for the reader.

    Raises:
        PolicyError: the policy has no value for the place and day.
    """
    everyone_s = [choice for choice in choices if choice.here]
    here = [choice for choice in everyone_s if choice.is_own]
    due = DUE.get(LeadState(row.state), ("", None))[0]
    forms = {choice.move.name for choice in here if choice.open} - {ON_ITS_OWN_PAGE}
    # What is to be done next stands first.
    here.sort(key=lambda choice: choice.move.name != due)
    return LeadView(
        row.id,
        row.version,
        row.household_id,
        head,
        about.places.village(row.region_code),
        LeadState(row.state),
        days_of(row, about.today),
        turn_in_words(row, about.places),
        row.opened_on,
        row.started_on,
        row.ended_on,
        None if row.dispatched_to is None else about.places.short(row.dispatched_to),
        row.assigned_to or "",
        None if row.assigned_to is None else people.shown(row.assigned_to),
        [_report(report, people) for report in answer.reports],
        [_step(step, people, about) for step in answer.steps],
        [_open(choice, due, about, tried) for choice in here if choice.move.name in forms],
        [_closed(choice, due) for choice in here if not choice.open],
        any(choice.open and choice.move.name == ON_ITS_OWN_PAGE for choice in here),
        next((_of_others(choice) for choice in everyone_s if choice.move.name == due and not choice.is_own), None),
        [] if tried is None or tried.move in forms else tried.wrong.everything,
    )


def changed_by(
    row: LeadRow, reports: Sequence[LeadReport], steps: Sequence[LeadStep], people: People
) -> tuple[Bilingual, dt.datetime]:
    """What the last change of a lead was, by whom and when: for whoever saw it before."""
    if steps and steps[-1].at == row.changed_at:
        who, move = people.shown(steps[-1].by), BY_NAME[steps[-1].move]
        return Bilingual(f"{who.zh}办理了“{move.zh}”", f"{who.en} made the step: {move.en}"), row.changed_at
    if reports and reports[-1].received_at == row.changed_at:
        who = people.shown(reports[-1].reported_by)
        return Bilingual(f"{who.zh}又报来一条线索", f"{who.en} brought another report"), row.changed_at
    if row.assigned_to is None:
        return Bilingual("已改为无人承办", "it was given to nobody in particular"), row.changed_at
    who = people.shown(row.assigned_to)
    return Bilingual(f"已改由{who.zh}承办", f"it was given to {who.en}"), row.changed_at


def _report(report: ReportAnswer, people: People) -> ReportLine:
    rule = TRIGGERS_BY_NAME.get(report.rule or "")
    return ReportLine(
        _words(report.source),
        report.reported_on,
        people.shown(report.reported_by),
        None if report.risk_type is None else _labelled(RiskType(report.risk_type)),
        _labelled(rule) if rule is not None else Bilingual(report.rule, report.rule) if report.rule else None,
        report.severe,
        _words(report.became),
        report.note,
    )


def _step(step: StepAnswer, people: People, about: About) -> StepLine:
    move = BY_NAME[step.move]
    asked = [ask.field.name for ask in move.asks]
    # As the form asked them, and whatever an older table asked besides.
    order = [name for name in asked if name in step.details] + [name for name in step.details if name not in asked]
    return StepLine(
        _labelled(move),
        _words(step.to_state),
        people.shown(step.by),
        None if step.office is None else _labelled(Office(step.office)),
        step.on,
        step.at,
        [(_label(name), in_words(name, step.details[name], about.places)) for name in order],
    )


def _open(choice: Choice, due: str, about: About, tried: Tried | None) -> OpenMove:
    move = choice.move
    mine = tried if tried is not None and tried.move == move.name else None
    typed, wrong = (mine.typed, mine.wrong) if mine else (None, NOTHING_WRONG)
    controls = controls_of(move, about, typed, wrong)
    return OpenMove(move.name, _labelled(move), move.name == due, controls, wrong.whole, mine is not None)


def _closed(choice: Choice, due: str) -> ClosedMove:
    why_not = [in_plain_words(problem.words) for problem in choice.why_not]
    return ClosedMove(_labelled(choice.move), choice.move.name == due, why_not)


def _of_others(choice: Choice) -> Bilingual:
    move, offices = choice.move, choice.move.offices
    zh, en = "或".join(office.zh for office in offices), " or ".join(office.en for office in offices)
    return Bilingual(f"下一步是“{move.zh}”，由{zh}办理", f"the next step is {en}'s to make: {move.en}")


def _label(name: str) -> Bilingual:
    return _labelled(FIELDS[name]) if name in FIELDS else Bilingual(name, name)


def _words(word: Word) -> Bilingual:
    return Bilingual(word.zh, word.en)


def _labelled(labelled: object) -> Bilingual:
    return Bilingual(str(getattr(labelled, "zh", labelled)), str(getattr(labelled, "en", labelled)))
