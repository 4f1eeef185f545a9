"""What the API takes and answers about lists of households to visit."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from models.lists import Slot
from service.jurisdiction import LONGEST_REGION
from service.rows import STRICT, Day
from service.store.tables import ListItem, ListState, RiskList

MOST_CAPACITY = 10_000


class ListAsked(BaseModel):
    """Which list is to be made."""

    model_config = STRICT

    region: Annotated[
        str | None,
        Field(
            pattern=rf"^[0-9]{{2,{LONGEST_REGION}}}$",
            description="First digits of the village code; the asker's own places when left out.",
            examples=["990101004"],
        ),
    ] = None
    as_of: Annotated[
        Day | None, Field(description="A day that was scored; the last one when left out.", examples=["2024-06-30"])
    ] = None
    capacity: Annotated[
        int | None,
        Field(
            ge=1,
            le=MOST_CAPACITY,
            description="Visits there in all; what the policy gives each township when left out.",
        ),
    ] = None


class _Answer(BaseModel):
    model_config = ConfigDict(protected_namespaces=(), from_attributes=True)


class SlotWord(_Answer):
    """Why a household is on the list: a name from a closed set (`models.lists.Slot`)."""

    name: str
    zh: str
    en: str


class ListAnswer(_Answer):
    """A list of households to visit. Everybody else has a score too, and other ways in stay open."""

    id: str
    state: ListState = Field(description="`issued`: it stays as it is.")
    run_id: str
    model: str
    target: str
    as_of: dt.date
    expires_on: dt.date = Field(description="Until when its scores may be used, that day included.")
    region: str = Field(description="First digits of the codes of its villages; empty for everybody.")
    capacity: int | None = Field(
        description="Visits that were asked for; null where the policy gives each township its own."
    )
    items: int = Field(description="Households on it that live in the asker's places.")
    made_by: str
    made_at: dt.datetime
    issued_by: str | None
    issued_at: dt.datetime | None
    previous_id: str | None = Field(description="The list that was issued before it for the same places.")
    facts: dict[str, Any] = Field(
        description="`households_in_scope`, `left_out` by reason, `policy_examples`: of all its places; null for who may not see them all."
    )
    made_from: dict[str, Any]
    digest: str = Field(description="SHA-256 of its items: an issued list never differs from it.")
    version: int


class ListPage(_Answer):
    """Some lists, the last day first."""

    items: list[ListAnswer]
    next: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")


class ItemAnswer(_Answer):
    """A household on a list."""

    number: int = Field(description="From 1, the riskiest first.")
    household_id: str
    region_code: str
    household_type: str
    slot: SlotWord
    probability: float
    probability_low: float | None
    probability_high: float | None
    raw_score: float
    band: str
    main_risk_type: str | None
    risk_types: list[str]
    is_new: bool | None = Field(
        description="Whether the list that was issued before did not name it; null where none was issued (`previous_id` is null)."
    )
    score_id: str = Field(description="To be kept with what is decided on it.")
    head: str | None = Field(
        description="Name of the household's head, masked: `张*`; null where it was not asked for (`names`) or is not known."
    )


class ItemPage(_Answer):
    """Some items of a list."""

    items: list[ItemAnswer]
    next: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")


class DiffAnswer(_Answer):
    """Who came, who left, who moved between two lists, within the asker's places."""

    before: str
    after: str
    entered: list[str]
    left: list[str]
    moved: dict[str, tuple[int, int]] = Field(description="Household → its number before and after.")
    stayed: int


def list_answer(row: RiskList, items: int, *, whole: bool) -> ListAnswer:
    """A list's head.

    Args:
        whole: whoever asks may see all its places.
    """
    named = [name for name in ListAnswer.model_fields if name not in ("items", "region", "facts")]
    return ListAnswer(
        **{name: getattr(row, name) for name in named},
        items=items,
        region=row.region_code,
        facts=row.facts if whole else {},
    )


def item_answer(row: ListItem, head: str | None = None) -> ItemAnswer:
    slot = Slot(row.slot)
    named = [name for name in ItemAnswer.model_fields if name not in ("slot", "head")]
    return ItemAnswer(
        **{name: getattr(row, name) for name in named},
        slot=SlotWord(name=slot.value, zh=slot.zh, en=slot.en),
        head=head,
    )


def diff_answer(before: RiskList, after: RiskList, numbers: tuple[dict[str, int], dict[str, int]]) -> DiffAnswer:
    was, now = numbers
    both = [household for household in now if household in was]
    moved = {household: (was[household], now[household]) for household in both if was[household] != now[household]}
    return DiffAnswer(
        before=before.id,
        after=after.id,
        entered=[household for household in now if household not in was],
        left=[household for household in was if household not in now],
        moved=moved,
        stayed=len(both) - len(moved),
    )
