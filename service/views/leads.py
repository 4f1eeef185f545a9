"""The board of leads: each lead a line that says how long is left, whose turn it is, and what was done last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from features.bilingual import Bilingual
from service.leads.answers import lead_answer
from service.principal import Principal
from service.procedure.actors import Office
from service.procedure.clock import Colour, turn_of
from service.procedure.lead import Lead
from service.procedure.states import LeadState
from service.procedure.transitions import BY_NAME
from service.store.tables import Lead as LeadRow
from service.store.tables import LeadStep
from service.store.tables.access import User
from service.views.places import Places

ELSEWHERE = Bilingual("上级或其他辖区人员", "somebody beyond your places")
A_PROGRAM = Bilingual("业务系统", "a program")
KINDS = {Colour.RED: "over", Colour.AMBER: "amber", Colour.GREEN: "in-time"}
"""As the style sheet calls them."""


@dataclass(frozen=True)
class Days:
    """How long is left.

    Attributes:
        left: below 0 by how many days it is late.
        kind: for the eye; the words say the same.
    """

    left: int
    kind: str
    due_on: dt.date


@dataclass(frozen=True)
class LastStep:
    """What was done last."""

    move: Bilingual
    on: dt.date
    by: Bilingual


@dataclass(frozen=True)
class BoardRow:
    """A lead on the board.

    Attributes:
        head: masked; None where nobody is known by name.
        days: None where no clock runs.
        turn: whose turn it is and for what; None where nobody in particular is waited for.
        assigned: None where it is nobody's.
    """

    id: str
    version: int
    household: str
    head: str | None
    place: Bilingual
    state: LeadState
    days: Days | None
    turn: Bilingual | None
    assigned: Bilingual | None
    last: LastStep | None


@dataclass(frozen=True)
class People:
    """By which names doers are shown to somebody: those of their own places alone."""

    names: Mapping[str, str]
    reader: Principal

    def shown(self, doer: str) -> Bilingual:
        if doer == self.reader.id:
            return Bilingual(f"{self.reader.shown}（我）", f"{self.reader.shown} (me)")
        if doer in self.names:
            return Bilingual(self.names[doer], self.names[doer])
        return A_PROGRAM if doer.startswith("client_") else ELSEWHERE


def doers_of(rows: Iterable[LeadRow], steps: Iterable[LeadStep]) -> set[str]:
    """Whose names a board needs."""
    return {row.assigned_to for row in rows if row.assigned_to} | {step.by for step in steps}


def board_rows(
    rows: Sequence[LeadRow],
    heads: Mapping[str, str],
    steps: Mapping[str, LeadStep],
    people: People,
    places: Places,
    today: dt.date,
) -> list[BoardRow]:
    """The lines of the board.

    Args:
        heads: masked, by household.
        steps: the last of each lead that was moved.
    """
    return [
        BoardRow(
            row.id,
            row.version,
            row.household_id,
            heads.get(row.household_id),
            places.village(row.region_code),
            LeadState(row.state),
            days_of(row, today),
            turn_in_words(row, places),
            None if row.assigned_to is None else people.shown(row.assigned_to),
            _last(steps.get(row.id), people),
        )
        for row in rows
    ]


def days_of(row: LeadRow, today: dt.date) -> Days | None:
    """The days of a lead, as the API tells them."""
    answer = lead_answer(row, today)
    if answer["days_left"] is None or row.due_on is None:
        return None
    return Days(answer["days_left"], KINDS[Colour(answer["colour"].name)], row.due_on)


def turn_in_words(row: LeadRow, places: Places) -> Bilingual | None:
    """Whose turn it is, and for what: 石桥村：入户核查."""
    turn = turn_of(
        Lead(row.id, row.household_id, row.region_code, row.opened_on, (), LeadState(row.state), (), row.dispatched_to)
    )
    if turn is None:
        return None
    office, place, move = turn
    where = Bilingual("县", "the county") if office is Office.COUNTY else places.short(place)
    what = BY_NAME[move]
    return where.and_also(Bilingual(f"：{what.zh}", f": {what.en}"))


def workers_by_place(
    workers: Iterable[tuple[User, str]], places: Places, region: str | None = None
) -> list[tuple[str, Bilingual]]:
    """Who may be given a lead, each with the place where they work.

    Args:
        workers: with the digits of their places (`store.repositories.users.workers`).
        region: the place whose leads are looked at: who works neither in it nor around it is left out.
    """
    shown: dict[str, Bilingual] = {}
    for user, prefix in workers:
        if region and not (prefix.startswith(region) or region.startswith(prefix)):
            continue
        place = places.short(prefix)
        if user.id in shown:
            shown[user.id] = shown[user.id].and_also(Bilingual(f"、{place.zh}", f", {place.en}"))
        else:
            shown[user.id] = Bilingual(f"{user.name} · {place.zh}", f"{user.name} · {place.en}")
    return list(shown.items())


def with_present(workers: list[tuple[str, Bilingual]], row: LeadRow, people: People) -> list[tuple[str, Bilingual]]:
    """The same, and who has the lead now, where that is somebody else: a form that is sent as it stands changes nothing."""
    if row.assigned_to is None or row.assigned_to in dict(workers):
        return workers
    return [(row.assigned_to, people.shown(row.assigned_to)), *workers]


def _last(step: LeadStep | None, people: People) -> LastStep | None:
    if step is None:
        return None
    move = BY_NAME[step.move]
    return LastStep(Bilingual(move.zh, move.en), step.on, people.shown(step.by))
