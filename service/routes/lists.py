"""Lists of households to visit: asked for, read page by page, compared, issued."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Path, Query, Response
from pydantic import Field

from features.bilingual import Bilingual
from models.lists import CapacityError, Slot
from models.runs import find_run
from models.runs.storage import model_of
from models.score import NobodyInScopeError
from service.issuing.answers import (
    DiffAnswer,
    ItemPage,
    ListAnswer,
    ListAsked,
    ListPage,
    diff_answer,
    item_answer,
    list_answer,
)
from service.issuing.making import ListChangedError, ListIssuedError, Source, issue_list, make_list
from service.principal import Permission, Principal
from service.problems import ProblemError, wrong_parameter
from service.resources import Held, Ready, Store
from service.routes.admitting import allowed
from service.routes.asking import Names
from service.routes.declaring import OF_JSON, OF_KEYED_ROUTES, problems
from service.routes.doing import Once, OnceOnVersion, changed_meanwhile, etag_of, now, reply_of
from service.routes.keyed import WAYS_IN, KeyedRoute
from service.routes.paging import AskedPage, page_of
from service.routes.runs import AskedScores
from service.store import Work
from service.store.repositories import lists, runs
from service.store.tables import ListState, RiskList
from service.vault.looking import masked_heads

router = APIRouter(
    prefix="/v1", route_class=KeyedRoute, dependencies=WAYS_IN, responses=OF_KEYED_ROUTES, tags=["risk lists"]
)

NO_LIST = problems(_404="There is no such list that touches the asker's places.")
ListId = Annotated[
    str, Path(pattern=r"^list_[0-9a-z]{26}$", description="The list.", examples=["list_01kbb3jt1r9h5w2m7x4c6d8e0f"])
]
Reader = Annotated[Principal, Depends(allowed(Permission.READ_LISTS))]
Issuer = Annotated[Principal, Depends(allowed(Permission.ISSUE_LISTS))]


class AskedLists(AskedPage):
    """Which lists."""

    as_of: Annotated[dt.date | None, Field(description="Only those of a day.")] = None
    state: Annotated[ListState | None, Field(description="Only drafts, or only issued ones.")] = None


class Order(StrEnum):
    NUMBER = "number"
    PLACE = "place"
    HOUSEHOLD = "household_id"


ORDERS = {Order.NUMBER: lists.NUMBER, Order.PLACE: lists.PLACE, Order.HOUSEHOLD: lists.CODE}


class AskedItems(AskedScores):
    """Which items of a list, in which order."""

    slot: Annotated[Slot | None, Field(description="Why they are listed.")] = None
    is_new: Annotated[
        bool | None,
        Field(
            description="Whether the list that was issued before did not name them; nobody, either way, where none was issued."
        ),
    ] = None
    order: Order = Order.NUMBER
    names: Names | None = None


@router.post(
    "/risk-lists",
    status_code=201,
    operation_id="make_list",
    summary="Make a list of households to visit",
    response_model=ListAnswer,
    responses={
        200: {"model": ListAnswer, "description": "It was made before: the same list."},
        **OF_JSON,
        **problems(
            _404="Nobody in the asker's jurisdiction lives in such a region, or the day was not scored.",
            _409="The idempotency key was used for another request.",
        ),
    },
)
def make(sent: Annotated[ListAsked, Body()], asker: Reader, doing: Once, store: Store, instruments: Ready) -> Response:
    """From the last run of the day. Asked for again it is the same list; issued, it stays as it is."""
    region = _region(sent.region, asker)

    def do(work: Work) -> Any:
        row = runs.last(work, instruments.model.name, sent.as_of)
        if row is None:
            raise not_scored()
        run = find_run(store, row.model, row.kept_as)
        source = Source(row, run, model_of(store, run.made_from), store)
        try:
            risk_list, is_new = make_list(work, doing.held.door.keyring, asker, source, region, sent.capacity)
        except (NobodyInScopeError, CapacityError) as error:
            raise wrong_parameter("region", str(error), _ELSEWHERE) from None
        answer = _answer(work, asker, risk_list)
        return reply_of(
            answer, 201 if is_new else 200, version=risk_list.version, location=f"/v1/risk-lists/{risk_list.id}"
        )

    return doing.once(asker, do)


@router.get("/risk-lists", operation_id="list_lists", summary="Lists of households to visit")
def list_lists(asked: Annotated[AskedLists, Query()], asker: Reader, held: Held) -> ListPage:
    """Those that touch the asker's places, the last day first."""
    selected = lists.all_lists(as_of=asked.as_of, state=asked.state.value if asked.state else None)
    with held.door.database.reading(asker.jurisdiction, now()) as work:
        page = page_of(work, held, selected, lists.NEWEST_FIRST, asked)
        return ListPage(items=[_answer(work, asker, row) for row in page.rows], next=page.next)


@router.get(
    "/risk-lists/{list_id}",
    operation_id="read_list",
    summary="The head of a list",
    response_model=ListAnswer,
    responses=NO_LIST,
)
def read_list(list_id: ListId, asker: Reader, held: Held) -> Response:
    """Which it is, of which day, issued by whom."""
    with held.door.database.reading(asker.jurisdiction, now()) as work:
        row = _existing(lists.find(work, list_id))
        answer = _answer(work, asker, row)
    return Response(answer.model_dump_json(), headers={"ETag": etag_of(row.version)}, media_type="application/json")


