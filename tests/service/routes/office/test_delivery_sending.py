"""A file is sent from the page, with its script and without; forged forms send nothing, and what is wrong is told in words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from features.disk import DiskError, Fault
from service.deliveries import receiving
from service.jurisdiction import EVERYWHERE
from service.pages.form_tokens import FIELD
from service.principal import Role
from service.routes.doing import now
from service.store.repositories import uploads
from tests.features.intake.broken import zipped
from tests.features.intake.files import as_csv, households
from tests.service.forms import hidden_in, token_in
from tests.service.office import COUNTY, TOWNSHIP, Office
from tests.service.routes.office.conftest import with_browser
from tests.service.sent_files import BYTES, roster


@pytest.fixture
def staff(office: Office) -> TestClient:
    return with_browser(office.person(Role.DATA_STAFF, COUNTY))


def waiting(office: Office) -> int:
    with office.app.state.resources.door.database.reading(EVERYWHERE, now()) as work:
        return len(uploads.on_their_way(work))


def posted(somebody: TestClient, data: bytes, name: str, page: str = "", **typed: str) -> Response:
    """As the form posts it without a script."""
    page = page or somebody.get("/deliveries").text
    fields = {FIELD: token_in(page), "once_key": hidden_in(page, "once_key"), "department": "township", **typed}
    return somebody.post("/deliveries", data=fields, files={"file": (name, data)})


def by_script(somebody: TestClient, data: bytes, name: str, **changed: Any) -> Response:
    """As the page's script sends it."""
    page = somebody.get("/deliveries").text
    asked = {"department": "township", "act": "send", **changed.pop("asked", {})}
    headers: Mapping[str, str] = {
        **BYTES,
        "accept": "application/json",
        "form-token": token_in(page),
        "once-key": hidden_in(page, "once_key"),
        "file-name": quote(name),
        **changed,
    }
    return somebody.post("/deliveries/file", params=asked, content=data, headers=headers)


def test_a_file_is_sent_without_a_script_and_its_page_follows_it(office: Office, staff: TestClient) -> None:
    before = waiting(office)
    done = posted(staff, roster(200), "名册 二百.csv")
    assert done.status_code == 303, done.text
    page = staff.get(done.headers["location"]).text
    assert "名册 二百.csv" in page
    assert "文件已收到，正在排队导入" in page
    assert waiting(office) == before + 1


def test_a_form_that_is_sent_twice_sends_one_file(office: Office, staff: TestClient) -> None:
    page, before = staff.get("/deliveries").text, waiting(office)
    first, second = (posted(staff, roster(202), "两次.csv", page) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    assert waiting(office) == before + 1
    # Another file under the same key is another request.
    assert posted(staff, roster(204), "两次.csv", page).status_code == 422


def test_the_script_is_told_where_to_go_on(office: Office, staff: TestClient) -> None:
    before = waiting(office)
    done = by_script(staff, roster(206), "脚本.csv")
    assert done.status_code == 201, done.text
    assert "脚本.csv" in staff.get(done.json()["location"]).text
    assert waiting(office) == before + 1


def test_a_file_is_looked_at_first_and_nothing_is_kept(office: Office, staff: TestClient) -> None:
    before = waiting(office)
    data = as_csv([{**row, "随手一列": "张三丰", "户编码x": "1"} for row in households(2)])
    page = posted(staff, data, "先看.csv", act="look")
    assert page.status_code == 200
    for words in ("先看.csv", "可以导入", "会被认作", "读取的列", "不认识，不会读取", "没有导入"):
        assert words in page.text, words
    assert "张三丰" not in page.text
    told = by_script(staff, data, "先看.csv", asked={"act": "look"}).json()["tables"]
    assert told[0][0] == "先看.csv：可以导入"
    assert waiting(office) == before
    folder: Path = office.app.state.resources.settings.incoming
    assert not list(folder.glob("look-*"))


def test_what_lacks_a_column_would_not_be_taken_in_and_an_archive_is_looked_into(staff: TestClient) -> None:
    lacking = as_csv([{name: value for name, value in row.items() if name != "户编号"} for row in households(2)])
    page = posted(staff, zipped({"a.csv": lacking, "b.csv": as_csv(households(2))}), "两份.zip", act="look").text
    assert "不能导入" in page
    assert "可以导入" in page
    assert "两份.zip/b.csv" in page


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("名册.exe", b"x", "不是可导入的文件"),
        ("空.csv", b"", "空文件"),
        ("宏.xlsx", zipped({"xl/vbaProject.bin": b"x"}), "宏"),
        ("", b"", "没有选择文件"),
    ],
)
def test_what_can_t_be_sent_is_told_and_the_department_stays_chosen(
    office: Office, staff: TestClient, name: str, data: bytes, words: str
) -> None:
    before = waiting(office)
    page = posted(staff, data, name, department="health")
    assert page.status_code == 422
    assert words in page.text
    assert '<option value="health" selected>' in page.text
    assert waiting(office) == before


def test_who_chose_no_department_is_told(staff: TestClient) -> None:
    page = posted(staff, roster(208), "谁的.csv", department="")
    assert page.status_code == 422
    assert "没有选择部门" in page.text
    assert by_script(staff, roster(208), "谁的.csv", asked={"department": "x"}).status_code == 422


@pytest.mark.parametrize("token", ["", "0" * 64])
def test_a_forged_form_sends_nothing(office: Office, staff: TestClient, token: str) -> None:
    before = waiting(office)
    assert posted(staff, roster(210), "伪造.csv", **{FIELD: token}).status_code == 403
    assert by_script(staff, roster(210), "伪造.csv", **{"form-token": token}).status_code == 403
    assert by_script(staff, roster(210), "伪造.csv", **{"once-key": ""}).status_code == 403
    other = with_browser(office.person(Role.DEPARTMENT_LIAISON, COUNTY))
    theirs = token_in(other.get("/deliveries").text)
    assert posted(staff, roster(210), "伪造.csv", **{FIELD: theirs}).status_code == 403
    assert waiting(office) == before


def test_nobody_sends_another_department_s_file_nor_beyond_their_places(office: Office) -> None:
    liaison = with_browser(office.person(Role.DEPARTMENT_LIAISON, COUNTY))
    refused = posted(liaison, roster(212), "别家.csv")
    assert refused.status_code == 422
    assert "只能交付本部门的文件" in refused.text
    officer = with_browser(office.person(Role.COUNTY_OFFICER, COUNTY))
    page = liaison.get("/deliveries").text
    assert posted(officer, roster(212), "无权.csv", page).status_code == 403
    near = with_browser(office.person(Role.DATA_STAFF, TOWNSHIP))
    answer = by_script_of_a_township(near)
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:fanpin:problem:not-all-places")


def by_script_of_a_township(near: TestClient) -> Response:
    token = token_in(near.get("/sessions").text)
    headers = {**BYTES, "accept": "application/json", "form-token": token, "once-key": "0" * 36, "file-name": "a.csv"}
    return near.post("/deliveries/file", params={"department": "township"}, content=roster(214), headers=headers)


def test_a_full_disk_is_told_and_the_form_may_be_sent_again(
    office: Office, staff: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise DiskError(None, next(iter(Fault)))

    page = staff.get("/deliveries").text
    with monkeypatch.context() as patched:
        patched.setattr(receiving, "keep", full)
        assert posted(staff, roster(216), "满.csv", page).status_code == 422
    assert posted(staff, roster(216), "满.csv", page).status_code == 303
