"""Files sent over HTTP: taken in by the records' one writer, destroyed then, and what became of them told without anybody's data."""

from __future__ import annotations

import logging
import shutil
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from features.deliveries.departments import DeliveringDepartment
from features.disk import DiskError, Fault
from features.records.store import RecordStore
from service.deliveries import landing, receiving
from service.deliveries.landing import MOST_TRIES, land_uploads
from service.jurisdiction import EVERYWHERE, Jurisdiction
from service.local_time import day_of
from service.principal import Permission, Role
from service.rounds import reception_of
from service.routes.doing import now
from service.store.tables import AuditLine, Upload, UploadState
from tests.features.intake.broken import zipped
from tests.features.intake.files import as_csv, as_workbook, bill, households, id_number, members
from tests.service.kept_runs import KeptRuns
from tests.service.office import COUNTY, TOWNSHIP, Office, opened
from tests.service.sent_files import BYTES, roster, send

BOTH = (Permission.SEND_DELIVERIES, Permission.READ_DELIVERIES)


@pytest.fixture(scope="module")
def office(kept: KeptRuns, empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """With records of its own, into which files are taken."""
    folder = tmp_path_factory.mktemp("deliveries")
    shutil.copytree(kept.store.path, folder / "records")
    with opened(replace(kept, store=RecordStore.open(folder / "records")), empty_sqlite, folder) as office:
        yield office


@pytest.fixture
def program(office: Office) -> TestClient:
    return office.program(*BOTH, where=Jurisdiction.of(COUNTY))


@pytest.fixture
def take_in(office: Office) -> Callable[[], list[str]]:
    """What the service does by itself while it runs."""
    return lambda: land_uploads(reception_of(office.app.state.resources), now)


def incoming(office: Office) -> Path:
    folder: Path = office.app.state.resources.settings.incoming
    return folder


def rows(office: Office, table: Any = Upload) -> list[Any]:
    with office.app.state.resources.door.database.reading(EVERYWHERE, now()) as work:
        return list(work.session.scalars(select(table)))


def test_a_file_waits_for_its_owner_alone_is_taken_in_and_destroyed(
    office: Office, program: TestClient, take_in: Callable[[], list[str]], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    broken = {**members(3)[2], "户编号": "", "姓名": "张三丰"}
    sent = send(program, as_csv([*households(2)]), "一月 名册.csv")
    people = send(program, as_csv([*members(40), broken]), "一月 人口.csv")
    assert [answer.status_code for answer in (sent, people)] == [202, 202], sent.text
    address = sent.headers["location"]
    assert (sent.json()["state"], sent.json()["id"]) == ("waiting", address.rpartition("/")[2])
    assert {sent.json()[name] for name in ("rows_read", "rows_landed", "rows_set_aside")} == {None}
    files = [path for path in incoming(office).rglob("*") if path.is_file()]
    assert {path.name for path in files} == {"delivered.csv"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert {stat.S_IMODE(path.parent.stat().st_mode) for path in files} == {0o700}
    assert len(take_in()) == 2
    assert not [path for path in incoming(office).rglob("*") if path.is_file() and path.name != ".lock"]
    assert take_in() == []
    became = program.get(address).json()
    assert (became["state"], became["file"], became["rows_read"]) == ("landed", "一月 名册.csv", 2)
    assert (became["departments"], became["sources"]) == (["乡镇"], ["county_household"])
    assert became["known_date"] == str(day_of(now()))
    (file,) = became["files"]
    same = program.get(f"/v1/deliveries/{file['delivery_id']}").json()
    assert (same["file"], same["upload_id"], same["state"]) == ("一月 名册.csv", became["id"], "landed")
    told = program.get(people.headers["location"]).json()
    assert told["rows_set_aside"] == sum(each["rows"] for each in told["set_aside"]) > 0
    findings = program.get(f"{people.headers['location']}/findings").json()["items"]
    assert len(findings) == told["findings"]
    assert findings[-1]["kind"] == "row_set_aside"
    assert all(each["file"] == "一月 人口.csv" and each["row"] and " | " in each["what_to_do"] for each in findings)
    everything = "".join([
        caplog.text, str(findings), program.get("/v1/deliveries").text, str(told), str(became),
        *(str(vars(line)) for line in rows(office, AuditLine)),
    ])  # fmt: skip
    for planted in ("某人", "张三丰", id_number(0), id_number(2)):
        assert planted not in everything
    actions = [line.action for line in rows(office, AuditLine)]
    assert (actions.count("deliveries.received"), actions.count("deliveries.landed")) == (2, 2)


def test_pages_hold_each_delivery_once_and_say_who_is_late(
    office: Office, program: TestClient, take_in: Callable[[], list[str]]
) -> None:
    send(program, roster(60))
    take_in()
    send(program, roster(62), "待导入.csv")
    seen, cursor = [], None
    while True:
        asked = {"limit": 2, **({"cursor": cursor} if cursor else {})}
        page = program.get("/v1/deliveries", params=asked).json()
        seen += page["items"]
        cursor = page["next"]
        if cursor is None:
            break
    ids = [each["id"] for each in seen]
    assert len(ids) == len(set(ids)) >= office.kept.store.deliveries().height + 1
    assert (seen[0]["file"], seen[0]["state"]) == ("待导入.csv", "waiting")
    assert program.get("/v1/deliveries", params={"state": "waiting"}).json()["items"] == seen[:1]
    assert program.get("/v1/deliveries", params={"department": "police"}).json()["items"] == []
    assert isinstance(page["overdue"], list)
    take_in()


def test_the_same_file_is_taken_in_once(office: Office, program: TestClient, take_in: Callable[[], list[str]]) -> None:
    key, data = {"Idempotency-Key": "one-of-eight"}, roster(64)
    with ThreadPoolExecutor(8) as many:
        answers = list(many.map(lambda _: send(program, data, **key), range(8)))
    assert len({answer.text for answer in answers}) == 1
    assert send(program, roster(66), **key).json()["type"] == "urn:fanpin:problem:idempotency-key-used"
    again = send(program, data, "又一次.csv").headers["location"]
    assert len(take_in()) == 2
    (known,) = program.get(again).json()["files"]
    first = program.get(answers[0].headers["location"]).json()
    assert (known["outcome"], known["delivery_id"]) == ("already_known", first["files"][0]["delivery_id"])
    assert program.get(again).json()["rows_landed"] == 0


def test_an_archive_is_told_file_by_file(office: Office, program: TestClient, take_in: Callable[[], list[str]]) -> None:
    archive = zipped({"一乡/户.csv": roster(68), "二乡/户.csv": roster(70), "说明.txt": "请查收".encode()})
    address = send(program, archive, "各乡.zip").headers["location"]
    take_in()
    whole = program.get(address).json()
    outcomes = {file["file"]: file["outcome"] for file in whole["files"]}
    assert outcomes == {
        "各乡.zip/一乡/户.csv": "landed",
        "各乡.zip/二乡/户.csv": "landed",
        "各乡.zip/说明.txt": "ignored",
    }
    assert (whole["state"], whole["rows_read"]) == ("landed", 4)
    last = whole["files"][-1]
    part = program.get(f"/v1/deliveries/{last['delivery_id']}").json()
    assert (part["rows_read"], part["files"], part["file"], part["findings"]) == (2, [last], last["file"], 0)
    assert [each["kind"] for each in program.get(f"{address}/findings").json()["items"]] == ["file_passed_over"]


def test_what_is_no_export_is_refused_with_words(
    office: Office, program: TestClient, take_in: Callable[[], list[str]]
) -> None:
    """A refusal of intake, and a file that is another department's."""
    letter = send(program, "各位同事：\n请查收。\n".encode(), "信.csv").headers["location"]
    bills = send(program, as_workbook({"一月": [bill(number) for number in range(9)]}), "账单.xlsx").headers["location"]
    take_in()
    for address, words in ((letter, "表头"), (bills, "按表头是医保的文件，发送时写的是乡镇")):
        assert program.get(address).json()["state"] == "refused"
        (finding,) = program.get(f"{address}/findings").json()["items"]
        assert finding["kind"] == "file_refused"
        assert words in finding["problem"]
        assert " | " in finding["what_to_do"]
    assert "某人" not in program.get(f"{letter}/findings").text
    mine = office.program(*BOTH, department=DeliveringDepartment.HEALTH)
    assert send(mine, roster(72)).json()["type"] == "urn:fanpin:problem:other-department"


def test_outside_a_jurisdiction_there_are_no_deliveries(
    office: Office, program: TestClient, take_in: Callable[[], list[str]]
) -> None:
    address = send(program, roster(74)).headers["location"]
    for where in (TOWNSHIP, "990102"):
        other = office.program(*BOTH, where=Jurisdiction.of(where))
        refused = send(other, roster(76))
        assert (refused.status_code, refused.json()["type"]) == (403, "urn:fanpin:problem:not-all-places")
        assert other.get("/v1/deliveries").json() == {"items": [], "overdue": [], "next": None}
        for below in ("", "/findings"):
            there, nowhere = other.get(f"{address}{below}"), other.get(f"/v1/deliveries/nothing{below}")
            assert there.status_code == 404
            assert there.text == nowhere.text
    liaison = office.person(Role.DEPARTMENT_LIAISON, COUNTY, DeliveringDepartment.TOWNSHIP)
    assert liaison.get(address).status_code == 200
    assert send(liaison, roster(76)).status_code == 202
    take_in()


@pytest.mark.parametrize(
    ("name", "data", "path"),
    [
        ("../../etc/passwd.csv", b"a,b", "File-Name"),
        ("宏.xlsm", b"PK", "File-Name"),
        ("名册.csv", b"", "body"),
        ("名册.xlsx", b"MZ\x90\x00\x03\x00\x00\x00" * 20, "body"),
        ("名册.xlsx", zipped({"xl/workbook.xml": b"a", "xl/vbaProject.bin": b"a"}), "body"),
        ("名册.zip", zipped({"big.csv": bytes(40 * 1024**2)}), "body"),
    ],
)  # fmt: skip
def test_a_name_or_a_content_that_no_file_may_have(
    office: Office, program: TestClient, name: str, data: bytes, path: str
) -> None:
    before = len(rows(office))
    answer = send(program, data, name)
    assert answer.status_code == 422, answer.text
    (problem,) = answer.json()["problems"]
    assert problem["path"] == path
    assert " | " in problem["message"]
    assert len(rows(office)) == before


def test_a_body_that_is_no_file_is_not_read(program: TestClient) -> None:
    for headers in ({"content-type": "application/json"}, {**BYTES, "content-encoding": "gzip"}):
        answer = program.post(
            "/v1/deliveries?department=township", content=b"{}", headers={"File-Name": "a.csv", **headers}
        )
        assert (answer.status_code, answer.headers["accept"]) == (415, "application/octet-stream")
    nameless = program.post("/v1/deliveries?department=township&as_of=1", content=b"a", headers=BYTES)
    assert {problem["path"] for problem in nameless.json()["problems"]} == {"File-Name", "as_of"}


def test_whoever_is_killed_in_between_takes_it_in_once(
    office: Office, program: TestClient, take_in: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It landed, and the process died before that was noted."""

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    address = send(program, roster(80)).headers["location"]
    with monkeypatch.context() as patched:
        patched.setattr(landing, "_note", killed)
        with pytest.raises(KeyboardInterrupt):
            take_in()
    assert program.get(address).json()["state"] == "landing"
    before = office.kept.store.deliveries().height
    assert len(take_in()) == 1
    became = program.get(address).json()
    assert (became["state"], became["rows_read"], became["files"][0]["outcome"]) == ("landed", 2, "landed")
    assert office.kept.store.deliveries().height == before


def test_while_an_intake_writes_files_wait(
    office: Office, program: TestClient, take_in: Callable[[], list[str]], caplog: pytest.LogCaptureFixture
) -> None:
    address = send(program, roster(82)).headers["location"]
    with office.kept.store.writing():
        assert take_in() == []
    assert "files wait outside the records: StoreBusyError" in caplog.text
    assert program.get(address).json()["state"] == "waiting"
    assert len(take_in()) == 1


def test_a_file_that_ends_who_reads_it_is_not_read_for_ever(
    office: Office, program: TestClient, take_in: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("张三")

    address, other = (send(program, roster(first)).headers["location"] for first in (84, 86))
    with office.app.state.resources.door.database.writing(EVERYWHERE, now()) as work:
        for row in work.session.scalars(select(Upload).where(Upload.id == address.rpartition("/")[2])):
            row.state, row.tries = UploadState.LANDING.value, MOST_TRIES
    with monkeypatch.context() as patched:
        patched.setattr(landing, "intake", fails)
        assert len(take_in()) == 2
    for each in (address, other):
        assert program.get(each).json()["state"] == "refused"
        assert "系统出错" in program.get(f"{each}/findings").text
        assert "张三" not in program.get(f"{each}/findings").text


def test_a_full_disk_and_too_many_that_wait_are_told(
    office: Office, program: TestClient, take_in: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise DiskError(None, next(iter(Fault)))

    with monkeypatch.context() as patched:
        patched.setattr(receiving, "keep", full)
        assert send(program, roster(88)).json()["type"] == "urn:fanpin:problem:not-ready"
    take_in()
    monkeypatch.setattr(receiving, "MOST_WAITING", 1)
    assert send(program, roster(88)).status_code == 202
    refused = send(program, roster(90))
    assert (refused.status_code, refused.json()["type"]) == (503, "urn:fanpin:problem:too-many-waiting")
    assert "retry-after" in refused.headers
    take_in()
