"""A list to visit as an Excel workbook: the same that the command line writes (`models.sheets.visits`)."""

from __future__ import annotations

from features.records.store import RecordStore
from features.workbooks.book import MEDIA_TYPE
from features.workbooks.homes import names_on
from models.certainty import contradicting_lines
from models.impossible import lines_about
from models.sheets import visits
from models.sheets.scores import NOT_SCORED, OF_THE_LIST
from models.sheets.visit_list import VisitList
from models.sheets.wording import examples_in_chinese
from service.champion import Instruments
from service.lists import RiskList

__all__ = ["MEDIA_TYPE", "file_name", "workbook_of"]


def workbook_of(listed: RiskList, instruments: Instruments, store: RecordStore) -> bytes:
    """The list's workbook; villages go by the names that are known on the list's day."""
    model = instruments.model
    to_visit = VisitList(
        listed.households,
        names_on(store, listed.as_of),
        listed.as_of,
        model.horizon_months,
        model.target,
        listed.region,
        listed.capacity,
        listed.in_scope,
        examples_in_chinese(instruments.policy, listed.policy_examples),
        [
            *((OF_THE_LIST, line) for line in listed.remarks),
            *((NOT_SCORED, line) for line in lines_about(listed.impossible)),
            *((NOT_SCORED, line) for line in contradicting_lines(listed.contradicting)),
        ],
    )
    return visits.workbook_of(to_visit)


def file_name(listed: RiskList) -> str:
    return f"risk-list-{listed.region.replace(',', '-') or 'all'}-{listed.as_of}.xlsx"
