"""Whether a lead may be moved, and why not in words: every problem at once, Chinese first."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from features.bilingual import Bilingual
from features.errors import FanpinError
from features.policy.loading import Policy
from features.texts.printable import printable_name
from features.vocabulary import Labelled
from service.procedure.actors import Actor, Office
from service.procedure.conditions import Situation
from service.procedure.lead import Detail, Lead, Step
from service.procedure.move import Move
from service.procedure.states import LeadState
from service.procedure.transitions import BY_NAME, DUE, MOVES

NOTHING: Mapping[str, Detail] = {}


class ProblemKind(Labelled):
    """What stands in a move's way, for programs."""

    UNKNOWN_MOVE = "unknown_move", "没有这一步", "there is no such move"
    STATE = "state", "环节不符", "the lead does not stand there"
    OFFICE = "office", "无权办理", "not this office's to do"
    TIME = "time", "日期早于上一步", "before the step before it"
    FIELD = "field", "填写", "something said is missing or wrong"
    CONDITION = "condition", "条件未满足", "a condition does not hold"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing in a move's way.

    Attributes:
        about: the field or the condition.
        words: what is missing and what to do, without a full stop.
    """

    kind: ProblemKind
    words: Bilingual
    about: str = ""


class MoveError(FanpinError, ValueError):
    """A move that may not be made; `problems` are all that stand in its way."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        zh = "；".join(problem.words.zh for problem in problems)
        en = ". ".join(problem.words.en[:1].upper() + problem.words.en[1:] for problem in problems)
        super().__init__(f"{zh}。 | {en}.")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Choice:
    """A move as somebody who looks at a lead sees it: what it asks is still to be answered.

    Attributes:
        here: the lead stands where the move begins.
        why_not: empty where it is open.
    """

    move: Move
    here: bool
    why_not: tuple[Problem, ...]

    @property
    def open(self) -> bool:
        return not self.why_not

    @property
    def is_own(self) -> bool:
        """Whether it is made by an office of whoever looks."""
        return all(problem.kind is not ProblemKind.OFFICE for problem in self.why_not)


def check_move(
    lead: Lead, move: str, actor: Actor, details: Mapping[str, object], today: dt.date, policy: Policy
) -> Step:
    """The step that a move makes of a lead, to be stored with `lead.after(step)`.

    Args:
        move: name of a row of the table (`service.procedure.transitions`).
        details: what is said with it, by the names of fields: text and words as str, days as dates, numbers as int, several as a list.

    Raises:
        MoveError: it may not be made; all problems at once.
        PolicyError: the policy has no value for the place and day.
    """
    if move not in BY_NAME:
        raise MoveError((_unknown(move),))
    row = BY_NAME[move]
    problems = list(_standing(lead, row, actor, today))
    sound: dict[str, Detail] = {}
    problems += _answers(row, details, sound)
    of = Situation(lead, actor, sound, today, policy)
    if lead.state in row.start:
        problems += _conditions(row, of)
    if problems:
        raise MoveError(tuple(problems))
    office = next(office for office in row.offices if office in actor.offices)
    return Step(move, lead.state, row.leads_to(lead.state, sound), actor.id, office, today, sound)


def can_move(lead: Lead, move: str, actor: Actor, today: dt.date, policy: Policy) -> bool:
    """Whether a move is open to somebody, whatever is then said with it. Raises PolicyError."""
    return move in BY_NAME and not _in_the_way(lead, BY_NAME[move], actor, today, policy)


def moves_open_to(lead: Lead, actor: Actor, today: dt.date, policy: Policy) -> tuple[Choice, ...]:
    """Every move of the table in its order, with what stands in its way for this person today.

    Conditions on what will be said are not asked yet; `check_move` asks them.

    Raises:
        PolicyError: the policy has no value for the place and day.
    """
    return tuple(
        Choice(move, lead.state in move.start, _in_the_way(lead, move, actor, today, policy)) for move in MOVES
    )


def _in_the_way(lead: Lead, row: Move, actor: Actor, today: dt.date, policy: Policy) -> tuple[Problem, ...]:
    problems = list(_standing(lead, row, actor, today))
    if lead.state in row.start:
        problems += _conditions(row, Situation(lead, actor, NOTHING, today, policy))
    return tuple(problems)


