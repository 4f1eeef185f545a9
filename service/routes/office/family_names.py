"""The names of a family, for a purpose that is written down before they are shown. The page that shows them is kept nowhere."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from features.bilingual import Bilingual
from service.assess import home_of
from service.local_time import day_of
from service.pages import render
from service.principal import Permission, Principal
from service.resources import Held, Ready, Store
from service.routes.admitting import allowed
from service.routes.doing import now
from service.routes.identities import looked_enough, nobody_named
from service.routes.office.family import Code
from service.routes.office.forms import OwnForm
from service.store.tables.identities import UnmaskingPurpose
from service.vault.looking import WORDS_AT_LEAST, WORDS_AT_MOST, Looked, unmask

router = APIRouter(include_in_schema=False)

Looker = Annotated[Principal, Depends(allowed(Permission.UNMASK))]


@router.post("/households/{household_id}/names")
def names_page(
    request: Request,
    household_id: Code,
    asker: Looker,
    form: OwnForm,
    store: Store,
    instruments: Ready,
    held: Held,
) -> Response:
    """Written down, then shown once; ID numbers stay masked."""
    moment = now()
    home_of(household_id, day_of(moment), asker.jurisdiction, store)
    typed = {"purpose": form.text("purpose"), "words": form.text("words")}
    wrong = _wrong(typed)
    looked: Looked | None = None
    if not wrong:
        purpose = UnmaskingPurpose(typed["purpose"])
        with held.door.database.writing(asker.jurisdiction, moment) as work:
            try:
                looked = unmask(
                    work, held.door.keyring, instruments.policy, asker, household_id, purpose, typed["words"]
                )
            except LookupError:
                raise nobody_named() from None
    if looked is not None and looked.refusal:
        # That it was refused stays written down.
        raise looked_enough()
    shown = {
        "household_id": household_id,
        "purposes": [(purpose.value, purpose) for purpose in UnmaskingPurpose],
        "typed": typed,
        "wrong": wrong,
        "people": looked.people if looked else (),
    }
    return render(request, "names.html", shown, status_code=422 if wrong else 200)


def _wrong(typed: dict[str, str]) -> list[Bilingual]:
    wrong = []
    if typed["purpose"] not in UnmaskingPurpose.values():
        wrong.append(Bilingual("选一个用途", "choose a purpose"))
    if not WORDS_AT_LEAST <= len(typed["words"]) <= WORDS_AT_MOST:
        wrong.append(
            Bilingual(
                f"写明为什么要看姓名（{WORDS_AT_LEAST}至{WORDS_AT_MOST}个字）",
                f"say why the names are needed, in {WORDS_AT_LEAST} to {WORDS_AT_MOST} signs",
            )
        )
    return wrong
