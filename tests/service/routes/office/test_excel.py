"""The Excel loop as an office goes through it: the good rows land once, everything else is told row by row and changes nothing."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from service.jurisdiction import EVERYWHERE
from service.pages.form_tokens import FIELD
from service.principal import Role
from service.routes.doing import now
from service.sheets.columns import VISITS
from service.store.repositories import leads
from tests.service.forms import hidden_in, post, token_in
from tests.service.office import COUNTY, TOWNSHIP, Office
from tests.service.sheets.books import AT, WITH_LIBREOFFICE, edited, filled, through_libreoffice
from tests.service.sheets.loop import IN, WHY, Loop, codes_in, confirmed, looped, unfounded


@pytest.fixture(scope="module")
def loop(office: Office) -> Loop:
    return looped(office)


def results(page: str) -> dict[str, str]:
    """What came of it, in the words of the page."""
    return dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page))


def test_the_good_land_once_and_the_empty_are_left_alone(loop: Loop) -> None:
    person = loop.township()
    data = loop.take(person)
    many = len(list(codes_in(data)))
    (first, sick), (second, well) = loop.fresh(data, 2)
    sent = filled(data, {first: confirmed(note="住院三次"), second: unfounded()})
    answer = loop.hand_in(person, sent)
    assert answer.status_code == 200, answer.text
    assert results(answer.text)["已录入走访"] == "2户"
    assert results(answer.text)["未填写，留着"] == f"{many - 2}户"
    assert results(answer.text)["没有收"] == "0行"
    (visit,) = loop.visits(sick)
    assert (visit.verdict, visit.risk_types, visit.source) == ("confirmed", ["illness", "labour_shortage"], "model")
    lead = loop.lead(sick)
    assert [step["move"] for step in lead["steps"]] == ["dispatch", "visit"]
    assert re.fullmatch(rf"list:{loop.list_id}/\d+", lead["reports"][0]["reference"])
    assert lead["reports"][0]["score_id"].startswith("score_")
    assert lead["steps"][1]["details"]["note"] == "住院三次"
    assert loop.lead(well)["state"]["name"] == "unfounded"
    before = loop.count()
    again = loop.hand_in(person, sent)
    assert results(again.text) | {"已录入走访": "0户", "没有收": "2行"} == results(again.text)
    assert "没有重复录入" in again.text
    assert loop.count() == before


def test_a_second_person_of_the_office_hands_the_same_in_and_nothing_changes(loop: Loop) -> None:
    person = loop.township()
    data = loop.take(person)
    rows = loop.fresh(data, 3)
    verdicts = (
        confirmed(),
        unfounded(),
        {"visited_on": confirmed()["visited_on"], "verdict": "整户已迁出", "note": "去年搬走"},
    )
    sent = filled(data, {row: verdict for (row, _), verdict in zip(rows, verdicts, strict=True)})
    assert results(loop.hand_in(person, sent).text)["已录入走访"] == "3户"
    before = loop.count()
    colleague = loop.office.person_with((Role.TOWNSHIP, TOWNSHIP, None))
    assert results(loop.hand_in(colleague, sent).text)["没有收"] == "3行"
    # A workbook that was taken afterwards, filled in with the same.
    later = filled(loop.take(person), {row: verdict for (row, _), verdict in zip(rows, verdicts, strict=True)})
    assert results(loop.hand_in(colleague, later).text)["没有收"] == "3行"
    assert loop.count() == before


def test_a_village_worker_visits_what_was_dispatched_and_is_told_of_the_rest(loop: Loop) -> None:
    person = loop.township()
    data = loop.take(person)
    (row, code), (other, _) = loop.fresh(data, 2)
    cadre = loop.office.person(Role.VILLAGE, TOWNSHIP)
    sent = filled(data, {row: confirmed(), other: confirmed()})
    before = loop.count()
    refused = loop.hand_in(cadre, sent)
    assert (results(refused.text)["已录入走访"], refused.text.count("不由您办理")) == ("0户", 2)
    assert loop.count() == before, "not even the report stays"
    reported = {
        "household_id": code,
        "source": "cadre",
        "reference": "g-1",
        "reported_on": str(confirmed()["visited_on"]),
    }
    lead = loop.office.program().post("/v1/leads", json=reported).json()["id"]
    move = {"move": "dispatch", "details": {"place": TOWNSHIP}}
    assert person.post(f"/v1/leads/{lead}/moves", json=move).status_code == 200
    # It was dispatched after the workbook was taken: that makes nothing stale.
    assert results(loop.hand_in(cadre, sent).text)["已录入走访"] == "1户"
    assert [visit.source for visit in loop.visits(code)] == ["cadre"]


def test_a_county_officer_reports_and_dispatches_but_does_not_visit(loop: Loop) -> None:
    officer = loop.office.person(Role.COUNTY_OFFICER, COUNTY)
    data = loop.take(officer, COUNTY)
    ((row, _),) = loop.fresh(data, 1)
    before = loop.count()
    answer = loop.hand_in(officer, filled(data, {row: confirmed()}))
    assert "不由您办理" in answer.text
    assert loop.count() == before


def test_of_another_township_nothing_lands(loop: Loop) -> None:
    data = loop.take(loop.office.person(Role.COUNTY_OFFICER, COUNTY), COUNTY)
    rows = [(row, code) for row, code in loop.fresh(data, 3)]
    stranger = loop.office.person(Role.TOWNSHIP, "990102")
    before = loop.count()
    answer = loop.hand_in(stranger, filled(data, {row: confirmed() for row, _ in rows}))
    assert (results(answer.text)["没有收"], answer.text.count("不属于本表或您的辖区")) == ("3行", 3)
    assert loop.count() == before


def test_of_a_household_that_is_led_elsewhere_no_second_lead_is_opened(loop: Loop) -> None:
    person = loop.township()
    data = loop.take(person)
    ((row, code),) = loop.fresh(data, 1)
    reported = {
        "household_id": code,
        "source": "trigger",
        "reference": "m-1",
        "reported_on": str(confirmed()["visited_on"]),
    }
    lead = loop.office.program().post("/v1/leads", json=reported).json()["id"]
    with loop.office.app.state.resources.door.database.writing(EVERYWHERE, now()) as work:
        row_of_lead = leads.find(work, lead)
        assert row_of_lead is not None
        row_of_lead.region_code = "990102001001"
    before = loop.count()
    answer = loop.hand_in(person, filled(data, {row: confirmed()}))
    assert "在办线索不在您的辖区内" in answer.text
    assert loop.count() == before


def test_what_was_visited_meanwhile_is_stale(loop: Loop) -> None:
    person = loop.township()
    data = loop.take(person)
    ((row, code),) = loop.fresh(data, 1)
    assert results(loop.hand_in(person, filled(data, {row: unfounded()})).text)["已录入走访"] == "1户"
    before = loop.count()
    answer = loop.hand_in(person, filled(data, {row: confirmed()}))
    assert "情况已有变化" in answer.text
    assert "重新导出" in answer.text
    assert (loop.count(), len(loop.visits(code))) == (before, 1)


def test_a_visit_before_the_list_was_issued_or_to_come_is_told(loop: Loop) -> None:
    person = loop.township()
    data = loop.take(person)
    (early, _), (late, _), (bare, _) = loop.fresh(data, 3)
    day = confirmed()["visited_on"]
    before = loop.count()
    answer = loop.hand_in(
        person,
        filled(
            data,
            {
                early: confirmed(visited_on=day.replace(year=day.year - 1)),
                late: confirmed(visited_on=day.replace(year=day.year + 1)),
                bare: {"visited_on": day, "verdict": "不存在风险"},
            },
        ),
    )
    assert answer.text.count("填写不完整或有误") == 3
    for words in ("早于", "还没有到", "须选无风险的原因"):
        assert words in answer.text
    assert loop.count() == before


def test_the_rows_that_were_passed_over_are_taken_along(loop: Loop) -> None:
    person = loop.township()
    data = loop.take(person)
    ((row, code),) = loop.fresh(data, 1)
    page = loop.hand_in(person, filled(data, {row: {"verdict": "存在风险"}})).text
    sent = {"report": hidden_in(page, "report")}
    file = post(person, f"{IN}/report", sent, page=IN)
    sheet = openpyxl.load_workbook(io.BytesIO(file.content)).active
    assert sheet["A3"].value == row
    assert sheet["C3"].value == code
    assert "缺入户日期" in sheet["E3"].value
    forged = post(person, f"{IN}/report", {"report": sent["report"][:-2] + "xx"}, page=IN)
    assert forged.status_code == 403
    another = loop.office.person_with((Role.TOWNSHIP, TOWNSHIP, None))
    assert post(another, f"{IN}/report", sent, page=IN).status_code == 403


@pytest.mark.parametrize("data", [b"", b"not a workbook", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0" + b"0" * 600])
def test_a_file_that_is_none_of_ours_is_refused_whole(loop: Loop, data: bytes) -> None:
    before = loop.count()
    answer = loop.hand_in(loop.township(), data)
    assert answer.status_code == 422
    assert "整份没有收" in answer.text
    assert loop.count() == before


def test_only_a_form_of_this_session_with_one_file_is_taken(loop: Loop) -> None:
    person, data = loop.township(), b"x"
    token = token_in(person.get(IN).text)
    files = {"file": ("a.xlsx", data)}
    assert person.post(IN, files=files).status_code == 403
    assert person.post(IN, data={FIELD: "0" * 64}, files=files).status_code == 403
    another = loop.office.person_with((Role.TOWNSHIP, TOWNSHIP, None))
    assert another.post(IN, data={FIELD: token}, files=files).status_code == 403
    assert person.post(IN, data={FIELD: token}).status_code == 415
    two = [("file", ("a.xlsx", data)), ("more", ("b.xlsx", data))]
    assert person.post(IN, data={FIELD: token}, files=two).status_code == 400
    broken = {"content-type": "multipart/form-data; boundary=b"}
    assert person.post(IN, content=b"--b\r\nno", headers=broken).status_code in (400, 403)
    assert person.post(IN, content=b"--b\r\n\r\n", headers={"content-type": "multipart/form-data"}).status_code == 400
    assert person.post(IN, data={FIELD: token}, files={"file": ("a", b"0" * (8 * 1024**2 + 1))}).status_code == 413
    assert person.post(IN, data={FIELD: token}, files={"other": ("a", b"0" * 1024**2)}).status_code == 422


def test_who_may_not_export_or_record_visits_finds_no_page(loop: Loop) -> None:
    cadre, data_staff = loop.office.person(Role.VILLAGE, TOWNSHIP), loop.office.person(Role.DATA_STAFF, COUNTY)
    assert cadre.get(loop.page).status_code == 403
    assert cadre.get(IN).status_code == 200
    assert data_staff.get(IN).status_code == 403


def test_without_words_or_of_another_place_the_page_comes_back_as_it_was_typed(loop: Loop) -> None:
    person = loop.township()
    for typed, told in (
        ({"region": TOWNSHIP, "words": "短"}, "用途没有写"),
        ({"region": "990101002", "words": WHY}, "请选择"),
    ):
        page = post(person, loop.page, typed, page=loop.page)
        assert (page.status_code, told in page.text) == (422, True)
        assert f">{typed['words']}</textarea>" in page.text


def test_a_list_that_was_not_issued_leaves_no_workbook(loop: Loop) -> None:
    draft = loop.office.program().post("/v1/risk-lists", json={"region": TOWNSHIP, "capacity": 3}).json()["id"]
    person, page = loop.township(), f"/lists/{draft}/excel"
    assert "还没有下发" in person.get(page).text
    assert post(person, page, {"region": TOWNSHIP, "words": WHY}).status_code == 409
    sent = {"export": {"what": "visit_workbook", "list_id": draft}, "words": WHY}
    assert person.post("/v1/exports", json=sent).json()["type"].endswith("list-not-issued")


@pytest.mark.parametrize("moved", ["token", "row"])
def test_a_row_that_was_moved_to_another_household_lands_nowhere(loop: Loop, moved: str) -> None:
    person = loop.township()
    data = loop.take(person)
    (first, _), (second, _) = loop.fresh(data, 2)

    def swap(book: Any) -> None:
        sheet = book[VISITS]
        names = ["token"] if moved == "token" else [name for name in AT if name != "token"]
        for name in names:
            one, other = sheet.cell(first, AT[name]), sheet.cell(second, AT[name])
            one.value, other.value = other.value, one.value

    before = loop.count()
    answer = loop.hand_in(person, edited(filled(data, {first: confirmed(), second: unfounded()}), swap))
    assert answer.text.count("锁定内容被改动") == 2
    assert loop.count() == before


@WITH_LIBREOFFICE
def test_a_workbook_that_libreoffice_saved_and_somebody_filled_in_lands(loop: Loop, tmp_path: Path) -> None:
    person = loop.township()
    data = loop.take(person)
    (first, sick), (second, _) = loop.fresh(data, 2)
    saved = filled(through_libreoffice(data, tmp_path), {first: confirmed(), second: unfounded()})
    assert results(loop.hand_in(person, through_libreoffice(saved, tmp_path)).text)["已录入走访"] == "2户"
    assert [visit.visited_on for visit in loop.visits(sick)] == [confirmed()["visited_on"]]
