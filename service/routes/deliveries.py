"""Deliveries: files sent, and what became of every one, whichever way it came."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from features.bilingual import Bilingual
from features.deliveries.departments import DeliveringDepartment
from features.disk import DiskError
from features.intake.problems import FileRefusedError
from features.records.store.states import StoreInState
from service.deliveries.answers import (
    DeliveryAnswer,
    DeliveryInFull,
    DeliveryPage,
    FindingAnswer,
    FindingPage,
    OverdueAnswer,
    in_full,
)
from service.deliveries.naming import RENAME, FileNameError, file_name
from service.deliveries.reading import (
    Delivered,
    DeliveryState,
    KnownDelivery,
    findings_of_rows,
    in_records,
    known_delivery,
    of_an_upload,
    overdue,
    place_of,
    set_aside,
    uploads_of,
)
from service.deliveries.receiving import OtherDepartmentError, SentFile, TooManyWaitingError, examined, receive
from service.local_time import day_of
from service.principal import Permission, Principal
from service.problems import FieldProblem, ProblemError, come_again, invalid_request, not_ready, wrong_parameter
from service.refusals import need_media_type
from service.resources import Held, Resources, Store
from service.routes.admitting import allowed
from service.routes.declaring import OF_KEYED_ROUTES, problems
from service.routes.departments import need_places, other_department
from service.routes.doing import Once, RawBody, now, reply_of
from service.routes.keyed import WAYS_IN, KeyedRoute
from service.routes.paging import AskedPage, page_of_rows
from service.store import Work
from service.store.repositories import uploads
from service.store.tables import Upload

router = APIRouter(
    prefix="/v1", route_class=KeyedRoute, dependencies=WAYS_IN, responses=OF_KEYED_ROUTES, tags=["deliveries"]
)

BYTES = "application/octet-stream"
FILE_NAME = "File-Name"
SECONDS_TO_COME_AGAIN = 60
NO_DELIVERY = problems(_404="There is no such delivery within the asker's jurisdiction.")

A_DELIVERY = Path(pattern=r"^[0-9A-Za-z_-]{1,60}$", description="The delivery.", examples=["9f3c1b7a52d04e18"])
DeliveryId = Annotated[str, A_DELIVERY]
Sender = Annotated[Principal, Depends(allowed(Permission.SEND_DELIVERIES))]
Reader = Annotated[Principal, Depends(allowed(Permission.READ_DELIVERIES))]


class AskedDeliveries(AskedPage):
    """Which deliveries."""

    state: Annotated[DeliveryState | None, Field(description="Only those that stand there.")] = None
    department: Annotated[DeliveringDepartment | None, Field(description="Only those of a department.")] = None

    def wants(self, delivered: Delivered) -> bool:
        of_department = self.department is None or self.department.zh in delivered.departments
        return of_department and self.state in (None, delivered.state)


class AskedUpload(BaseModel):
    """Whose file it is. A parameter that does not exist is refused."""

    model_config = ConfigDict(extra="forbid")

    department: Annotated[DeliveringDepartment, Field(description="Whose file it is: that which its headers say.")]


def need_bytes(request: Request) -> None:
    """A need of the route that takes a file. Raises ProblemError, 415."""
    need_media_type(request, BYTES)


@router.post(
    "/deliveries",
    status_code=202,
    operation_id="send_delivery",
    summary="Send a file",
    response_model=DeliveryAnswer,
    dependencies=[Depends(need_bytes)],
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {BYTES: {"schema": {"type": "string", "format": "binary", "minLength": 1}}},
        }
    },
    responses=problems(
        _403="The asker may not do this, not for all places of which the file may tell, for another department, or speaks for none.",
        _409="The idempotency key was used for another request.",
        _413="The file is larger than 64 MiB.",
        _415="The body is not `application/octet-stream`, or it is compressed (Content-Encoding).",
        _503="There are no records yet, the disk is full, or too many files wait; `Retry-After` says when to come again.",
    ),
)
def send(
    asked: Annotated[AskedUpload, Query()],
    named: Annotated[
        str,
        Header(
            alias=FILE_NAME,
            min_length=1,
            max_length=1_000,
            pattern=r"^[\x21-\x7e]+$",
            description="The file's name, percent-encoded UTF-8; it ends as its kind does: xlsx, xls, et, csv or zip.",
            examples=["%E5%90%8D%E5%86%8C.xlsx", "roster.xlsx"],
        ),
    ],
    asker: Sender,
    doing: Once,
    body: RawBody,
    store: Store,
) -> Response:
    """One workbook, text or archive. It is taken in within seconds to minutes, in the background, and destroyed then."""
    place = place_to_send_of(asker, store)
    sent = file_examined(named, body)

    def do(work: Work) -> Any:
        row = taken_in_custody(work, doing.held, asker, place, asked.department, sent, doing.today)
        answer = DeliveryAnswer.model_validate(of_an_upload(row, store))
        return reply_of(answer, 202, location=f"/v1/deliveries/{row.id}")

    return doing.once(asker, do)


@router.get("/deliveries", operation_id="list_deliveries", summary="Deliveries")
def list_deliveries(
    asked: Annotated[AskedDeliveries, Query()], asker: Reader, held: Held, store: Store
) -> DeliveryPage:
    """Everything that is in the records, and what was sent and is not, or not yet; the last first. Who is late stands beside it."""
    if place_of(store) not in asker.jurisdiction:
        return DeliveryPage(items=[], overdue=[], next=None)
    moment = now()
    with held.door.database.reading(asker.jurisdiction, moment) as work:
        sent = uploads.several(work, uploads_of(store))
        every = [*in_records(store, sent), *(of_an_upload(row, store) for row in uploads.not_landed(work))]
    page = page_of_rows(held, sorted(filter(asked.wants, every), key=Delivered.place), Delivered.place, asked)
    return DeliveryPage(
        items=[DeliveryAnswer.model_validate(each) for each in page.rows],
        overdue=[OverdueAnswer(**row) for row in overdue(store, held.policy(), day_of(moment))],
        next=page.next,
    )


@router.get(
    "/deliveries/{delivery_id}",
    operation_id="read_delivery",
    summary="What became of a delivery",
    responses=NO_DELIVERY,
)
def read_delivery(delivery_id: DeliveryId, asker: Reader, held: Held, store: Store) -> DeliveryInFull:
    """By the name of the delivery, or by that under which a file was sent."""
    known = known_to(asker, delivery_id, held, store)
    rows = set_aside(store, known.deliveries)
    counts = dict(rows.group_by("reason").len().iter_rows())
    return in_full(known.delivered, counts, known.files, len(known.findings) + rows.height)


@router.get(
    "/deliveries/{delivery_id}/findings",
    operation_id="list_delivery_findings",
    summary="What of a delivery was not kept",
    responses=NO_DELIVERY,
)
def list_findings(
    delivery_id: DeliveryId, asked: Annotated[AskedPage, Query()], asker: Reader, held: Held, store: Store
) -> FindingPage:
    """Each with file, sheet, row and column, why, and what to do; never what a cell says, nor whose it is."""
    known = known_to(asker, delivery_id, held, store)
    whole, rows = known.findings, set_aside(store, known.deliveries)
    # A delivery's findings stay as they are: their numbers are their places. Those of the page alone are put in words.
    page = page_of_rows(held, range(len(whole) + rows.height), lambda number: [number], asked, delivery_id)
    of_files = [whole[number] for number in page.rows if number < len(whole)]
    of_rows = findings_of_rows(
        rows[[number - len(whole) for number in page.rows if number >= len(whole)]], known.upload
    )
    return FindingPage(items=[FindingAnswer(**each) for each in (*of_files, *of_rows)], next=page.next)


def place_to_send_of(asker: Principal, store: StoreInState) -> str:
    """The digits with which the codes of all places begin, of any of which a file may tell.

    Raises:
        ProblemError: 403, they are not all the asker's, or a liaison speaks for no department.
    """
    place = place_of(store)
    if place not in need_places(asker, Permission.SEND_DELIVERIES):
        raise not_all_places()
    return place


def file_examined(named: str, body: bytes) -> SentFile:
    """A file that may be taken in custody.

    Args:
        named: its name in percent-encoded UTF-8.

    Raises:
        ProblemError: 422, its name or content is what no file may have.
    """
    try:
        return examined(file_name(named), body)
    except FileNameError as error:
        raise wrong_parameter(FILE_NAME, error.problem, RENAME) from None
    except FileRefusedError as refusal:
        raise unfit(refusal) from None


def taken_in_custody(
    work: Work,
    held: Resources,
    asker: Principal,
    place: str,
    department: DeliveringDepartment,
    sent: SentFile,
    today: dt.date,
) -> Upload:
    """The file, waiting to be taken in.

    Raises:
        ProblemError: 403, it is another department's; 503, too many wait, or the disk is full.
    """
    keyring, incoming = held.door.keyring, held.settings.incoming
    try:
        return receive(work, keyring, incoming, asker, place=place, department=department, sent=sent, today=today)
    except OtherDepartmentError:
        raise other_department() from None
    except TooManyWaitingError:
        raise _too_many() from None
    except DiskError as error:
        raise not_ready([str(error)]) from None


def known_to(asker: Principal, delivery_id: str, held: Resources, store: StoreInState) -> KnownDelivery:
    """Raises ProblemError, 404."""
    if place_of(store) in asker.jurisdiction:
        with held.door.database.reading(asker.jurisdiction, now()) as work:
            known = known_delivery(work, store, delivery_id)
        if known is not None:
            return known
    raise _unknown()


def unfit(refusal: FileRefusedError) -> ProblemError:
    return invalid_request(
        [FieldProblem(path="body", message=str(refusal.problem), what_to_do=str(refusal.what_to_do))]
    )


def not_all_places() -> ProblemError:
    return ProblemError(
        403,
        "not-all-places",
        Bilingual("辖区不是全县", "Not all places are yours"),
        Bilingual(
            "没有执行任何操作：交付的文件可能涉及全县任何一户，须由辖区为全县的人或程序发送",
            "Nothing was done. A file may tell of any household of the county: whoever sends it needs all of it as their jurisdiction.",
        ),
    )


def _too_many() -> ProblemError:
    return ProblemError(
        503,
        "too-many-waiting",
        Bilingual("待导入的文件太多", "Too many files wait"),
        Bilingual(
            "没有执行任何操作：等前面的文件导入后再发送",
            "Nothing was done. Send it again when those before it are taken in.",
        ),
        headers=come_again(SECONDS_TO_COME_AGAIN),
    )


def _unknown() -> ProblemError:
    return ProblemError(
        404,
        "unknown-delivery",
        Bilingual("没有这次交付", "No such delivery"),
        Bilingual("没有该编号的、与您的辖区有关的交付", "There is none of this name within your jurisdiction."),
    )
