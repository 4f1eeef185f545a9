"""The audit for auditors: searched, verified, exported."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import StreamingResponse
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from features.bilingual import Bilingual
from service.audit.answers import LinePage, VerificationAnswer, line_answer, verification_answer
from service.audit.exporting import begin, rows
from service.audit.faults import AuditError
from service.audit.verifying import verify
from service.principal import Kind, Permission, Principal
from service.problems import ProblemError, wrong_parameter
from service.resources import Held, Resources
from service.routes.admitting import allowed
from service.routes.declaring import OF_KEYED_ROUTES, problems
from service.routes.doing import now
from service.routes.keyed import WAYS_IN, KeyedRoute
from service.routes.paging import AskedPage, page_of
from service.slow import Kept
from service.store.repositories import audit
from service.vault.answers import UnmaskingAnswer, unmasking_answer
from service.vault.looking import reason_of

router = APIRouter(
    prefix="/v1", route_class=KeyedRoute, dependencies=WAYS_IN, responses=OF_KEYED_ROUTES, tags=["audit"]
)

Auditor = Annotated[Principal, Depends(allowed(Permission.READ_AUDIT))]
A_WORD = r"^[!-~]{1,120}$"
NEWEST_POSSIBLE = 10**15
"""Lines; more than a database holds, and a number that it can hold."""

FRESH = dt.timedelta(minutes=1)
_VERIFYING = Kept[VerificationAnswer](Bilingual("正在核对审计记录", "The audit is being verified"), FRESH)


class AskedLines(AskedPage):
    """Which lines."""

    actor: Annotated[str | None, Field(pattern=A_WORD, description="Who, such as `user:user_01k…`.")] = None
    action: Annotated[str | None, Field(pattern=A_WORD, description="What, such as `leads:read`.")] = None
    target: Annotated[
        str | None, Field(min_length=1, max_length=120, description="Done to what, such as `household:…`.")
    ] = None
    since: Annotated[AwareDatetime | None, Field(description="That moment or later, with its zone.")] = None
    until: Annotated[AwareDatetime | None, Field(description="Before that moment, with its zone.")] = None


class AskedExport(BaseModel):
    """Which part of the chain."""

    model_config = ConfigDict(extra="forbid")

    after: Annotated[
        int, Field(ge=0, le=NEWEST_POSSIBLE, description="The last line of the export before; 0 for all that is kept.")
    ] = 0


class NewlineDelimited(StreamingResponse):
    """One JSON object a line."""

    media_type = "application/x-ndjson"


@router.get("/audit", operation_id="list_audit", summary="Who did and read what")
def list_lines(asked: Annotated[AskedLines, Query()], asker: Auditor, held: Held) -> LinePage:
    """The newest first. That the audit is read stands in it."""
    require_all(asker)
    selected = audit.search(
        actor=asked.actor, action=asked.action, target=asked.target, since=asked.since, until=asked.until
    )
    with held.door.database.reading(asker.jurisdiction, now()) as work:
        page = page_of(work, held, selected, audit.NEWEST, asked)
        return LinePage(items=[line_answer(row) for row in page.rows], next=page.next)


@router.get("/audit/verification", operation_id="verify_audit", summary="Whether the audit is whole")
def verification(asker: Auditor, held: Held) -> VerificationAnswer:
    """Every line is read and held against its seal, the line before, the marks of beginning and end, and the anchors.

    A long chain takes its time: 503 says when to ask again. The same answer is given for a minute.
    """
    require_all(asker)
    return verified_lately(held, now())


def verified_lately(held: Resources, moment: dt.datetime) -> VerificationAnswer:
    """Whether the audit is whole, as it was found within the last minute or is now. Raises BusyError while it is read."""
    return _VERIFYING.result(held.settings.database, moment, lambda: _verified(held, moment))


@router.get(
    "/audit/export",
    operation_id="export_audit",
    summary="The audit as a file",
    response_class=NewlineDelimited,
    responses={
        200: {"description": "The chain, as `fanpin audit export` writes it: docs/audit.md shows how to verify it."}
    },
)
def export(asked: Annotated[AskedExport, Query()], asker: Auditor, held: Held) -> NewlineDelimited:
    """Whole as of now; its last line tells of this export. What was cut off on its way does not verify."""
    require_all(asker)
    door, moment = held.door, now()
    try:
        exported = begin(door.database, door.keyring, moment, actor=asker.actor, after=asked.after)
    except AuditError as error:
        go_on = Bilingual("写上次导出的最后一条", "Give the last line of the export before.")
        raise wrong_parameter("after", str(error), go_on) from None
    file = f"audit-{exported.first}-{exported.last}.ndjson"
    return NewlineDelimited(
        rows(door.database, exported, moment), headers={"Content-Disposition": f'attachment; filename="{file}"'}
    )


@router.get(
    "/audit/unmaskings/{unmasking_id}",
    operation_id="read_unmasking",
    summary="Why somebody looked at a household's names",
    responses=problems(_404="There is no such record.", _403="The asker is no auditor of all places, or a program."),
)
def read_unmasking(
    unmasking_id: Annotated[
        str,
        Path(
            pattern=r"^unmasking_[0-9a-z]{26}$",
            description="The record that the audit's line names.",
            examples=["unmasking_01kbb3jt1r9h5w2m7x4c6d8e0f"],
        ),
    ],
    asker: Auditor,
    held: Held,
) -> UnmaskingAnswer:
    """In the words of whoever looked, which lie sealed and may name somebody: to people alone. That they were read stands in the audit."""
    require_all(asker)
    if asker.kind is not Kind.USER:
        raise _for_people()
    with held.door.database.reading(asker.jurisdiction, now()) as work:
        try:
            return unmasking_answer(*reason_of(work, held.door.keyring, unmasking_id))
        except LookupError:
            raise _unknown_unmasking() from None


def _for_people() -> ProblemError:
    return ProblemError(
        403,
        "people-only",
        Bilingual("只供人员查看", "For people alone"),
        Bilingual(
            "理由中可能有姓名，只给登录的审计员看；程序可读审计记录本身",
            "The words may name somebody: they are shown to auditors who have logged in. A program reads the audit's lines.",
        ),
    )


def _unknown_unmasking() -> ProblemError:
    return ProblemError(
        404,
        "unknown-unmasking",
        Bilingual("没有这条查看记录", "No such record of looking"),
        Bilingual(
            "核对编号：审计记录中 unmasking 一项的值", "Check its name: it is what the audit's line gives as unmasking."
        ),
    )


def _verified(held: Resources, moment: dt.datetime) -> VerificationAnswer:
    door = held.door
    return verification_answer(verify(door.database, door.keyring, held.settings.anchors, moment), moment)


def require_all(asker: Principal) -> None:
    """A line says who did what to whom, not where: the chain can't be read in part, and the part would not verify.

    Raises:
        ProblemError: 403, the asker is no auditor of all places.
    """
    if not asker.jurisdiction.is_everywhere:
        raise ProblemError(
            403,
            "whole-installation-only",
            Bilingual("审计记录不分辖区", "The audit is not divided by places"),
            Bilingual(
                "审计记录是全系统的一条链，只有辖区为“全部”的审计员能看；请安全管理员授予（--region all）",
                "The audit is one chain of the whole installation, for auditors of all places: a security administrator grants that (--region all).",
            ),
        )
