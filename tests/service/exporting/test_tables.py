"""The rows of an export are codes and words; a name stands there where it was asked for, masked as it was handed over."""

from __future__ import annotations

import datetime as dt

import pytest

from service.exporting.asked import ItemsExport, LeadsExport
from service.exporting.tables import HEAD, OF_LEADS, table_of
from service.store.tables import Lead, ListItem

TODAY = dt.date(2026, 1, 31)
VILLAGE = "990101008005"
NAMES = {VILLAGE: {"township": "某镇", "village": "某村"}}
LEAD = Lead(
    id="lead_1", household_id="1", region_code=VILLAGE, state="dispatched", opened_on=TODAY, due_on=dt.date(2026, 1, 29)
)


def item_of(*, is_new: bool | None) -> ListItem:
    return ListItem(
        household_id="1",
        region_code="990101008006",
        number=3,
        household_type="general",
        slot="score",
        probability=0.25,
        band="high",
        main_risk_type="illness",
        words={"risk_types": ["illness", "education"]},
        is_new=is_new,
        score_id="score_1",
    )


ITEM = item_of(is_new=True)


def test_a_lead_in_words_late_by_two_days() -> None:
    table = table_of(LeadsExport(what="leads"), [LEAD], {"1": "张*"}, NAMES, TODAY)
    assert table.columns == OF_LEADS
    assert table.rows[0][:6] == ["lead_1", "1", VILLAGE, "某镇", "某村", "已派发"]
    assert -2 in table.rows[0]
    assert "张*" not in table.rows[0], "it was not asked for"


@pytest.mark.parametrize(("to", "name"), [(VILLAGE, "某村"), (VILLAGE[:9], "某镇"), ("990101009", None), (None, None)])
def test_where_a_lead_was_sent_is_told_by_its_name(to: str | None, name: str | None) -> None:
    lead = Lead(id="lead_1", household_id="1", region_code=VILLAGE, state="dispatched", dispatched_to=to)
    table = table_of(LeadsExport(what="leads"), [lead], {}, NAMES, TODAY)
    at = [column.header for column in table.columns].index("派往 dispatched_to_name")
    assert table.rows[0][at - 1 : at + 1] == [to, name]


def test_the_head_stands_beside_the_places_where_it_was_asked_for() -> None:
    export = ItemsExport(what="list_items", list_id=f"list_{'0' * 26}", names=True)
    table = table_of(export, [ITEM, ITEM], {"1": "张*"}, NAMES, TODAY)
    assert (table.columns[5], table.rows[0][5]) == (HEAD, "张*")
    assert table.rows[0][:5] == [3, "1", "990101008006", None, None], "of a village that no list told"
    assert table.rows[0][6:] == ["一般农户", "风险得分靠前", 0.25, None, None, "高", "因病、因学", "是", "score_1"]
    assert {len(row) for row in table.rows} == {len(table.columns)}
    assert table_of(export, [ITEM], {}, NAMES, TODAY).rows[0][5] is None


@pytest.mark.parametrize(("is_new", "word"), [(True, "是"), (False, "否"), (None, "无上期")])
def test_who_is_new_is_unknown_on_the_first_list(is_new: bool | None, word: str) -> None:
    export = ItemsExport(what="list_items", list_id=f"list_{'0' * 26}")
    assert table_of(export, [item_of(is_new=is_new)], {}, NAMES, TODAY).rows[0][-2] == word
