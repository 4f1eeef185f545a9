"""Several leads chosen on the board, and what came of each in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from features.bilingual import Bilingual
from features.vocabulary import Labelled
from service.procedure.moving import MoveError
from service.store.tables import Lead as LeadRow
from service.store.tables import ListItem
from service.views.moves import in_plain_words
from service.views.places import TOWNSHIP, VILLAGE, Places

CHOSEN = re.compile(r"(lead_[0-9a-z]{26})\.([0-9]{1,9})")


class BatchMove(Labelled):
    """Moves that several leads can be given at once, since none of them says anything of a family."""

    TO_VILLAGE = "to_village", "派发到户所在的村", "dispatch to the household's village"
    TO_TOWNSHIP = "to_township", "派发到户所在的乡镇", "dispatch to the household's township"
    REGISTER = "register", "纳入监测（县级已审定的）", "register as monitored (approved by the county)"

    @property
    def move(self) -> str:
        """Its name in the table of the procedure."""
        return "register" if self is BatchMove.REGISTER else "dispatch"

    def details(self, row: LeadRow) -> dict[str, object]:
        """What is said with it of a lead."""
        if self is BatchMove.REGISTER:
            return {}
        return {"place": row.region_code[: VILLAGE if self is BatchMove.TO_VILLAGE else TOWNSHIP]}


@dataclass(frozen=True)
class Chosen:
    """A lead as it was chosen, with the version that the page showed."""

    lead_id: str
    version: int


@dataclass(frozen=True)
class BatchLine:
    """What came of a lead.

    Attributes:
        lead_id: None where none was opened.
        household: None where there is no such lead, or item, for the asker.
        why_not: empty where it was done.
    """

    lead_id: str | None
    household: str | None
    head: str | None
    place: Bilingual | None
    why_not: tuple[Bilingual, ...]


def chosen_in(boxes: Iterable[str]) -> list[Chosen]:
    """The leads of ticked boxes, each once. What is no box of ours is passed over: the page shows which leads were meant."""
    found = (CHOSEN.fullmatch(box) for box in boxes)
    return list({match[1]: Chosen(match[1], int(match[2])) for match in found if match}.values())


def batch_lines(
    refused: Mapping[str, tuple[Bilingual, ...]],
    rows: Mapping[str, LeadRow],
    heads: Mapping[str, str],
    places: Places,
) -> list[BatchLine]:
    """What came of each lead, those that were not done first.

    Args:
        refused: by lead why it was not done; nothing where it was.
    """
    lines = []
    for lead_id, why_not in refused.items():
        row = rows.get(lead_id)
        if row is None:
            lines.append(BatchLine(lead_id, None, None, None, why_not))
        else:
            place = places.village(row.region_code)
            lines.append(BatchLine(lead_id, row.household_id, heads.get(row.household_id), place, why_not))
    return sorted(lines, key=lambda line: not line.why_not)


def not_moved(error: MoveError) -> tuple[Bilingual, ...]:
    """Why a lead was not moved."""
    return tuple(in_plain_words(problem.words) for problem in error.problems)


def lines_of_items(
    came: Mapping[int, tuple[str | None, tuple[Bilingual, ...]]],
    items: Mapping[int, ListItem | None],
    heads: Mapping[str, str],
    places: Places,
) -> list[BatchLine]:
    """What came of each household of a list that was to be sent out, those that were not first.

    Args:
        came: by number on the list its lead, and why it was not sent out where it was not.
    """
    lines = []
    for number, (lead_id, why_not) in came.items():
        item = items[number]
        code, place = (item.household_id, places.village(item.region_code)) if item else (None, None)
        lines.append(BatchLine(lead_id, code, heads.get(code or ""), place, why_not))
    return sorted(lines, key=lambda line: not line.why_not)
