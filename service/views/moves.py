"""The forms of the moves, made from the table of the procedure, and what was typed in them made into what a move is told."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from features.bilingual import Bilingual
from features.policy.loading import Policy
from service.procedure.days import months_after
from service.procedure.fields import RISK_TYPES as RISKS
from service.procedure.fields import Field, Kind
from service.procedure.move import Ask, Move
from service.procedure.moving import Problem
from service.procedure.storage import details_from_document
from service.procedure.transitions import FIELDS
from service.views.places import TOWNSHIP, Places

MAIN = "_main"
"""Ends the name of the field in which of several the main one is chosen."""

RADIOS_AT_MOST = 5
YES, NO = "true", "false"
IN_FIGURES = re.compile(r"[0-9]{1,6}")
TECHNICAL = re.compile(r"（[a-z_]+）| \([a-z_]+\)")
"""The name of a field for programs, in a sentence about it."""


@dataclass(frozen=True)
class Control:
    """A field of a move as a form shows it.

    Attributes:
        kind: which control it is: text, radios, select, boxes, day, number.
        options: values with their words.
        when: in which case it is to be answered; None where always or as one likes.
        value: what stands in it; of boxes all that are ticked.
        main: of boxes of which the main one comes first, that one; None of others.
        problems: what is wrong with it.
    """

    name: str
    label: Bilingual
    kind: str
    required: bool
    when: Bilingual | None
    options: tuple[tuple[str, Bilingual], ...] = ()
    value: str = ""
    ticked: tuple[str, ...] = ()
    main: str | None = None
    least: str = ""
    most: str = ""
    problems: tuple[Bilingual, ...] = ()


@dataclass(frozen=True)
class Typed:
    """What was typed in a form of a move that came back.

    Attributes:
        text: the value of a field; empty where nothing was typed.
        several: all values of a field of boxes.
    """

    text: Callable[[str], str]
    several: Callable[[str], tuple[str, ...]]


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a form: as a whole, and by field."""

    whole: list[Bilingual] = field(default_factory=list)
    of: dict[str, list[Bilingual]] = field(default_factory=dict)

    @property
    def everything(self) -> list[Bilingual]:
        return [*self.whole, *(why for some in self.of.values() for why in some)]


NOTHING_WRONG = Wrong()

BOXES = tuple(name for name, each in FIELDS.items() if each.kind is Kind.CHOICES)
"""Fields that a posted form may hold several times."""


@dataclass(frozen=True)
class About:
    """The lead that a form is about."""

    region_code: str
    places: Places
    policy: Policy
    today: dt.date


def controls_of(move: Move, about: About, typed: Typed | None = None, wrong: Wrong = NOTHING_WRONG) -> list[Control]:
    """The fields of a move, with sensible values in them, or with what was typed.

    Raises:
        PolicyError: the policy has no value for the place and day.
    """
    return [_control(ask, about, typed, tuple(wrong.of.get(ask.field.name, ()))) for ask in move.asks]


def details_typed(move: Move, typed: Typed) -> dict[str, Any]:
    """What a form says of a move, as `check_move` takes it. What can't be read stays as it is, and is told in words."""
    document: dict[str, Any] = {}
    for ask in move.asks:
        name, kind = ask.field.name, ask.field.kind
        if kind is Kind.CHOICES:
            document[name] = _main_first(typed.text(name + MAIN), typed.several(name))
        elif kind is Kind.NUMBER and IN_FIGURES.fullmatch(typed.text(name)):
            document[name] = int(typed.text(name))
        elif kind is Kind.YES_NO and typed.text(name) in (YES, NO):
            document[name] = typed.text(name) == YES
        else:
            document[name] = typed.text(name)
    return details_from_document({name: value for name, value in document.items() if value not in ("", [])})


def without_main(move: Move, typed: Typed) -> Wrong:
    """Where several risks are ticked and none is said to be the main one."""
    missing = [
        ask.field.name
        for ask in move.asks
        if ask.field.name == RISKS.name and not typed.text(RISKS.name + MAIN) and len(typed.several(RISKS.name)) > 1
    ]
    why = Bilingual(
        "选了几项：请在“主要的一项”中选出主要的", "several are ticked: choose the main one in “the main one”"
    )
    return Wrong(of={name: [why] for name in missing})


def wrong_with(move: Move | None, problems: Sequence[Problem]) -> Wrong:
    """Problems beside the fields that they are about; those about no field stand above the form.

    Args:
        move: None where there is none of the name that was sent.
    """
    read_by = {rule.name: rule.reads for rule in move.conditions} if move else {}
    names = {ask.field.name for ask in move.asks} if move else set()
    whole: list[Bilingual] = []
    of: dict[str, list[Bilingual]] = {}
    for problem in problems:
        about = next((name for name in (problem.about, *read_by.get(problem.about, ())) if name in names), None)
        words = in_plain_words(problem.words)
        (whole if about is None else of.setdefault(about, [])).append(words)
    return Wrong(whole, of)


