"""The rows of a list with what is known of their leads, as a workbook shows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from features.vocabulary import RiskType
from models.lists import Slot
from models.sheets.wording import chance
from service.keyring import Keyring
from service.leads.since_lists import VisitedSince, visited_since
from service.place_names import UNKNOWN, Names
from service.sheets.tokens import Head, RowToken, digest_of
from service.store import Work
from service.store.repositories import leads, lists
from service.store.tables import ListItem
from service.store.tables.lists import SEVERE
from service.vault.looking import masked_heads

MUST = "必查"


@dataclass(frozen=True)
class Row:
    """A household's row.

    Attributes:
        cells: what its locked cells say, by column.
    """

    region_code: str
    cells: Mapping[str, str | int]
    token: RowToken


@dataclass(frozen=True)
class Sheet:
    """Everything that a workbook says.

    Attributes:
        mark: who took it, where, when (`service.vault.watermark`).
    """

    head: Head
    mark: str
    rows: Sequence[Row]


def rows_to_visit(
    work: Work, keyring: Keyring, items: Sequence[ListItem], names: Names, list_id: str, export_id: str
) -> list[Row]:
    """The rows of items of a list, village by village as they come."""
    risk_list = lists.find(work, list_id)
    visits = visited_since(work, risk_list, items) if risk_list is not None else {}
    codes = [item.household_id for item in items]
    heads, opened = masked_heads(work, keyring, codes), leads.open_among(work, codes)
    rows = []
    for item in items:
        head, visit = heads.get(item.household_id, ""), visits.get(item.household_id)
        cells, lead = _cells(item, names, head, visit), opened.get(item.household_id)
        seen = (lead.id, lead.version) if lead else (None, 0)
        rows.append(Row(item.region_code, cells, RowToken.given(keyring, cells, list_id, export_id, *seen)))
    return rows


def sheet_of(
    rows: Sequence[Row], list_id: str, export_id: str, place: str, taken_by: str, taken_at: dt.datetime, mark: str
) -> Sheet:
    """The rows with what is said of all of them."""
    digest = digest_of(row.token for row in rows)
    return Sheet(Head(list_id, export_id, place, len(rows), taken_by, taken_at, digest), mark, rows)


def _cells(item: ListItem, names: Names, head: str, visit: VisitedSince | None) -> dict[str, str | int]:
    named = names.get(item.region_code, UNKNOWN)
    slot = Slot(item.slot)
    return {
        "number": item.number,
        "township": named["township"] or item.region_code[:9],
        "village": named["village"] or item.region_code,
        "code": item.household_id,
        "head": head,
        "risks": "、".join(RiskType(each).zh for each in item.main_risks),
        "chance": chance(item.probability),
        # On paper it goes to the village, where nobody sees what was recorded since.
        "slot": why_listed(item) if visit is None else f"{why_listed(item)}；{visit.words.zh}",
        "must": MUST if slot is Slot.MUST_INCLUDE else "",
    }


def why_listed(item: ListItem) -> str:
    """Why it is listed: of whoever must be visited the rules by which, where the list keeps them."""
    slot = Slot(item.slot)
    rules = item.words.get(SEVERE, ()) if slot is Slot.MUST_INCLUDE else ()
    return "；".join(each["zh"] for each in rules) or slot.zh
