"""Single facts from departments, their systems and their liaisons: sent, and what became of them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Path, Query, Response
from pydantic import Field

from features.bilingual import Bilingual
from features.catalogue.delivered import tables_of
from service.landing.accepting import FactsRefusedError, accept_facts
from service.landing.answers import FactAnswer, FactPage, FactsTaken, fact_answer, facts_taken
from service.landing.homes import homes
from service.landing.sent import MOST_FACTS, Facts
from service.principal import Kind, Permission, Principal
from service.problems import ProblemError, invalid_request
from service.resources import Held, Store
from service.routes.admitting import allowed
from service.routes.declaring import OF_JSON, OF_KEYED_ROUTES, problems
from service.routes.departments import need_places, no_department
from service.routes.doing import Once, now, reply_of
from service.routes.keyed import WAYS_IN, KeyedRoute
from service.routes.paging import AskedPage, page_of
from service.store import Work
from service.store.repositories import records
from service.store.tables import FactState

router = APIRouter(
    prefix="/v1", route_class=KeyedRoute, dependencies=WAYS_IN, responses=OF_KEYED_ROUTES, tags=["single facts"]
)

FactId = Annotated[
    str, Path(pattern=r"^record_[0-9a-z]{26}$", description="The fact.", examples=["record_01kbb3jt1r9h5w2m7x4c6d8e0f"])
]
Sender = Annotated[Principal, Depends(allowed(Permission.SEND_FACTS))]


class AskedFacts(AskedPage):
    """Which facts."""

    state: Annotated[FactState | None, Field(description="Only those that stand there.")] = None


@router.post(
    "/facts",
    status_code=202,
    operation_id="send_facts",
    summary="Send single facts",
    response_model=FactsTaken,
    responses={
        **OF_JSON,
        **problems(
            _403="The asker may not do this, or speaks for no department.",
            _409="The idempotency key was used for another request.",
            _413="The request is larger than the address takes.",
        ),
    },
)
def send(sent: Annotated[Facts, Body()], asker: Sender, doing: Once, store: Store) -> Response:
    """All of them or none, each once by its reference, known from today on; they become records within the hour."""
    speaker = asker.speaking(Permission.SEND_FACTS)
    department = speaker.department
    if department is None:
        raise no_department()
    # Looked up before the transaction: who else writes does not wait for the records.
    described = homes(store, _named(sent.facts), doing.today)

    def do(work: Work) -> Any:
        try:
            taken = accept_facts(
                work,
                doing.held.door.keyring,
                speaker,
                sent.facts,
                doing.today,
                homes=lambda _: described,
                department=department,
                tables=tables_of(department.zh),
            )
        except FactsRefusedError as refused:
            raise invalid_request(refused.problems) from None
        return reply_of(facts_taken(taken), 202)

    return doing.once(speaker, do)


@router.get(
    "/facts",
    operation_id="list_facts",
    summary="Facts that were sent",
    responses=problems(_403="The asker may not do this, or is a liaison for whom no department is registered."),
)
def list_facts(asked: Annotated[AskedFacts, Query()], asker: Sender, held: Held) -> FactPage:
    """A program's own, a liaison's department's, anybody else's places'; the last first."""
    with held.door.database.reading(asker.jurisdiction, now()) as work:
        page = page_of(work, held, _those_of(asker, asked.state), records.NEWEST, asked, asker.id)
        return FactPage(items=[fact_answer(row) for row in page.rows], next=page.next)


@router.get(
    "/facts/{fact_id}",
    operation_id="read_fact",
    summary="What became of a fact",
    responses=problems(
        _403="The asker may not do this, or is a liaison for whom no department is registered.",
        _404="The asker sent no such fact, or there is none within their jurisdiction.",
    ),
)
def read_fact(fact_id: FactId, asker: Sender, held: Held) -> FactAnswer:
    """Whether it waits, is a record, or will be none and why."""
    with held.door.database.reading(asker.jurisdiction, now()) as work:
        row = records.sent_fact(work, _those_of(asker), fact_id)
        if row is None:
            raise _unknown()
        return fact_answer(row)


def _those_of(asker: Principal, state: FactState | None = None) -> Any:
    need_places(asker, Permission.SEND_FACTS)
    if asker.kind is Kind.CLIENT:
        return records.sent_facts(state, sent_by=asker.id)
    reach = asker.reach_of(Permission.SEND_FACTS)
    return records.sent_facts(state, whole=reach.whole, department=reach.department)


def _named(sent: Any) -> set[str]:
    """Households that facts name, as far as anybody can tell before they are checked."""
    some = sent[:MOST_FACTS] if isinstance(sent, list) else []
    codes = (fact.get("household_id") for fact in some if isinstance(fact, dict))
    return {code for code in codes if isinstance(code, str)}


def _unknown() -> ProblemError:
    return ProblemError(
        404,
        "unknown-fact",
        Bilingual("没有这项事实", "No such fact"),
        Bilingual(
            "没有该编号的、由您报送或在您辖区内的事实", "There is none of this name that you sent, or of your places."
        ),
    )
