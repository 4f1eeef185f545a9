"""Several leads of the board at once: each by itself, so that one that can't be moved costs no other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from features.bilingual import Bilingual
from service.leads.moving import ChangedMeanwhileError, move_lead
from service.once import Reply
from service.pages import render
from service.place_names import names_at_hand
from service.principal import Permission, Principal
from service.problems import ProblemError
from service.procedure.moving import MoveError
from service.resources import Ready
from service.routes.admitting import allowed, asker_in_full
from service.routes.leads import existing_lead
from service.routes.login import own_page
from service.routes.office.forms import Form, own_form
from service.routes.office.lead import NOT_THERE, NotThereError, give
from service.routes.office.leads import NotDone, asked_at, board_shown
from service.routes.office.once import FormDoing, OnceByForm
from service.store import Work
from service.store.repositories import leads
from service.vault.looking import masked_heads
from service.views.batches import BatchMove, Chosen, batch_lines, chosen_in, not_moved
from service.views.places import Places

MOST_LEADS = 100
BESIDE = 60
"""Other fields of the form."""

ASSIGN, MOVE = "assign", "move"

NO_LEAD = Bilingual("您的辖区内没有这条线索", "there is no such lead within your places")
CHANGED = Bilingual(
    "页面打开后，这条线索已被他人更改：请打开它核对后再办",
    "somebody changed it since the page was shown: open it and look",
)
NOTHING_CHOSEN = Bilingual("没有选中线索：请先在左侧打勾", "no lead is chosen: tick the boxes on the left first")
TOO_MANY = Bilingual(f"一次最多办{MOST_LEADS}条：请分几次办", f"at most {MOST_LEADS} at once: do it in parts")
NO_ACT = Bilingual("没有选要办什么：请选承办人或要办的事", "nothing to do is chosen: choose somebody, or a step")

Mover = Annotated[Principal, Depends(allowed(Permission.MOVE_LEADS))]
BoxForm = Annotated[Form, Depends(own_form("lead", "shown", most_fields=4 * MOST_LEADS + BESIDE))]
InFull = Annotated[Principal, Depends(asker_in_full)]
Piece = Callable[[Work, Chosen], None]

router = APIRouter(include_in_schema=False)


@router.post("/leads/batch")
def batch_page(
    request: Request, asker: Mover, whole: InFull, form: BoxForm, doing: OnceByForm, instruments: Ready
) -> Response:
    """Give several leads to somebody, or move them on; the page says of each whether it was done."""
    chosen = chosen_in(form.several("shown") if form.given("all") else form.several("lead"))
    move = next((each for each in BatchMove if each.value == form.text("move")), None)

    def given(work: Work, each: Chosen) -> None:
        give(work, doing.held, asker, each.lead_id, form.given("to"), each.version)

    def moved(work: Work, each: Chosen, by: BatchMove) -> None:
        row = existing_lead(leads.find(work, each.lead_id, hold=True))
        keyring, policy = doing.held.door.keyring, instruments.policy
        move_lead(work, keyring, policy, asker, row, by.move, by.details(row), doing.today, seen=each.version)

    piece: Piece | None = None
    if form.text("act") == ASSIGN and form.given("to"):
        piece = given
    elif form.text("act") == MOVE and move is not None:
        piece = lambda work, each: moved(work, each, move)  # noqa: E731 - what is done to each
    wrong = (
        NOTHING_CHOSEN if not chosen else TOO_MANY if len(chosen) > MOST_LEADS else NO_ACT if piece is None else None
    )
    if wrong is not None or piece is None:
        not_done = NotDone(
            wrong or NO_ACT, frozenset(each.lead_id for each in chosen), form.text("to"), form.text("move")
        )
        reader = whole.narrowed_to(Permission.READ_LEADS)
        return board_shown(request, reader, asked_at(form.text("back")), doing.held, not_done)
    refused = {each.lead_id: _alone(doing, asker, form, each, piece) for each in chosen}
    return _result(request, form, doing, asker, refused)


def _alone(doing: FormDoing, asker: Principal, form: Form, each: Chosen, piece: Piece) -> tuple[Bilingual, ...]:
    """Do it to one lead, in a transaction of its own: nothing where it was done, else why not."""

    def do(work: Work) -> Reply:
        piece(work, each)
        return Reply(204)

    try:
        doing.once(asker, form, do, of=each.lead_id)
    except ChangedMeanwhileError:
        return (CHANGED,)
    except NotThereError:
        return (NOT_THERE,)
    except MoveError as error:
        return not_moved(error)
    except ProblemError as error:
        if error.problem.status != NOT_THERE_STATUS:
            raise
        return (NO_LEAD,)
    return ()


NOT_THERE_STATUS = 404


def _result(
    request: Request,
    form: Form,
    doing: FormDoing,
    asker: Principal,
    refused: dict[str, tuple[Bilingual, ...]],
) -> Response:
    with doing.held.door.database.reading(asker.jurisdiction, doing.now) as work:
        rows = {row.id: row for row in leads.several(work, list(refused))}
        heads = masked_heads(work, doing.held.door.keyring, [row.household_id for row in rows.values()])
    lines = batch_lines(refused, rows, heads, Places(names_at_hand(doing.held.store, doing.today)))
    values = {
        "lines": lines,
        "wrong": None,
        "done": sum(not line.why_not for line in lines),
        "back_words": Bilingual("← 返回线索", "← Back to the leads"),
        "back": own_page(form.text("back")) if form.given("back") else "/leads",
    }
    return render(request, "leads_done.html", values)
