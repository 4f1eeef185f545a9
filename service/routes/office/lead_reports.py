"""A household reported by hand: by a cadre who was there, for somebody who asked, for a department that wrote."""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from features.bilingual import Bilingual
from features.vocabulary import LeadSource, RiskType
from service.assess import home_of
from service.leads.receiving import OtherHouseholdError, Reported, receive_report
from service.leads.sent import LONGEST_NOTE
from service.local_time import day_of
from service.once import Reply
from service.pages import render
from service.principal import Permission, Principal
from service.problems import ProblemError
from service.procedure.merging import ReportError
from service.repeated import at_most_once
from service.resources import Ready, Store
from service.routes.admitting import allowed
from service.routes.doing import now
from service.routes.office.asking import code_as_typed
from service.routes.office.forms import ONCE, Form, OwnForm
from service.routes.office.once import OnceByForm, going_on, new_key, to_page
from service.rows import LONGEST_TEXT
from service.store import Work

Reporter = Annotated[Principal, Depends(allowed(Permission.REPORT_LEADS))]

NO_HOUSEHOLD = Bilingual(
    "您的辖区内没有该户编号的记录：请核对编号，前面的零也要写",
    "within your places there is no record of such a household: check the code, with the zeros in front",
)
NO_DAY = Bilingual("请填一个日期，如 2026-01-05", "give a date such as 2026-01-05")
NO_SOURCE = Bilingual("请选线索从哪里来", "say where the report comes from")
NO_RISK = Bilingual("请从列表中选风险类型，或不填", "choose a risk type from the list, or none")
TOO_LONG = Bilingual(f"说明至多{LONGEST_NOTE}字：请写短一些", f"a note has {LONGEST_NOTE} signs at most: shorten it")
USED = Bilingual("这张表单已用过：请重新打开页面再登记", "this form was used before: open the page anew")

router = APIRouter(include_in_schema=False)


@router.get("/leads/new", dependencies=[Depends(at_most_once("household"))])
def new_lead_page(
    request: Request,
    asker: Reporter,  # noqa: ARG001 - who may not report sees no form
    household: Annotated[str, Query(max_length=LONGEST_TEXT)] = "",
) -> Response:
    """The form."""
    today = day_of(now())
    typed = {"household_id": household, "source": LeadSource.CADRE.value, "reported_on": today.isoformat()}
    return _form(request, typed, {}, today)


@router.post("/leads/new")
def report_page(
    request: Request, asker: Reporter, form: OwnForm, doing: OnceByForm, store: Store, instruments: Ready
) -> Response:
    """Take it in: the household's lead is opened, or joined."""
    wrong: dict[str, Bilingual] = {}
    reported = _reported(form, asker, doing.today, store, wrong)
    if reported is None or wrong:
        return _form(request, form.fields, wrong, doing.today, 422)

    def do(work: Work) -> Reply:
        received = receive_report(work, doing.held.door.keyring, instruments.policy, asker, reported, doing.today)
        return to_page(f"/leads/{received.row.id}?done={received.receipt.merge.value}")

    try:
        return going_on(doing.once(asker, form, do))
    except ReportError as error:
        zh, _, en = str(error).partition(" | ")
        wrong["reported_on"] = Bilingual(zh.rstrip("。"), en.rstrip("."))
    except OtherHouseholdError:
        wrong["household_id"] = USED
    return _form(request, form.fields, wrong, doing.today, 422)


def _reported(
    form: Form, asker: Principal, today: dt.date, store: Store, wrong: dict[str, Bilingual]
) -> Reported | None:
    """What was typed; what is wrong with it goes into `wrong`."""
    household, region = code_as_typed(form.text("household_id")) or "", ""
    try:
        region = home_of(household, today, asker.jurisdiction, store) if 0 < len(household) <= LONGEST_TEXT else ""
    except ProblemError as error:
        if error.problem.status != NOT_THERE:
            raise
    if not region:
        wrong["household_id"] = NO_HOUSEHOLD
    day = None
    with contextlib.suppress(ValueError):
        day = dt.date.fromisoformat(form.text("reported_on"))
    source = next((each for each in LeadSource if each.value == form.text("source")), None)
    risk = next((each for each in RiskType if each.value == form.text("risk_type")), None)
    if day is None:
        wrong["reported_on"] = NO_DAY
    if source is None:
        wrong["source"] = NO_SOURCE
    if risk is None and form.given("risk_type"):
        wrong["risk_type"] = NO_RISK
    if len(form.text("note")) > LONGEST_NOTE:
        wrong["note"] = TOO_LONG
    if day is None or source is None:
        return None
    # The page's own key is the reference: sent twice it is the same report.
    reference = f"page-{form.text(ONCE)}"
    return Reported(household, region, source, reference, day, risk, note=form.given("note"))


NOT_THERE = 404


def _form(
    request: Request, typed: dict[str, str] | object, wrong: dict[str, Bilingual], today: dt.date, status: int = 200
) -> Response:
    values = {
        "typed": typed,
        "wrong": wrong,
        "sources": [(each.value, each) for each in LeadSource],
        "risks": [(each.value, each) for each in RiskType],
        "today": today,
        "longest_note": LONGEST_NOTE,
        "once_key": new_key(),
    }
    return render(request, "lead_new.html", values, status_code=status)
