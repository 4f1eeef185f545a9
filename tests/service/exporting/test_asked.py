"""What is approved is one text, and the same export is made of it again."""

from __future__ import annotations

import datetime as dt

import pytest

from features.vocabulary import HouseholdType, RiskType
from models.bands import RiskBand
from models.lists import Slot
from service.exporting.asked import AnExport, ExportForm, ItemsExport, LeadsExport, VisitsExport, as_text, from_text
from service.procedure.states import LeadState

LONGEST = ItemsExport(
    what="list_items",
    list_id=f"list_{'0' * 26}",
    region="990101004002",
    format=ExportForm.CSV,
    names=True,
    band=RiskBand.MEDIUM,
    risk_type=max(RiskType, key=len),
    household_type=max(HouseholdType, key=len),
    slot=max(Slot, key=len),
    is_new=False,
)


@pytest.mark.parametrize(
    "export",
    [
        LONGEST,
        ItemsExport(what="list_items", list_id=f"list_{'0' * 26}"),
        VisitsExport(what="visit_workbook", list_id=f"list_{'0' * 26}", region="990101004002"),
        LeadsExport(what="leads", state=max(LeadState, key=len), open=True, region="99"),
        LeadsExport(what="leads", open=True, region="990101004", due_before=dt.date(2026, 1, 5)),
    ],
)
def test_it_comes_back_as_it_was(export: ItemsExport | VisitsExport | LeadsExport) -> None:
    text = as_text(export)
    assert from_text(text) == export
    assert AnExport.validate_json(export.model_dump_json()) == export
    assert len(text) <= 200, "the column of what is exported takes no more"


@pytest.mark.parametrize(
    "text", ["", "audit?", "leads?state=gone", "leads?more=1", "visit_workbook?", "visit_workbook?format=csv"]
)
def test_a_text_of_another_version_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="validation error"):
        from_text(text)