def _standing(lead: Lead, row: Move, actor: Actor, today: dt.date) -> Iterator[Problem]:
    if lead.state not in row.start:
        yield Problem(ProblemKind.STATE, _not_from_here(lead.state, row))
    if actor.offices.isdisjoint(row.offices):
        yield Problem(ProblemKind.OFFICE, _not_your_office(row, actor))
    before = lead.steps[-1].on if lead.steps else lead.opened_on
    if today < before:
        zh = f"今天（{today}）早于上一步的日期 {before}：请核对本机日期"
        yield Problem(
            ProblemKind.TIME, Bilingual(zh, f"today ({today}) is before the last step of {before}: check the clock")
        )


def _answers(row: Move, details: Mapping[str, object], sound: dict[str, Detail]) -> Iterator[Problem]:
    """Problems of what is said; what is sound goes into `sound`, in the order of the table."""
    known = {ask.field.name for ask in row.asks}
    for name in [name for name in details if name not in known]:
        shown = printable_name(str(name))
        words = Bilingual(f"“{row.zh}”不填“{shown}”：请去掉", f"{shown} is not asked with {row.name}: leave it out")
        yield Problem(ProblemKind.FIELD, words, shown)
    for ask in row.asks:
        field, value = ask.field, details.get(ask.field.name)
        if value is None or value in ("", [], ()):
            if ask.needed(details):
                words = Bilingual(
                    f"缺“{field.zh}”（{field.name}）：请填写", f"{field.en} ({field.name}) is missing: give it"
                )
                yield Problem(ProblemKind.FIELD, words, field.name)
        elif not ask.welcome(details):
            words = Bilingual(
                f"按所选的结果不填“{field.zh}”（{field.name}）：请去掉",
                f"{field.en} ({field.name}) does not go with that result: leave it out",
            )
            yield Problem(ProblemKind.FIELD, words, field.name)
        else:
            answer = field.read(value)
            if isinstance(answer, Bilingual):
                yield Problem(ProblemKind.FIELD, answer, field.name)
            else:
                sound[field.name] = answer


def _conditions(row: Move, of: Situation) -> Iterator[Problem]:
    """Problems of the conditions whose fields are answered soundly: those that read none can always be asked."""
    for condition in row.conditions:
        if all(name in of.details for name in condition.reads):
            broken = condition.broken(of)
            if broken is not None:
                yield Problem(ProblemKind.CONDITION, broken, condition.name)


def _unknown(move: str) -> Problem:
    near = difflib.get_close_matches(move, BY_NAME, 1)
    meant_zh, meant_en = (f"，是不是 {near[0]}", f" Is {near[0]} meant?") if near else ("", "")
    shown = printable_name(move)
    return Problem(
        ProblemKind.UNKNOWN_MOVE,
        Bilingual(
            f"没有“{shown}”这一步{meant_zh}：可办的有 {'、'.join(BY_NAME)}",
            f"there is no move {shown}.{meant_en} Moves are {', '.join(BY_NAME)}",
        ),
    )


def _not_from_here(state: LeadState, row: Move) -> Bilingual:
    starts_zh = "”“".join(start.zh for start in row.start)
    starts_en = ", ".join(start.en for start in row.start)
    due = DUE.get(state)
    if due:
        next_move, office = BY_NAME[due[0]], due[1]
        now_zh, now_en = f"现在该办“{next_move.zh}”（{office.zh}）", f"now it is {office.en}'s turn: {next_move.en}"
    else:
        onward = [move for move in MOVES if state in move.start]
        now_zh = "现在可办：" + "、".join(move.zh for move in onward) if onward else "已办结，有新情况请另报线索"
        now_en = "now one may " + ", ".join(move.en for move in onward) if onward else "it is closed: report anew"
    return Bilingual(
        f"线索处在“{state.zh}”，“{row.zh}”只在“{starts_zh}”时办理；{now_zh}",
        f"the lead is {state.en}, and {row.name} begins at {starts_en}; {now_en}",
    )


def _not_your_office(row: Move, actor: Actor) -> Bilingual:
    theirs_zh, theirs_en = (
        "、".join(office.zh for office in row.offices),
        " or ".join(office.en for office in row.offices),
    )
    held = [office for office in Office if office in actor.offices]
    own_zh, own_en = "、".join(office.zh for office in held), ", ".join(office.en for office in held)
    return Bilingual(
        f"“{row.zh}”由{theirs_zh}办理，您的身份是{own_zh or '其他'}：请交由{row.offices[0].zh}办理",
        f"{row.name} is for {theirs_en}; you act as {own_en or 'none of these'}: leave it to {row.offices[0].en}",
    )
