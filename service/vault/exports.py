"""Exports: one asks and says why, of a large one another approves, and it is used once.

    asked → approved → used         asked → refused         after some days: nothing more
    approved → used                 a small one, which waits for nobody

A row that leaves the service is out of everybody's hands; so above a number of rows two people have to want it.
"""

from __future__ import annotations

import datetime as dt

from features.errors import FanpinError
from features.policy.loading import Policy
from features.vocabulary import Labelled
from service.keyring import Keyring
from service.principal import Permission, Principal
from service.store import Work
from service.store.repositories.audit import append
from service.store.repositories.exports import add_request, move_request, request_of
from service.store.sealed import EXPORT
from service.store.tables.exports import ExportRequest, ExportState
from service.store.types import new_id

WORDS_AT_LEAST, WORDS_AT_MOST = 4, 300


class Against(Labelled):
    """Why a request can't be moved on."""

    PERMISSION = "permission", "没有批准导出的权限", "this person may not approve exports"
    OWN = "own", "自己的申请须由另一人批准", "whoever asked can't approve it: another person has to"
    EXPIRED = "expired", "申请已过期，请重新申请", "the request is too old; ask again"
    STATE = "state", "申请不在可办理的状态", "the request is not waiting for this"
    OTHER = "other", "与所申请的内容不是同一项，或行数更多", "it is not what was asked for, or has more rows"
    ASKER = "asker", "只能由申请人使用", "only whoever asked may use it"


class ExportError(FanpinError):
    """An export can't be had or approved so; `against` says why."""

    def __init__(self, against: Against) -> None:
        super().__init__(f"{against.zh} | {against.en}.")
        self.against = against


def needs_second_person(rows: int, policy: Policy, today: dt.date) -> bool:
    """Whether so many rows leave only with a second person's word. Raises PolicyError."""
    return rows > policy.value("export_rows_alone", None, today)


def against_approving(request: ExportRequest, person: Principal, now: dt.datetime) -> Against | None:
    """Why somebody can't approve or refuse a request; None where they can."""
    if not person.may(Permission.APPROVE_EXPORTS):
        return Against.PERMISSION
    if person.actor == request.asked_by:
        return Against.OWN
    return _against_state(request, ExportState.ASKED, now)


def against_using(request: ExportRequest, person: Principal, what: str, rows: int, now: dt.datetime) -> Against | None:
    """Why an export can't be made on a request; None where it can."""
    if person.actor != request.asked_by:
        return Against.ASKER
    if what != request.what or rows > request.rows:
        return Against.OTHER
    return _against_state(request, ExportState.APPROVED, now)


def ask(
    work: Work,
    keyring: Keyring,
    policy: Policy,
    person: Principal,
    *,
    what: str,
    rows: int,
    region_code: str,
    words: str,
) -> ExportRequest:
    """Ask for an export; one of few rows waits for nobody.

    Args:
        what: what is exported, filters included, as it will be asked for again.
        region_code: the place that all of it lies in.
        words: why; sealed.

    Raises:
        ValueError: no reason was given, or a novel.
        PolicyError: policy does not say how long a request holds.
    """
    if not WORDS_AT_LEAST <= len(words.strip()) <= WORDS_AT_MOST:
        raise ValueError(f"say why, in {WORDS_AT_LEAST} to {WORDS_AT_MOST} signs.")
    request_id = new_id("export", work.now)
    waits = needs_second_person(rows, policy, work.now.date())
    holds = dt.timedelta(days=policy.value("export_request_days", region_code, work.now.date()))
    request = ExportRequest(
        id=request_id,
        asked_at=work.now,
        asked_by=person.actor,
        region_code=region_code,
        what=what,
        rows=rows,
        sealed=keyring.seal(words.strip().encode(), purpose=EXPORT.purpose, bound_to=request_id),
        state=(ExportState.ASKED if waits else ExportState.APPROVED).value,
        expires_at=work.now + holds,
    )
    add_request(work, request)
    _note(work, keyring, person, "exports.asked", request, alone=not waits)
    return request


def decide(work: Work, keyring: Keyring, person: Principal, request_id: str, *, approve: bool) -> ExportRequest:
    """Approve or refuse. Raises LookupError: there is none within the jurisdiction. Raises ExportError: this person can't, or not now."""
    request = _required(work, request_id)
    if against := against_approving(request, person, work.now):
        raise ExportError(against)
    to = ExportState.APPROVED if approve else ExportState.REFUSED
    if not move_request(work, request, to, decided_by=person.actor, decided_at=work.now):
        raise ExportError(Against.STATE)
    _note(work, keyring, person, f"exports.{to.value}", request)
    return _required(work, request_id)


def use(work: Work, keyring: Keyring, person: Principal, request_id: str, *, what: str, rows: int) -> ExportRequest:
    """Take up an approved request, in the transaction in which the export is noted: the second time it is used already.

    Raises:
        LookupError: there is none within the jurisdiction.
        ExportError: it is not approved, another's, used, expired, or of something else.
    """
    request = _required(work, request_id)
    if against := against_using(request, person, what, rows, work.now):
        raise ExportError(against)
    if not move_request(work, request, ExportState.USED, used_at=work.now):
        raise ExportError(Against.STATE)
    _note(work, keyring, person, "exports.used", request)
    return _required(work, request_id)


def words_of(keyring: Keyring, request: ExportRequest) -> str:
    """Why it was asked for: for whoever decides."""
    return keyring.open(request.sealed, purpose=EXPORT.purpose, bound_to=request.id).decode()


def _against_state(request: ExportRequest, wanted: ExportState, now: dt.datetime) -> Against | None:
    if request.state != wanted.value:
        return Against.STATE
    return Against.EXPIRED if now >= request.expires_at else None


def _required(work: Work, request_id: str) -> ExportRequest:
    request = request_of(work, request_id)
    if request is None:
        raise LookupError("no such request.")
    return request


def _note(work: Work, keyring: Keyring, person: Principal, action: str, request: ExportRequest, **more: bool) -> None:
    detail = {"what": request.what, "rows": request.rows, **more}
    append(work, keyring, actor=person.actor, action=action, target=f"export:{request.id}", detail=detail)
