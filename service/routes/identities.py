"""Who is behind a household's code: for a purpose, one household at a time, written down before it is shown."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Response

from features.bilingual import Bilingual
from service.assess import home_of
from service.once import Reply
from service.principal import Permission, Principal
from service.problems import ProblemError
from service.resources import Ready, Store
from service.routes.admitting import allowed
from service.routes.asking import HouseholdId
from service.routes.declaring import OF_JSON, OF_KEYED_ROUTES, problems
from service.routes.doing import Once, reply_of
from service.routes.keyed import WAYS_IN, KeyedRoute
from service.store import Work
from service.vault.answers import NamesAnswer, NamesAsked, names_answer
from service.vault.looking import Refusal, unmask

router = APIRouter(
    prefix="/v1", route_class=KeyedRoute, dependencies=WAYS_IN, responses=OF_KEYED_ROUTES, tags=["households"]
)

LOOKED_ENOUGH = Reply(409)

Looker = Annotated[Principal, Depends(allowed(Permission.UNMASK))]


@router.post(
    "/households/{household_id}/identity",
    operation_id="read_names",
    summary="The names of a household",
    response_model=NamesAnswer,
    responses={
        **OF_JSON,
        **problems(
            _404="There is no such household within the asker's jurisdiction, or nobody of it is known by name.",
            _409="The asker looked at as many households as one may in 24 hours, or the idempotency key was used for another request.",
        ),
    },
)
def read_names(
    household_id: HouseholdId,
    sent: Annotated[NamesAsked, Body()],
    asker: Looker,
    doing: Once,
    store: Store,
    instruments: Ready,
) -> Response:
    """People alone may, so many households in 24 hours. Who looked and why is written down in the same transaction; ID numbers stay masked."""
    home_of(household_id, doing.today, asker.jurisdiction, store)

    def do(work: Work) -> Reply:
        keyring = doing.held.door.keyring
        try:
            looked = unmask(work, keyring, instruments.policy, asker, household_id, sent.purpose, sent.words)
        except LookupError:
            raise nobody_named() from None
        # An answer and no error: that it was refused stays written down.
        return LOOKED_ENOUGH if looked.refusal else reply_of(names_answer(household_id, looked))

    response = doing.once(asker, do)
    if response.status_code == LOOKED_ENOUGH.status:
        raise looked_enough()
    return response


def nobody_named() -> ProblemError:
    return ProblemError(
        404,
        "nobody-named",
        Bilingual("没有该户的姓名", "Nobody of this household is known by name"),
        Bilingual(
            "身份库中没有该户的人：请数据人员导入名册后运行 fanpin vault fill",
            "Nobody of it is in the vault: data staff take a roster in and run fanpin vault fill.",
        ),
    )


def looked_enough() -> ProblemError:
    return ProblemError(
        409,
        "looked-at-enough",
        Bilingual("查看姓名的户数已到上限", "As many households as one may look at were looked at"),
        Bilingual(Refusal.LIMIT.zh, f"{Refusal.LIMIT.en}: go on tomorrow, or have the policy's number changed."),
    )
