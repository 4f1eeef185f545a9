"""The model: which version scores, since when and by whose decision; a version's card; promoted and rolled back with a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from features.bilingual import Bilingual
from models import DEFAULT_MODEL
from models.promotions.audit import Entry
from models.promotions.checks import OVERRIDABLE, Check
from models.registry import Alias
from service.local_time import CHINA, day_of
from service.once import Reply
from service.pages import render
from service.place_names import names_at_hand
from service.principal import Permission, Principal
from service.problems import ProblemError, wrong_parameter
from service.repeated import at_most_once
from service.resources import Store, resources
from service.routes.admitting import allowed
from service.routes.asking import ADay
from service.routes.doing import now
from service.routes.models import VersionName, note_move, require_all_places
from service.routes.office.asker import may
from service.routes.office.asking import Ignoring, OrNothing
from service.routes.office.delivery_sending import in_words
from service.routes.office.forms import Form, own_form
from service.routes.office.once import FormDoing, OnceByForm, going_on, new_key, to_page
from service.slow import BusyError
from service.store import Work
from service.versions import moving, reading
from service.versions.answers import PromotionSent, RollbackSent, VersionsAnswer
from service.views.model_card import shown
from service.views.places import Places

router = APIRouter(include_in_schema=False)
Reader = Annotated[Principal, Depends(allowed(Permission.READ_MODELS))]
Promoter = Annotated[Principal, Depends(allowed(Permission.PROMOTE_MODELS))]
MoveForm = Annotated[Form, Depends(own_form("accept", "despite", most_fields=150))]

WRONG = 422
SECONDS_TO_REFRESH = 10
NO_REASON = Bilingual("没有写理由：写明为什么（1至300字）", "no reason was given: say why, in 1 to 300 signs")
DONE = {
    "promoted": Bilingual("已上线：评分在一分钟内换用该版本", "It is the champion now, and scores within a minute"),
    "rolled_back": Bilingual("已回退到上一任模型", "The version before scores again"),
    "working": Bilingual(
        "正在核对，要几分钟；本页自动刷新，办完后这里会变", "The gate is being asked, which takes minutes. This page looks again by itself"
    ),
    "refused": Bilingual("未通过上线检查，现用模型不变；原因见下", "The gate refused it, and the champion stays. Why, stands below"),
}  # fmt: skip


class AskedModels(Ignoring):
    """On which day."""

    on: Annotated[ADay | None, OrNothing] = None
    done: Annotated[str | None, OrNothing] = None


class AskedVersion(Ignoring):
    """What was done last."""

    done: Annotated[str | None, OrNothing] = None


@router.get("/models", dependencies=[Depends(at_most_once("on", "done"))])
def models_page(
    request: Request,
    asked: Annotated[AskedModels, Query()],
    asker: Reader,  # noqa: ARG001 - that they may is all
) -> Response:
    """What scores, what scored, and every version."""
    return _models(request, asked)


@router.get("/models/{version}", dependencies=[Depends(at_most_once("done"))])
def version_page(
    request: Request,
    version: VersionName,
    asked: Annotated[AskedVersion, Query()],
    asker: Reader,  # noqa: ARG001 - that they may is all
) -> Response:
    """A version's card in words."""
    return _version(request, version, done=asked.done)


@router.post("/models/{version}/promote")
def promote_page(
    request: Request, version: VersionName, asker: Promoter, form: MoveForm, doing: OnceByForm, store: Store
) -> Response:
    """Through the gate, which takes its time; a refusal stands on the version's page, check by check."""
    typed = {
        "reason": form.text("reason"),
        "accept": list(form.several("accept")),
        "despite": list(form.several("despite")),
    }
    try:
        require_all_places(asker, store)
        sent = PromotionSent.model_validate(typed)
        reply = _moved(
            doing, asker, form, "models.promoted", lambda: moving.promoted(doing.held.settings, version, sent, moving.approver_of(sent, asker))
        )  # fmt: skip
    except BusyError:
        return RedirectResponse(f"/models/{version}?done=working", status_code=303)
    except (ValidationError, ProblemError) as error:
        return _version(request, version, typed=typed, problems=_why(error), status=WRONG)
    return going_on(reply)


