"""Households of a list sent out: each becomes a lead, goes to its village, and is given to somebody who works there."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import ValidationError

from features.bilingual import Bilingual
from features.policy.loading import Policy
from service.access.doorkeeper import NotAllowedError
from service.leads.from_lists import report_listed
from service.leads.moving import ChangedMeanwhileError, move_lead
from service.leads.receiving import OtherHouseholdError
from service.once import Reply
from service.pages import render
from service.place_names import names_at_hand
from service.principal import Permission, Principal
from service.procedure.merging import ReportError
from service.procedure.moving import MoveError
from service.procedure.states import LeadState
from service.resources import Ready
from service.routes.admitting import allowed, asker_in_full
from service.routes.lists import ListId, unknown_list
from service.routes.office.forms import Form, own_form
from service.routes.office.lead import NOT_THERE, NotThereError, give
from service.routes.office.lists import AskedList, NotSent, list_shown
from service.routes.office.once import FormDoing, OnceByForm
from service.store import Work
from service.store.repositories import leads, lists
from service.store.tables import Lead, ListItem, ListState
from service.vault.looking import masked_heads
from service.views.batches import BatchLine, lines_of_items, not_moved
from service.views.places import Places

MOST_HOUSEHOLDS = 100

NOBODY_CHOSEN = Bilingual("没有选中户：请先在左侧打勾", "no household is chosen: tick the boxes on the left first")
NO_WORKER = Bilingual("没有选派给谁：请选一个人", "nobody is chosen to whom they are given: choose somebody")
TOO_MANY = Bilingual(f"一次最多派{MOST_HOUSEHOLDS}户：请分几次派", f"at most {MOST_HOUSEHOLDS} at once: do it in parts")
NOT_ISSUED = Bilingual(
    "名单还没有下发：先由县级人员下发", "the list is not issued yet: a county officer issues it first"
)
NOT_ON_IT = Bilingual("名单上没有这一户", "no such household is on the list")
ENDED = Bilingual("线索已办结，没有派发", "its lead has ended, nobody is sent")
CHANGED = Bilingual("线索刚被他人更改，请再试", "somebody changed its lead just now: try again")
TAKEN = Bilingual("该名单的这一行已用于另一户", "this row of the list was reported for another household")

router = APIRouter(include_in_schema=False)

Mover = Annotated[Principal, Depends(allowed(Permission.MOVE_LEADS))]
InFull = Annotated[Principal, Depends(asker_in_full)]
NumbersForm = Annotated[Form, Depends(own_form("number", most_fields=2 * MOST_HOUSEHOLDS))]


def _asked(list_id: str, query: str) -> AskedList:
    """What the list was asked when the form stood on it; the list alone where that can't be read."""
    typed = dict(parse_qsl(query.removeprefix("?")))
    try:
        return AskedList.model_validate({**typed, "list": list_id})
    except ValidationError:
        return AskedList(list=list_id)


class SentNowhereError(Exception):
    """A household was not sent out."""

    def __init__(self, why: Bilingual) -> None:
        super().__init__(why.en)
        self.why = why


@router.post("/lists/{list_id}/assign")
def assign_page(
    request: Request,
    list_id: ListId,
    asker: Mover,
    whole: InFull,
    form: NumbersForm,
    doing: OnceByForm,
    instruments: Ready,
) -> Response:
    """Each household by itself, so that one that can't be sent out costs no other; the page says what became of each."""
    if not whole.may(Permission.REPORT_LEADS):
        raise NotAllowedError(Permission.REPORT_LEADS, whole)
    numbers = [
        int(typed) for typed in form.several("number") if typed.isascii() and typed.isdecimal() and len(typed) < 8
    ]
    with doing.held.door.database.reading(asker.jurisdiction, doing.now) as work:
        risk_list = lists.find(work, list_id)
        if risk_list is None:
            raise unknown_list()
        items = {number: lists.item(work, list_id, number) for number in numbers[: MOST_HOUSEHOLDS + 1]}
        heads = masked_heads(work, doing.held.door.keyring, [item.household_id for item in items.values() if item])
    conditions = (
        (risk_list.state != ListState.ISSUED.value, NOT_ISSUED),
        (not numbers, NOBODY_CHOSEN),
        (len(numbers) > MOST_HOUSEHOLDS, TOO_MANY),
        (not form.given("to"), NO_WORKER),
    )
    wrong = next((words for holds, words in conditions if holds), None)
    if wrong is not None and whole.may(Permission.READ_LISTS):
        reader = whole.narrowed_to(Permission.READ_LISTS)
        not_sent = NotSent(wrong, frozenset(numbers), form.text("to"))
        return list_shown(request, reader, _asked(list_id, form.text("asked")), doing.held, not_sent)
    sending = _Sending(doing, asker, form, instruments.policy)
    came = {} if wrong else {number: sending.alone(item) for number, item in items.items()}
    places = Places(names_at_hand(doing.held.store, doing.today))
    lines: list[BatchLine] = lines_of_items(came, items, heads, places)
    values = {
        "lines": lines,
        "done": sum(not line.why_not for line in lines),
        "wrong": wrong,
        "back": f"/lists?list={list_id}",
        "back_words": Bilingual("← 走访名单", "← The list"),
    }
    return render(request, "leads_done.html", values, status_code=422 if wrong else 200)


class _Sending:
    """Sending out, one household after the other."""

    def __init__(self, doing: FormDoing, asker: Principal, form: Form, policy: Policy) -> None:
        self.doing, self.asker, self.form, self.policy = doing, asker, form, policy

    def alone(self, item: ListItem | None) -> tuple[str | None, tuple[Bilingual, ...]]:
        """In a transaction of its own: the lead, and why it was not sent out where it was not."""
        if item is None:
            return None, (NOT_ON_IT,)

        def do(work: Work) -> Reply:
            lead = self._lead(work, item)
            if LeadState(lead.state) is LeadState.RECEIVED:
                place = {"place": lead.region_code}
                keyring = self.doing.held.door.keyring
                move_lead(work, keyring, self.policy, self.asker, lead, "dispatch", place, self.doing.today)
            give(work, self.doing.held, self.asker, lead.id, self.form.given("to"), None)
            return Reply(200, lead.id)

        try:
            return self.doing.once(self.asker, self.form, do, of=str(item.number)).body, ()
        except SentNowhereError as error:
            return None, (error.why,)
        except NotThereError:
            return None, (NOT_THERE,)
        except ChangedMeanwhileError:
            return None, (CHANGED,)
        except OtherHouseholdError:
            return None, (TAKEN,)
        except MoveError as error:
            return None, not_moved(error)
        except ReportError as error:
            zh, _, en = str(error).partition(" | ")
            return None, (Bilingual(zh, en or zh),)

    def _lead(self, work: Work, item: ListItem) -> Lead:
        """The one that the household has, else a new one of the list."""
        lead = leads.of_household(work, item.household_id)
        if lead is not None and lead.ended_on is None:
            return lead
        received = report_listed(work, self.doing.held.door.keyring, self.policy, self.asker, item, self.doing.today)
        if received.row.ended_on is not None:
            raise SentNowhereError(received.receipt.why.and_also(Bilingual("；", "; ")).and_also(ENDED))
        return received.row
