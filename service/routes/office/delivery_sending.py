"""A file is sent from the page of deliveries, or looked at first: by a form, or piece by piece with a bar by the page's script."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Header, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response

from features.bilingual import Bilingual
from features.deliveries.departments import DeliveringDepartment
from features.disk import DiskError
from features.records.store.states import StoreInState
from service.deliveries.looking import looked_at
from service.deliveries.receiving import SentFile
from service.once import Reply
from service.origin import SESSION_COOKIE
from service.pages.form_tokens import is_token_of
from service.pages.languages import written
from service.pages.preferences import preferences_of
from service.principal import Permission, Principal
from service.problems import ProblemError, not_ready
from service.resources import Resources, Store, resources
from service.routes.admitting import allowed
from service.routes.deliveries import file_examined as examined_by_its_name
from service.routes.deliveries import need_bytes, place_to_send_of, taken_in_custody
from service.routes.doing import RawBody
from service.routes.office.deliveries import AskedDeliveries, deliveries_shown, table_of
from service.routes.office.forms import ONCE, Form, not_our_form
from service.routes.office.once import FormDoing, OnceByForm, going_on, to_page
from service.routes.office.uploads import OwnFormWithFile
from service.store import Work
from service.views.looking_first import Foreseen, foreseen

router = APIRouter(include_in_schema=False)
Sender = Annotated[Principal, Depends(allowed(Permission.SEND_DELIVERIES))]

LOOK = "look"
WRONG = 422
CHOOSE_FILE = Bilingual("没有选择文件：选择要发送的文件", "no file was chosen: choose the one to be sent")
CHOOSE_DEPARTMENT = Bilingual("没有选择部门：选择文件是哪个部门的", "no department was chosen: choose whose file it is")


@router.post("/deliveries")
async def send_page(
    request: Request, asker: Sender, sent: OwnFormWithFile, doing: OnceByForm, store: Store
) -> Response:
    """Send the file, or only look what it would be taken for; whatever is wrong is told beside what was chosen."""
    reader = await allowed(Permission.READ_DELIVERIES)(request)
    chosen = department_of(sent.form.text("department"))
    typed = {"department": "" if chosen is None else chosen.value}

    def work() -> Response:
        wrong = [why for why, is_so in ((CHOOSE_FILE, not sent.file), (CHOOSE_DEPARTMENT, chosen is None)) if is_so]
        looked = None
        if not wrong and chosen is not None:
            try:
                file = examined_by_its_name(quote(sent.file), sent.data)
                if sent.form.text("act") != LOOK:
                    return going_on(received(doing, asker, sent.form, file, chosen, store))
                looked = looking(doing.held, asker, file, store)
            except ProblemError as error:
                wrong = in_words(error)
        shown = {**typed, "problems": wrong}
        return deliveries_shown(
            request, doing.held, reader, store, AskedDeliveries(), tried=shown, looked=looked, status=WRONG if wrong else 200
        )  # fmt: skip

    return await run_in_threadpool(work)


def need_token(
    request: Request,
    token: Annotated[str, Header(alias="Form-Token", max_length=200)] = "",
) -> None:
    """A need of the route that the page's script leads to. Raises ProblemError, 403, for who does not come from the page."""
    session = request.cookies.get(SESSION_COOKIE, "")
    if not is_token_of(resources(request).door.keyring, session, token):
        raise not_our_form()


@router.post("/deliveries/file")
def send_file(
    request: Request,
    asker: Sender,
    ours: Annotated[None, Depends(need_token)],  # noqa: ARG001 - that it is is all
    raw: Annotated[None, Depends(need_bytes)],  # noqa: ARG001 - likewise
    doing: OnceByForm,
    body: RawBody,
    store: Store,
    named: Annotated[str, Header(alias="File-Name", min_length=1, max_length=1_000, pattern=r"^[\x21-\x7e]+$")],
    key: Annotated[str, Header(alias="Once-Key", max_length=100)] = "",
    department: str = "",
    act: str = "",
) -> Response:
    """The same for the page's script, which shows how far it has come: where to go on, or what the file would be taken for, in words."""
    chosen = department_of(department)
    if chosen is None:
        raise ProblemError(WRONG, "invalid-request", Bilingual("没有选择部门", "No department"), CHOOSE_DEPARTMENT)
    file = examined_by_its_name(named, body)
    if act == LOOK:
        language = preferences_of(request).language
        looked = looking(doing.held, asker, file, store)
        return JSONResponse(
            {"tables": [[str(written(line, language)) for line in (each.head, *each.lines)] for each in looked]}
        )
    reply = received(doing, asker, Form({ONCE: key}, {}), file, chosen, store)
    return JSONResponse({"location": reply.headers["Location"]}, 201)


def received(
    doing: FormDoing, asker: Principal, form: Form, file: SentFile, chosen: DeliveringDepartment, store: StoreInState
) -> Reply:
    """The file in custody, once however often it is sent; the page that shows what becomes of it."""
    place = place_to_send_of(asker, store)
    # The file itself is part of what the form says.
    whole = Form({ONCE: form.text(ONCE), "department": chosen.value, "name": file.name, "digest": file.digest}, {})

    def do(work: Work) -> Reply:
        row = taken_in_custody(work, doing.held, asker, place, chosen, file, doing.today)
        return to_page(f"/deliveries/{row.id}?done=sent")

    return doing.once(asker, whole, do)


def looking(held: Resources, asker: Principal, file: SentFile, store: StoreInState) -> list[Foreseen]:
    """What a file would be taken for."""
    place_to_send_of(asker, store)
    try:
        return foreseen(looked_at(held.settings.incoming, file, table_of(held)))
    except DiskError as error:
        raise not_ready([str(error)]) from None


def department_of(typed: str) -> DeliveringDepartment | None:
    """A department by its name; None where it is none."""
    return DeliveringDepartment(typed) if typed in DeliveringDepartment.values() else None


def in_words(error: ProblemError) -> list[Any]:
    """What is wrong, a sentence each."""
    problem = error.problem
    each = [f"{_words(one.message).zh}：{_words(one.what_to_do).zh}" for one in problem.problems]
    english = [f"{_words(one.message).en}: {_words(one.what_to_do).en}" for one in problem.problems]
    return [Bilingual(zh, en) for zh, en in zip(each, english, strict=True)] or [_words(problem.detail)]


def _words(text: str) -> Bilingual:
    zh, _, en = text.partition(" | ")
    return Bilingual(zh, en or zh)