@router.post("/models/champion/rollback")
def rollback_page(request: Request, asker: Promoter, form: MoveForm, doing: OnceByForm, store: Store) -> Response:
    """To the version that scored before."""
    typed = {"reason": form.text("reason")}
    try:
        require_all_places(asker, store)
        sent = RollbackSent.model_validate(typed)
        reply = _moved(
            doing, asker, form, "models.rolled_back", lambda: moving.rolled_back(sent, moving.approver_of(sent, asker), doing.now)
        )  # fmt: skip
    except BusyError:
        return RedirectResponse("/models?done=working", status_code=303)
    except (ValidationError, ProblemError) as error:
        return _models(request, AskedModels(), typed=typed, problems=_why(error), status=WRONG)
    return going_on(reply)


def _moved(doing: FormDoing, asker: Principal, form: Form, action: str, move: Callable[[], Entry]) -> Reply:
    """Done once, and noted; where to go on. Raises BusyError while it is being done."""

    def note(work: Work, entry: Entry) -> Reply:
        if note_move(work, doing.held, asker, entry, action):
            return to_page(f"/models/{entry.to_version}?done=refused")
        return to_page(f"/models?done={action.partition('.')[2]}")

    return doing.once_after(asker, form, moving.MOVING, move, note)


def _why(error: ValidationError | ProblemError) -> list[Any]:
    return [NO_REASON] if isinstance(error, ValidationError) else in_words(error)


def _models(
    request: Request,
    asked: AskedModels,
    *,
    typed: dict[str, Any] | None = None,
    problems: list[Any] | None = None,
    status: int = 200,
) -> Response:
    today = day_of(now())
    if asked.on is not None and asked.on > today:
        raise wrong_parameter(
            "on",
            Bilingual("这一天还没有到", "that day has not come"),
            Bilingual("写今天或以前的日期", "Ask for today or an earlier day."),
        )
    versions: VersionsAnswer = reading.ASKING.result(
        ("versions", DEFAULT_MODEL), lambda: reading.all_versions(DEFAULT_MODEL)
    )
    changes = reading.history_of(DEFAULT_MODEL)
    by_alias = {alias: each for each in versions.items for alias in each.aliases}
    values = {
        "versions": versions.items,
        "champion": by_alias.get(Alias.CHAMPION),
        "challenger": by_alias.get(Alias.CHALLENGER),
        "previous": by_alias.get(Alias.PREVIOUS),
        "changes": changes,
        "since": next(iter(changes), None),
        "on": asked.on,
        "there": reading.in_force_on(DEFAULT_MODEL, asked.on, CHINA) if asked.on else None,
        "warnings": reading.ASKING.result(("notices", DEFAULT_MODEL), lambda: reading.notices_of(DEFAULT_MODEL)),
        "may_promote": may(request, Permission.PROMOTE_MODELS),
        "typed": {"reason": "", **(typed or {})},
        "problems": problems or [],
        "done": DONE.get(asked.done or ""),
        "is_working": asked.done == "working",
        "seconds": SECONDS_TO_REFRESH,
        "once_key": new_key(),
        "today": today,
    }
    return render(request, "models.html", values, status)


def _version(
    request: Request,
    version: str,
    *,
    done: str | None = None,
    typed: dict[str, Any] | None = None,
    problems: list[Any] | None = None,
    status: int = 200,
) -> Response:
    """Raises ProblemError, 404, where there is no such version; one without a card is told as such."""
    name = DEFAULT_MODEL
    answer = reading.ASKING.result(("version", name, version), lambda: reading.one_version(name, version))
    card = None
    if answer.card_problem is None:
        card = reading.ASKING.result(("card", name, version), lambda: reading.card_of(name, version))
    refusal = reading.last_refusal(name, answer.version)
    values = {
        "version": answer,
        "shown": None if card is None else shown(card, Places(names_at_hand(resources(request).store, day_of(now())))),
        "refusal": refusal,
        "against": [] if refusal is None else _against(refusal),
        "may_promote": may(request, Permission.PROMOTE_MODELS) and Alias.CHAMPION not in answer.aliases,
        "overridable": [check for check in Check if check in OVERRIDABLE],
        "typed": {"reason": "", "accept": [], "despite": [], **(typed or {})},
        "problems": problems or [],
        "done": DONE.get(done or ""),
        "is_working": done == "working",
        "seconds": SECONDS_TO_REFRESH,
        "once_key": new_key(),
    }
    return render(request, "model.html", values, status)


def _against(entry: Entry) -> list[tuple[Check, str, str]]:
    """The checks that stand against a version: which, what was found, what was needed."""
    return [
        (Check(check["check"]), str(check["found"]), str(check["needed"]))
        for check in entry.checks
        if not check["passed"] and check["check"] not in entry.despite
    ]
