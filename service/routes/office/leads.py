"""The board of leads: what is late, whose turn it is, and several leads at once given to somebody or moved on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import BeforeValidator, ValidationError

from features.bilingual import Bilingual
from features.vocabulary import LeadSource
from service.leads.moving import is_one_s_own
from service.local_time import day_of
from service.pages import render
from service.place_names import names_at_hand
from service.principal import Permission, Principal, Role
from service.procedure.states import LeadState
from service.repeated import at_most_once
from service.resources import Held, Resources
from service.routes.admitting import allowed
from service.routes.asking import ARegion, empty_is_none
from service.routes.doing import now
from service.routes.office.asking import CodeTyped, PageAsked
from service.routes.office.once import new_key
from service.routes.paging import page_of
from service.store import Work
from service.store.repositories import leads, users
from service.vault.looking import masked_heads
from service.views.batches import BatchMove
from service.views.leads import People, board_rows, doers_of, workers_by_place
from service.views.places import Places

Reader = Annotated[Principal, Depends(allowed(Permission.READ_LEADS))]

WORKERS = (Role.VILLAGE, Role.TOWNSHIP)
"""Who visits households, and so is given leads."""

ROWS = 50
PARAMETERS = ("state", "region", "source", "assigned", "overdue", "household_id", "cursor")


class Standing(StrEnum):
    """Which leads, where no single state is asked for."""

    OPEN = "open"
    ENDED = "ended"
    ALL = "all"


class Assigned(StrEnum):
    """To whom leads are given."""

    ME = "me"
    NOBODY = "nobody"
    SOMEBODY = "somebody"


Empty = BeforeValidator(empty_is_none)


class AskedBoard(PageAsked):
    """Which leads of the board. What mail and chat programs add to a link is passed over."""

    state: Annotated[LeadState | Standing | None, Empty] = None
    region: Annotated[ARegion | None, Empty] = None
    source: Annotated[LeadSource | None, Empty] = None
    assigned: Annotated[Assigned | None, Empty] = None
    overdue: Annotated[bool, BeforeValidator(lambda value: value or False)] = False
    household_id: CodeTyped = None

    @property
    def only_open(self) -> bool | None:
        """Whether those that ended are left out, or those that are open. Who looks for a household looks for all its leads."""
        if self.state is None:
            return None if self.household_id else True
        if self.state is Standing.OPEN or self.state is Standing.ENDED:
            return self.state is Standing.OPEN
        return None

    def on_the_board(self, **changes: Any) -> str:
        """Of the board with the same questions but for some."""
        asked = self.model_dump(mode="json", exclude={"limit", "cursor"}) | changes
        given = {name: "1" if value is True else value for name, value in asked.items() if value}
        return f"/leads?{urlencode(given)}" if given else "/leads"


@dataclass(frozen=True)
class NotDone:
    """A form of the board that came back: nothing was done, and what was chosen still is.

    Attributes:
        why: what is missing.
        leads: that were ticked.
        to: who was chosen; empty where nobody was.
        move: the step that was chosen; likewise.
    """

    why: Bilingual
    leads: frozenset[str] = frozenset()
    to: str = ""
    move: str = ""


router = APIRouter(include_in_schema=False)


@router.get("/leads", dependencies=[Depends(at_most_once(*PARAMETERS))])
def leads_page(request: Request, asked: Annotated[AskedBoard, Query()], asker: Reader, held: Held) -> Response:
    """The leads of the asker's places, the latest first."""
    return board_shown(request, asker, asked, held)


def board_shown(
    request: Request, asker: Principal, asked: AskedBoard, held: Resources, not_done: NotDone | None = None
) -> Response:
    """The board.

    Args:
        asker: as far as they may read leads.

    Raises:
        ProblemError: 422, a cursor is of another question.
    """
    moment = now()
    today = day_of(moment)
    places = Places(names_at_hand(held.store, today))
    with held.door.database.reading(asker.jurisdiction, moment) as work:
        page = page_of(work, held, _selected(asked, asker, today), leads.URGENCY, asked)
        steps = leads.last_steps(work, [row.id for row in page.rows])
        heads = masked_heads(work, held.door.keyring, [row.household_id for row in page.rows])
        people = people_of(work, asker, doers_of(page.rows, steps.values()))
        counts = leads.counts_by_state(work, asked.region or "")
        values = {
            "rows": board_rows(page.rows, heads, steps, people, places, today),
            "counts": [
                (state, counts[state], asked.on_the_board(state=state.value, overdue=None))
                for state in LeadState
                if state in counts
            ],
            "overdue": leads.count_overdue(work, today, asked.region or ""),
            "workers": workers_by_place(users.workers(work, WORKERS), places, asked.region),
        }
    values |= {
        "asked": asked,
        "places": places.choices(asker.jurisdiction),
        "states": list(LeadState),
        "sources": [(each.value, each) for each in LeadSource],
        "next_address": asked.on_the_board(cursor=page.next) if page.next else None,
        "batch_moves": [(each.value, each) for each in BatchMove if is_one_s_own(asker, each.move)],
        "once_key": new_key(),
        "today": today,
        "not_done": not_done,
    }
    return render(request, "leads.html", values, status_code=422 if not_done else 200)


def asked_at(address: str) -> AskedBoard:
    """What an address of the board asks; everything that is open where it can't be read."""
    try:
        return AskedBoard.model_validate(dict(parse_qsl(address.partition("?")[2])))
    except ValidationError:
        return AskedBoard()


def people_of(work: Work, reader: Principal, doers: set[str]) -> People:
    """By which names doers are shown to a reader."""
    return People(users.names_within(work, doers), reader)


def _selected(asked: AskedBoard, asker: Principal, today: dt.date) -> Any:
    return leads.board(
        state=asked.state.value if isinstance(asked.state, LeadState) else None,
        region=asked.region,
        household_begins=asked.household_id,
        assigned_to=asker.id if asked.assigned is Assigned.ME else None,
        is_assigned=None if asked.assigned in (None, Assigned.ME) else asked.assigned is Assigned.SOMEBODY,
        is_open=asked.only_open,
        source=None if asked.source is None else asked.source.value,
        due_before=today if asked.overdue else None,
    )
