"""Versions of the model: read, promoted and rolled back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from features.bilingual import Bilingual
from features.records.store.states import StoreInState
from models import DEFAULT_MODEL
from models.card.schema import Card
from models.promotions.audit import Entry, Step
from service.deliveries.reading import place_of
from service.local_time import CHINA, day_of
from service.once import Reply
from service.principal import Permission, Principal
from service.problems import ProblemError, wrong_parameter
from service.resources import Resources, Store
from service.routes.admitting import allowed
from service.routes.asking import ADay
from service.routes.declaring import OF_JSON, OF_KEYED_ROUTES, PROBLEM_JSON, problems
from service.routes.doing import Doing, Once, now, reply_of
from service.routes.keyed import WAYS_IN, KeyedRoute
from service.slow import BusyError
from service.store import Work
from service.store.repositories.audit import append
from service.versions import moving, reading
from service.versions.answers import (
    InForceAnswer,
    ModelName,
    MovedAnswer,
    PromotionSent,
    RollbackSent,
    VersionAnswer,
    VersionsAnswer,
)

router = APIRouter(
    prefix="/v1", route_class=KeyedRoute, dependencies=WAYS_IN, responses=OF_KEYED_ROUTES, tags=["models"]
)

NO_VERSION = problems(_404="There is no such version of the model, or no card of it that can be read.")
NOT_MOVED = problems(
    _409="The gate refused, each reason is named; or the champion can't be moved so; or the idempotency key was used for another request."
)
A_VERSION = r"^([1-9][0-9]{0,8}|champion|challenger|previous)$"

VersionName = Annotated[str, Path(pattern=A_VERSION, description="Its number or alias.", examples=["3"])]
Reader = Annotated[Principal, Depends(allowed(Permission.READ_MODELS))]
Promoter = Annotated[Principal, Depends(allowed(Permission.PROMOTE_MODELS))]


class AskedModel(BaseModel):
    """Which model."""

    model_config = ConfigDict(extra="forbid")

    model: ModelName = DEFAULT_MODEL


class AskedDayOfModel(AskedModel):
    """Which model, and which day."""

    on: Annotated[ADay, Field(description="The day in China, today at the latest.")]


@router.get("/models", operation_id="list_models", summary="The versions of the model")
def list_models(
    asked: Annotated[AskedModel, Query()],
    asker: Reader,  # noqa: ARG001 - that they may is all
) -> VersionsAnswer:
    """The newest first; `champion` scores."""
    name = asked.model
    answer: VersionsAnswer = reading.ASKING.result(("versions", name), lambda: reading.all_versions(name))
    return answer


@router.get("/models/in-force", operation_id="read_model_in_force", summary="Which version scored on a day")
def in_force(
    asked: Annotated[AskedDayOfModel, Query()],
    asker: Reader,  # noqa: ARG001 - that they may is all
) -> InForceAnswer:
    """By the chain of promotions, with the moment of each change; also while the registry is down."""
    if asked.on > day_of(now()):
        raise wrong_parameter(
            "on",
            Bilingual("这一天还没有到", "that day has not come"),
            Bilingual("写今天或以前的日期", "Ask for today or an earlier day."),
        )
    answer = reading.in_force_on(asked.model, asked.on, CHINA)
    try:
        notices = reading.ASKING.result(("notices", asked.model), lambda: reading.notices_of(asked.model))
    except BusyError:
        notices = [reading.UNASKED]
    return answer.model_copy(update={"notices": notices})


@router.get(
    "/models/{version}", operation_id="read_model_version", summary="A version of the model", responses=NO_VERSION
)
def read_version(
    version: VersionName,
    asked: Annotated[AskedModel, Query()],
    asker: Reader,  # noqa: ARG001 - that they may is all
) -> VersionAnswer:
    """What it counts for, and what its card says of its making."""
    name = asked.model
    answer: VersionAnswer = reading.ASKING.result(
        ("version", name, version), lambda: reading.one_version(name, version)
    )
    return answer


@router.get(
    "/models/{version}/card", operation_id="read_model_card", summary="The card of a version", responses=NO_VERSION
)
def read_card(
    version: VersionName,
    asked: Annotated[AskedModel, Query()],
    asker: Reader,  # noqa: ARG001 - that they may is all
) -> Card:
    """What it is for and what not, how well it did and for whom, what limits it: docs/model-card.md."""
    name = asked.model
    answer: Card = reading.ASKING.result(("card", name, version), lambda: reading.card_of(name, version))
    return answer


@router.post(
    "/models/{version}/promote",
    operation_id="promote_model",
    summary="Make a version the one that scores",
    response_model=MovedAnswer,
    responses={**NO_VERSION, **OF_JSON, **NOT_MOVED},
)
def promote(
    version: VersionName, sent: Annotated[PromotionSent, Body()], asker: Promoter, doing: Once, store: Store
) -> Response:
    """Through the gate of `fanpin promote`, which takes its time: 503 `being-prepared` says when to send the same again under the same key."""
    require_all_places(asker, store)
    approver = moving.approver_of(sent, asker)

    return doing.once_after(
        asker,
        moving.MOVING,
        lambda: moving.promoted(doing.held.settings, version, sent, approver),
        lambda work, entry: _done(work, doing, asker, entry, "models.promoted"),
    )


@router.post(
    "/models/champion/rollback",
    operation_id="roll_back_model",
    summary="Go back to the version that scored before",
    response_model=MovedAnswer,
    responses={**OF_JSON, **NOT_MOVED},
)
def roll_back(sent: Annotated[RollbackSent, Body()], asker: Promoter, doing: Once, store: Store) -> Response:
    """Past scores stay as they are; any version can be promoted again."""
    require_all_places(asker, store)
    approver = moving.approver_of(sent, asker)
    return doing.once_after(
        asker,
        moving.MOVING,
        lambda: moving.rolled_back(sent, approver, doing.now),
        lambda work, entry: _done(work, doing, asker, entry, "models.rolled_back"),
    )


def require_all_places(asker: Principal, store: StoreInState) -> None:
    """One version scores every household: who changes it answers for all of them."""
    if place_of(store) not in asker.jurisdiction:
        raise ProblemError(
            403,
            "not-all-places",
            Bilingual("辖区不是全县", "Not all places are yours"),
            Bilingual(
                "没有执行任何操作：换上的模型给全县每一户评分，须由辖区为全县的数据人员上线或回退",
                "Nothing was done. One version scores every household of the county: who changes it needs all of it as their jurisdiction.",
            ),
        )


def _done(work: Work, doing: Doing, asker: Principal, entry: Entry, action: str) -> Reply:
    """What came of it, which both audits know. A refusal is an answer, too: whoever asks again under its key gets it again."""
    if note_move(work, doing.held, asker, entry, action):
        problem = moving.refused_by_gate(entry).problem
        return Reply(problem.status, problem.model_dump_json(exclude_none=True), {"Content-Type": PROBLEM_JSON})
    return reply_of(moving.moved_answer(entry))


def note_move(work: Work, held: Resources, asker: Principal, entry: Entry, action: str) -> bool:
    """Write into the service's audit what came of it; whether the gate refused."""
    refused = entry.step == Step.REFUSED
    append(
        work,
        held.door.keyring,
        actor=asker.actor,
        action="models.refused" if refused else action,
        target=f"model:{entry.model}/{entry.to_version}",
        detail={"entry": entry.number, "hash": entry.hash, "before": entry.from_version},
    )
    return refused
