"""What the API takes for a household's records, and how it says what is wrong with them."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import polars as pl
import pytest
from fastapi.testclient import TestClient

from features.records.tables import TABLES, polars_schema
from service.documents import MOST_FIELDS, MOST_ROWS, HouseholdDocument, document_of
from service.example import EXAMPLE_HOUSEHOLD
from service.limits import LIMITS
from tests.service.conftest import AS_OF

CHINESE = re.compile(r"[\u4e00-\u9fff]")

BILL = {
    "event_date": "2024-03-02",
    "known_date": "2024-04-05",
    "person_id": "P-1",
    "setting": "inpatient",
    "self_paid_yuan": 4000,
}
SPELL = {
    "event_date": "2024-03-02",
    "known_date": "2024-04-05",
    "person_id": "P-1",
    "started_on": "2024-03-02",
    "ended_on": "2024-05-02",
}


@pytest.fixture
def problems_of(client: TestClient) -> Any:
    """The problems that the API names, the English half of the message by path."""

    def ask(document: Any) -> dict[str, str]:
        answer = client.post("/v1/assessments", json=document)
        assert answer.status_code == 422, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        said = answer.json()
        assert said["status"] == 422
        assert "probability" not in answer.text
        assert all(problem["what_to_do"] for problem in said["problems"])
        halves = {problem["path"]: problem["message"].split(" | ") for problem in said["problems"]}
        assert all(CHINESE.search(zh) for zh, _ in halves.values())
        return {path: en for path, (_, en) in halves.items()}

    return ask


def with_rows(**tables: Any) -> dict[str, Any]:
    document = copy.deepcopy(EXAMPLE_HOUSEHOLD)
    document["records"].update(tables)
    return document


def test_the_documented_example_is_assessed(client: TestClient) -> None:
    answer = client.post("/v1/assessments", json=EXAMPLE_HOUSEHOLD)
    assert answer.status_code == 200, answer.text
    assert answer.json()["household_id"] == EXAMPLE_HOUSEHOLD["household_id"]


@pytest.mark.parametrize(
    ("changed", "path", "message"),
    [
        ({"self_paid_yuan": "4000"}, "self_paid_yuan", "must be a number"),
        ({"self_paid_yuan": True}, "self_paid_yuan", "must be a number"),
        ({"self_paid_yuan": -1}, "self_paid_yuan", "must be at least 0"),
        ({"setting": "hospital"}, "setting", "is not one of the words allowed"),
        ({"setting": None}, "setting", "is not one of the words allowed"),
        ({"event_date": "2024-3-2"}, "event_date", "is no calendar day of the form YYYY-MM-DD"),
        ({"event_date": "2023-02-29"}, "event_date", "is no calendar day of the form YYYY-MM-DD"),
        ({"event_date": 20240302}, "event_date", "is no calendar day of the form YYYY-MM-DD"),
        ({"event_date": "2024-03-02T00:00:00"}, "event_date", "is no calendar day of the form YYYY-MM-DD"),
        ({"person_id": ""}, "person_id", "must not be empty"),
        ({"person_id": "P" * 201}, "person_id", "is longer than 200 characters"),
        ({"source_row": 2.5}, "source_row", "must be a whole number"),
        ({"phone": "1"}, "phone", "there is no such field here"),
        ({"household_id": "another"}, "household_id", "names another household than the document"),
    ],
)
def test_a_wrong_field_is_named_by_its_path(problems_of: Any, changed: dict[str, Any], path: str, message: str) -> None:
    assert problems_of(with_rows(illness=[BILL, {**BILL, **changed}])) == {f"records.illness[1].{path}": message}


def test_a_field_that_is_required_is_asked_for(problems_of: Any) -> None:
    without = {name: value for name, value in BILL.items() if name != "known_date"}
    assert problems_of(with_rows(illness=[without])) == {
        "records.illness[0].known_date": "is required and was not sent"
    }


def test_not_a_number_is_no_number(client: TestClient) -> None:
    # Python's own JSON reader takes NaN and 1e999; the API must not.
    for number in ("NaN", "Infinity", "1e999"):
        text = json.dumps(with_rows(illness=[{**BILL, "self_paid_yuan": 777}])).replace("777", number)
        answer = client.post("/v1/assessments", content=text, headers={"content-type": "application/json"})
        assert answer.status_code == 422
        assert answer.json()["problems"][0]["path"] == "records.illness[0].self_paid_yuan"


def test_rules_over_several_fields_hold_too(problems_of: Any) -> None:
    backwards = {**SPELL, "ended_on": "2024-02-01"}
    far_ahead = {**BILL, "event_date": "2026-01-01"}
    assert problems_of(with_rows(employment=[SPELL, backwards], illness=[far_ahead])) == {
        "records.employment[1]": "it ends before it starts",
        "records.illness[0]": "it happens more than a year after the day on which it was known",
    }


def test_all_problems_are_named_at_once(problems_of: Any) -> None:
    document = with_rows(
        illness=[{**BILL, "self_paid_yuan": "x"}, 5],
        employment=[{**SPELL, "ended_on": "2024-02-01"}],
        ilness=[],
        water={},
    )
    document["as_of"] = "yesterday"
    document["comment"] = "?"
    assert set(problems_of(document)) == {
        "as_of",
        "comment",
        "records.illness[0].self_paid_yuan",
        "records.illness[1]",
        "records.employment[0]",
        "records.ilness",
        "records.water",
    }


@pytest.mark.parametrize("sent", [[], "text", 5, {}, {"records": []}, {"records": {"illness": [[]]}}])
def test_something_else_than_a_document_is_refused(problems_of: Any, sent: Any) -> None:
    assert problems_of(sent)


def test_a_misspelt_name_gets_the_right_one(client: TestClient) -> None:
    row = {**BILL, "self_payed_yuan": 3}
    problem = client.post("/v1/assessments", json=with_rows(illness=[row])).json()["problems"][0]
    assert problem["what_to_do"] == "是否应为 self_paid_yuan？ | Did you mean self_paid_yuan?"


def test_no_problem_repeats_what_was_sent(client: TestClient) -> None:
    secret = "张三13800000000"
    row = dict.fromkeys(BILL, secret) | {"source_row": secret, "household_id": secret}
    for document in (with_rows(illness=[row]), {**EXAMPLE_HOUSEHOLD, "as_of": secret}, secret):
        answer = client.post("/v1/assessments", json=document)
        assert answer.status_code == 422
        assert secret not in json.dumps(answer.json(), ensure_ascii=False)


def test_broken_json_and_text_are_told_so(client: TestClient) -> None:
    for content, status in (
        (b'{"household_id": ', 422),
        (b'{"household_id": "\xff"}', 400),
        (b"[" * 10_000, 400),
        (b'{"records": {"\\ud800": 1}}', 422),
    ):
        answer = client.post("/v1/assessments", content=content, headers={"content-type": "application/json"})
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"


def test_too_much_is_refused_before_it_is_read_through(client: TestClient) -> None:
    rows = client.post("/v1/assessments", json=with_rows(illness=[{}] * (MOST_ROWS + 1)))
    fields = client.post(
        "/v1/assessments", json=with_rows(illness=[{f"a{number}": 1 for number in range(MOST_FIELDS)}])
    )
    largest = LIMITS["/v1/assessments"].size
    json = {"content-type": "application/json"}
    size = client.post("/v1/assessments", content=b" " * (largest + 1), headers=json)
    unsaid = client.post("/v1/assessments", content=(b" " * 1024 for _ in range(largest // 1024 + 1)), headers=json)
    for answer in (rows, fields, size, unsaid):
        assert answer.status_code == 413
        assert answer.json()["type"] == "urn:fanpin:problem:too-large"


def test_what_is_left_out_of_a_row_is_filled_in() -> None:
    document = HouseholdDocument.model_validate(with_rows(illness=[BILL, BILL]))
    bills = document.to_records().tables["illness"]
    assert bills["household_id"].to_list() == [EXAMPLE_HOUSEHOLD["household_id"]] * 2
    assert bills["delivery_id"].to_list() == ["api"] * 2
    # Two bills alike are two bills, not one and its correction.
    assert bills["record_id"].n_unique() == 2


def test_a_correction_known_the_same_day_is_the_later_row() -> None:
    earlier, later = ({**BILL, "record_id": "bill", "self_paid_yuan": paid} for paid in (4000, 900))
    records = HouseholdDocument.model_validate(with_rows(illness=[earlier, later])).to_records()
    standing = records.versions["illness"].filter(pl.col("superseded_on").is_null())
    assert standing["self_paid_yuan"].to_list() == [900]


def test_a_stored_household_as_a_document_comes_back_the_same(
    county: dict[str, pl.DataFrame], households: list[str]
) -> None:
    for household in households[:20]:
        sent = json.loads(json.dumps(document_of(county, household, AS_OF)))
        back = HouseholdDocument.model_validate(sent).to_records()
        for table in TABLES:
            stored = county[table].filter(pl.col("household_id") == household).select(list(polars_schema(table)))
            assert back.tables[table].equals(stored), (household, table)


@pytest.mark.parametrize("unseen", ["\u200b", "\u202e", "\ufeff", "\u0000", " "])
def test_an_identifier_with_what_nobody_sees_is_refused(client: TestClient, unseen: str) -> None:
    """A bill of P-1 with an invisible character belonged to nobody, and a household so written was another one."""
    document = copy.deepcopy(EXAMPLE_HOUSEHOLD)
    document["records"]["illness"][0]["person_id"] += unseen
    answer = client.post("/v1/assessments", json=document)
    assert answer.status_code == 422
    assert [told["path"] for told in answer.json()["problems"]] == ["records.illness[0].person_id"]
    answer = client.post("/v1/assessments", json={**EXAMPLE_HOUSEHOLD, "household_id": f"12{unseen}"})
    assert answer.status_code == 422
    assert [told["path"] for told in answer.json()["problems"]] == ["household_id"]
    assert "看不见的字符" in answer.json()["problems"][0]["message"]


@pytest.mark.parametrize("place", ["household_id", "records.members[0].person_id", "records.illness[0].setting"])
def test_half_a_character_is_told_where_it_stands(client: TestClient, place: str) -> None:
    """Text that no encoding can carry was told of the whole body, as something that can't be used."""
    document = copy.deepcopy(EXAMPLE_HOUSEHOLD)
    if place == "household_id":
        document["household_id"] = "\ud800"
    else:
        _, table, name = place.replace("[0]", "").split(".")
        document["records"][table][0][name] = "\ud800"
    sent = json.dumps(document)
    answer = client.post("/v1/assessments", content=sent, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert [told["path"] for told in answer.json()["problems"]] == [place]
    assert "无法使用" not in answer.text