@router.get("/risk-lists/{list_id}/items", operation_id="list_items", summary="Items of a list", responses=NO_LIST)
def list_items(list_id: ListId, asked: Annotated[AskedItems, Query()], asker: Reader, held: Held) -> ItemPage:
    """Those of the asker's places, filtered and sorted, page by page."""
    with held.door.database.reading(asker.jurisdiction, now()) as work:
        _existing(lists.find(work, list_id))
        wanted = runs.Wanted(**asked.wanted)
        selected = lists.items(list_id, wanted, slot=asked.slot.value if asked.slot else None, is_new=asked.is_new)
        page = page_of(work, held, selected, ORDERS[asked.order], asked, list_id)
        heads = {}
        if asked.names is not None:
            heads = masked_heads(work, held.door.keyring, [row.household_id for row in page.rows])
        return ItemPage(items=[item_answer(row, heads.get(row.household_id)) for row in page.rows], next=page.next)


@router.get(
    "/risk-lists/{list_id}/changes",
    operation_id="compare_lists",
    summary="Who came and who left",
    responses=NO_LIST,
)
def compare(
    list_id: ListId,
    since: Annotated[str, Query(pattern=r"^list_[0-9a-z]{26}$", description="The earlier list.")],
    asker: Reader,
    held: Held,
) -> DiffAnswer:
    """Between two lists, within the asker's places. Why somebody moved: `fanpin list diff`."""
    with held.door.database.reading(asker.jurisdiction, now()) as work:
        before, after = _existing(lists.find(work, since)), _existing(lists.find(work, list_id))
        return diff_answer(before, after, (lists.numbers(work, before.id), lists.numbers(work, after.id)))


@router.post(
    "/risk-lists/{list_id}/issue",
    operation_id="issue_list",
    summary="Issue a list",
    response_model=ListAnswer,
    responses={
        **NO_LIST,
        **problems(
            _409="Another list was issued for its day and region, it is not as it was made, or the idempotency key was used for another request.",
            _412="It was changed since the asker saw it (`If-Match`); nothing was done.",
        ),
    },
)
def issue(list_id: ListId, asker: Issuer, doing: OnceOnVersion) -> Response:
    """From now on it is the office's list of its day and region, and stays as it is."""

    def do(work: Work) -> Any:
        row = _existing(lists.find(work, list_id, hold=True))
        if row.region_code not in asker.jurisdiction:
            raise unknown_list()
        if doing.seen is not None and doing.seen != row.version:
            raise changed_meanwhile(row.version)
        try:
            issue_list(work, doing.held.door.keyring, asker, row)
        except ListIssuedError as error:
            raise issued_already(error.list_id) from None
        except ListChangedError:
            raise not_as_made() from None
        return reply_of(_answer(work, asker, row), version=row.version)

    return doing.once(asker, do)


def _region(asked: str | None, asker: Principal) -> str:
    """The region that is meant; the asker's own when they did not say."""
    if asked is not None:
        if asked not in asker.jurisdiction:
            raise not_scored()
        return asked
    if len(asker.jurisdiction.prefixes) != 1:
        raise wrong_parameter(
            "region",
            Bilingual("您的辖区不止一处", "the asker has several places"),
            Bilingual("写明是哪一处的名单", "Say of which a list is wanted."),
        )
    return asker.jurisdiction.prefixes[0]


def _answer(work: Work, asker: Principal, row: RiskList) -> ListAnswer:
    return list_answer(row, lists.count(work, row.id), whole=row.region_code in asker.jurisdiction)


_ELSEWHERE = Bilingual("换一个区域或名额", "Ask for another region or number of visits.")


def _existing(row: RiskList | None) -> RiskList:
    if row is None:
        raise unknown_list()
    return row


def unknown_list() -> ProblemError:
    return ProblemError(
        404,
        "unknown-list",
        Bilingual("没有这份名单", "No such list"),
        Bilingual("没有该编号的、与您的辖区有关的名单", "No list of this name touches your jurisdiction."),
    )


def not_scored() -> ProblemError:
    return ProblemError(
        404,
        "not-scored",
        Bilingual("该区域或该日没有评分", "The region or the day was not scored"),
        Bilingual(
            "核对区域和日期；某日的评分由 POST /v1/scoring-runs 或 `fanpin score` 得到",
            "Check region and day; a day is scored by POST /v1/scoring-runs or `fanpin score`.",
        ),
    )


def issued_already(list_id: str) -> ProblemError:
    return ProblemError(
        409,
        "list-issued",
        Bilingual("该日该区域已下发过名单", "A list was issued for that day and region"),
        Bilingual(
            f"没有执行任何操作：已下发的是 {list_id}，它不再改变",
            f"Nothing was done: {list_id} was issued, and it stays.",
        ),
    )


def not_as_made() -> ProblemError:
    return ProblemError(
        409,
        "list-changed",
        Bilingual("名单与生成时不一致", "The list is not as it was made"),
        Bilingual(
            "没有下发：请安全管理员查明数据库中谁改过它，再重新生成",
            "It was not issued: let the security administrator find out who changed it in the database, then make it anew.",
        ),
    )