def in_plain_words(words: Bilingual) -> Bilingual:
    """Without the names that fields have for programs."""
    return Bilingual(TECHNICAL.sub("", words.zh), TECHNICAL.sub("", words.en))


def in_words(name: str, value: Any, places: Places) -> Bilingual:
    """What was said in a field, for people; what no field of today's table holds stands as it is."""
    of = FIELDS.get(name)
    if of is not None and of.choices is not None:
        words = {member.value: member for member in of.choices}
        several = value if isinstance(value, list | tuple) else [value]
        return Bilingual(
            "、".join(words[each].zh if each in words else str(each) for each in several),
            ", ".join(words[each].en if each in words else str(each) for each in several),
        )
    if of is not None and of.kind is Kind.PLACE:
        return places.short(str(value))
    if isinstance(value, bool):
        return Bilingual("是", "yes") if value else Bilingual("否", "no")
    return Bilingual(str(value), str(value))


def _control(ask: Ask, about: About, typed: Typed | None, problems: tuple[Bilingual, ...]) -> Control:
    of = ask.field
    options = _options(of, about)
    least, most = _bounds(of, about)
    several = typed.several(of.name) if typed else ()
    return Control(
        of.name,
        Bilingual(of.zh, of.en),
        _kind(ask, len(options)),
        required=ask.when is None and not ask.optional,
        when=_when(ask),
        options=options,
        value=typed.text(of.name) if typed else _sensible(of, about),
        ticked=several,
        main=(typed.text(of.name + MAIN) if typed else "") if of.name == RISKS.name else None,
        least=least,
        most=most,
        problems=problems,
    )


def _kind(ask: Ask, options: int) -> str:
    match ask.field.kind:
        # What a radio says can't be taken back: where it may be left out it is a list with an empty line.
        case Kind.CHOICE | Kind.YES_NO:
            return "radios" if ask.when is None and not ask.optional and options <= RADIOS_AT_MOST else "select"
        case Kind.CHOICES:
            return "boxes"
        case Kind.PLACE:
            return "select"
        case kind:
            return kind.value


def _options(of: Field, about: About) -> tuple[tuple[str, Bilingual], ...]:
    if of.kind is Kind.YES_NO:
        return (YES, Bilingual("是", "yes")), (NO, Bilingual("否", "no"))
    if of.kind is Kind.PLACE:
        codes = dict.fromkeys((about.region_code, about.region_code[:TOWNSHIP]))
        return tuple((code, about.places.short(code)) for code in codes if len(code) >= TOWNSHIP)
    return tuple((member.value, Bilingual(member.zh, member.en)) for member in of.choices or ())


def _sensible(of: Field, about: About) -> str:
    """What is most often right: today, the days that the policy asks for, the household's own village."""
    if of.kind is Kind.PLACE:
        return about.region_code
    if of.name in ("first_day", "met_on"):
        return about.today.isoformat()
    if of.name == "notice_days":
        return str(_policy("notice_days", about))
    return months_after(about.today, _policy("watch_months", about)).isoformat() if of.name == "watch_until" else ""


def _bounds(of: Field, about: About) -> tuple[str, str]:
    if of.kind is Kind.NUMBER:
        return str(of.least), str(of.most)
    if of.kind is Kind.TEXT:
        return "", str(of.most)
    if of.kind is Kind.DAY and of.name != "watch_until":
        return "", about.today.isoformat()
    return "", ""


def _policy(name: str, about: About) -> int:
    return int(about.policy.value(name, about.region_code, about.today))


def _when(ask: Ask) -> Bilingual | None:
    if ask.when is None:
        return None
    by, answers = ask.when
    words = {member.value: member for member in FIELDS[by].choices or ()}
    zh, en = "、".join(words[each].zh for each in answers), " or ".join(words[each].en for each in answers)
    need = Bilingual(f"“{FIELDS[by].zh}”为“{zh}”时必填", f"needed where “{FIELDS[by].en}” is {en}")
    rest = (
        Bilingual("，其他情形可不填", "; else as you like")
        if ask.optional
        else Bilingual("，其他情形不填", "; else left out")
    )
    return need.and_also(rest)


def _main_first(main: str, ticked: Sequence[str]) -> list[str]:
    return [*([main] if main else []), *(each for each in ticked if each != main)]


def typed_of(fields: Mapping[str, str], lists: Mapping[str, tuple[str, ...]]) -> Typed:
    """What a posted form holds."""
    return Typed(lambda name: fields.get(name, "").strip(), lambda name: lists.get(name, ()))
