"""The rows of an export as people read them: codes, words, places; of names at most the head's, masked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from features.vocabulary import HouseholdType, RiskType
from features.workbooks.book import Cell, Column
from models.bands import RiskBand
from models.lists import Slot
from service.exporting.asked import ItemsExport, LeadsExport
from service.place_names import UNKNOWN, Names, name_of
from service.procedure.states import LeadState
from service.store.tables import Lead, ListItem


@dataclass(frozen=True)
class Table:
    """What leaves.

    Attributes:
        rows: one cell for each column.
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]


PLACES = [Column("村编码 region_code", 15), Column("乡镇 township", 12), Column("村 village", 14)]
HEAD = Column("户主（遮掩） head", 12)
OF_ITEMS = [
    Column("名次 number", 7, "0"),
    Column("户编号 household_id", 24),
    *PLACES,
    Column("户类型 household_type", 12),
    Column("列入原因 slot", 18),
    Column("可能性 probability", 10, "0.0%"),
    Column("下限 probability_low", 10, "0.0%"),
    Column("上限 probability_high", 10, "0.0%"),
    Column("档次 band", 7),
    Column("主要风险 main_risk_types", 14),
    Column("新列入 is_new", 8),
    Column("得分编号 score_id", 30),
]
OF_LEADS = [
    Column("线索编号 id", 34),
    Column("户编号 household_id", 24),
    *PLACES,
    Column("环节 state", 12),
    Column("受理日 opened_on", 12),
    Column("期限 due_on", 12),
    Column("剩余天数 days_left", 9, "0"),
    Column("办结日 ended_on", 12),
    Column("派往编码 dispatched_to", 15),
    Column("派往 dispatched_to_name", 14),
    Column("经办人 assigned_to", 34),
]
NEW = {True: "是", False: "否", None: "无上期"}
TITLES = {"list_items": "走访名单", "leads": "线索"}
AFTER_PLACES = 2 + len(PLACES)
"""Where the head's name stands: in both tables number or code, household, places come first."""


def table_of(
    export: ItemsExport | LeadsExport,
    rows: Iterable[ListItem | Lead],
    heads: Mapping[str, str],
    names: Names,
    today: dt.date,
) -> Table:
    """The table of an export.

    Args:
        heads: masked names by household.
        names: of villages.
    """
    columns, cells = (OF_ITEMS, _item) if isinstance(export, ItemsExport) else (OF_LEADS, _lead)
    cells_of: Callable[[ListItem | Lead, Names, dt.date], list[Cell]] = cells  # type: ignore[assignment]
    written = [cells_of(row, names, today) for row in rows]
    if not export.names:
        return Table(TITLES[export.what], columns, written)
    for row, line in zip(rows, written, strict=True):
        line.insert(AFTER_PLACES, heads.get(row.household_id))
    return Table(TITLES[export.what], [*columns[:AFTER_PLACES], HEAD, *columns[AFTER_PLACES:]], written)


def _item(row: ListItem, names: Names, _: dt.date) -> list[Cell]:
    return [
        row.number,
        row.household_id,
        *_places(row.region_code, names),
        HouseholdType(row.household_type).zh,
        Slot(row.slot).zh,
        row.probability,
        row.probability_low,
        row.probability_high,
        RiskBand(row.band).zh,
        "、".join(RiskType(each).zh for each in row.main_risks) or None,
        NEW[row.is_new],
        row.score_id,
    ]


def _lead(row: Lead, names: Names, today: dt.date) -> list[Cell]:
    return [
        row.id,
        row.household_id,
        *_places(row.region_code, names),
        LeadState(row.state).zh,
        row.opened_on,
        row.due_on,
        None if row.due_on is None else (row.due_on - today).days,
        row.ended_on,
        row.dispatched_to,
        name_of(row.dispatched_to, names) if row.dispatched_to else None,
        row.assigned_to,
    ]


def _places(code: str, names: Names) -> list[Cell]:
    named = names.get(code, UNKNOWN)
    return [code, named["township"], named["village"]]
