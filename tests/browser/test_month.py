"""The month of an office, walked through its pages as people walk: from a delivered file to the family that left the next list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from features.records.store import RecordStore
from models.risk_model import RiskModel
from service.principal import Role
from tests.browser.conftest import Screens
from tests.browser.days import Calendar, standing_on
from tests.browser.libreoffice import need_libreoffice
from tests.browser.month import DECIDED, FIRST, NEXT_MONTH, SECOND, Nights, office_of_a_month
from tests.browser.month_of_a_lead import it_is_registered, it_is_visited_without_a_line, the_village_decides
from tests.browser.month_of_lists import (
    a_list_is_issued_and_its_families_sent_out,
    the_family_is_looked_at,
    the_list_is_taken_along,
    the_next_list_says_who_left,
    the_workbook_comes_back,
)
from tests.browser.month_of_records import a_file_is_delivered, a_finding_is_there, the_finding_is_answered
from tests.service.office import TOWNSHIP, Office
from tests.service.people import code_for


@pytest.fixture(scope="module")
def calendar() -> Iterator[Calendar]:
    need_libreoffice()
    with standing_on(FIRST) as calendar:
        yield calendar


@pytest.fixture(scope="module")
def office(
    calendar: Calendar,
    store: RecordStore,
    model: RiskModel,
    empty_sqlite: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Office]:
    with office_of_a_month(store, model, empty_sqlite, tmp_path_factory.mktemp("month")) as office:
        yield office


def riskiest_of(office: Office) -> tuple[str, str]:
    """Of a township, and the village in which it lives."""
    scores = office.kept.run.scores.sort("rank")
    first = scores.filter(scores["region_code"].str.starts_with(TOWNSHIP)).row(0, named=True)
    return first["household_id"], first["region_code"]


def test_a_month(office: Office, desk: Screens, phone: Screens, calendar: Calendar, tmp_path: Path) -> None:
    family, village = riskiest_of(office)
    nights = Nights(office)
    a_file_is_delivered(desk, nights, tmp_path)
    a_finding_is_there(desk)
    code_for(office.app, Role.VILLAGE, village)
    a_list_is_issued_and_its_families_sent_out(desk, family, village)
    the_family_is_looked_at(desk, family)
    lead = it_is_visited_without_a_line(phone, village)
    calendar.turn_to(SECOND)
    the_finding_is_answered(desk, nights, tmp_path)
    book = the_list_is_taken_along(desk, tmp_path / "走访表.xlsx")
    rests = the_workbook_comes_back(desk, book, tmp_path / "填好.xlsx", family)
    the_village_decides(desk, lead, village)
    calendar.turn_to(DECIDED)
    it_is_registered(desk, lead)
    calendar.turn_to(NEXT_MONTH)
    nights.the_month_is_scored()
    the_next_list_says_who_left(desk, nights, family, rests)
