"""A row of the workbook says by which rule a household must be visited, where its list keeps it."""

from __future__ import annotations

import pytest

from models.lists import Slot
from service.sheets.gathering import why_listed
from service.store.tables import ListItem
from tests.service.views.severe_rules import KEPT, RULE


@pytest.mark.parametrize(
    ("slot", "words", "told"),
    [
        (Slot.MUST_INCLUDE, KEPT, RULE),
        (Slot.MUST_INCLUDE, {"severe": KEPT["severe"] * 2}, f"{RULE}；{RULE}"),
        (Slot.MUST_INCLUDE, {}, Slot.MUST_INCLUDE.zh),
        (Slot.SCORE, KEPT, Slot.SCORE.zh),
    ],
)
def test_whoever_must_be_visited_has_the_rule_in_the_row(slot: Slot, words: dict[str, object], told: str) -> None:
    assert why_listed(ListItem(slot=slot.value, words=words)) == told
