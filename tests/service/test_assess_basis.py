"""What an answer rests on: thin and impossible records are told beside the score, by the rules that hold for deliveries."""

from __future__ import annotations

import copy
import json
from typing import Any

import polars as pl
import pytest
from fastapi.testclient import TestClient

from features.basis import TABLE_NAMES, basis
from features.frame import index_of
from features.policy.loading import Policy
from features.records.gate import Records
from features.records.tables import LABEL_TABLES, TABLES
from models.assess import assess_household
from models.wording import assessment_in_words
from service.documents import HouseholdDocument
from service.example import EXAMPLE_HOUSEHOLD
from tests.models.small_model import model as small_model
from tests.service.conftest import AS_OF

NUMBERS = ("probability", "raw_score", "base_value", "contribution")
DIED = {
    "event_date": "2023-12-10",
    "known_date": "2024-01-05",
    "listing": "change",
    "person_id": "P-1",
    "left_on": "2023-12-09",
    "left_reason": "died",
}


def example(**records: Any) -> dict[str, Any]:
    document = copy.deepcopy(EXAMPLE_HOUSEHOLD)
    document["records"].update(records)
    return document


def with_member(position: int, **changed: Any) -> dict[str, Any]:
    document = example()
    document["records"]["members"][position].update(changed)
    return document


def with_size(size: float) -> dict[str, Any]:
    document = example()
    document["records"]["households"][0]["household_size"] = size
    return document


def ask(client: TestClient, document: dict[str, Any]) -> dict[str, Any]:
    answer = client.post("/v1/assessments", json=document)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(
    ("document", "rules"),
    [
        (example(), set()),
        (with_member(0, relation="other"), {"no_head"}),
        (with_member(2, birth_month="2024-06-01"), {"members.born_before_described"}),
        (with_size(3.5), {"households.household_size_is_whole", "household_size_differs"}),
        (with_size(0), {"households.household_has_somebody", "household_size_differs"}),
        (example(members=[*EXAMPLE_HOUSEHOLD["records"]["members"], DIED]), {"dead_still_listed"}),
        (with_member(2, birth_month="1950-06-01"), {"child_older_than_head"}),
    ],
)
def test_what_cannot_be_is_told_beside_the_score(client: TestClient, document: dict[str, Any], rules: set[str]) -> None:
    told = ask(client, document)["warnings"]
    assert rules <= {doubt["rule"] for doubt in told}
    assert bool(rules) == bool(told)
    assert all(doubt["zh"] and doubt["to_do_zh"] and doubt["event_date"] for doubt in told)


def test_two_heads_are_refused_and_not_scored_low(client: TestClient) -> None:
    answer = client.post("/v1/assessments", json=with_member(1, relation="head"))
    assert answer.status_code == 409, answer.text
    problem = answer.json()
    assert problem["type"].endswith("records-contradict")
    assert problem["refusal"] == "records_contradict"
    assert "名册中有两名以上户主" in problem["detail"]
    assert "probability" not in problem


def test_the_answer_says_how_sure_it_is(client: TestClient) -> None:
    told = ask(client, example())
    assert 0 <= told["completeness"] <= 1
    assert told["plausible_low"] <= told["probability"] <= told["plausible_high"]
    assert told["as_of"] <= told["expires_on"]
    assert all(question["state"] != "known" for question in told["ask_first"])


def test_bills_of_somebody_who_is_no_member_are_told(client: TestClient) -> None:
    bill = {**EXAMPLE_HOUSEHOLD["records"]["illness"][0], "person_id": "P-9"}
    missing = ask(client, example(illness=[bill, bill]))["rests_on"]["missing"]
    assert [told["zh"] for told in missing if told["table"] == "illness"] == [
        "“就医与确诊”中有2条记录的人员不在家庭成员名册中"
    ]
    assert "P-9" not in json.dumps(missing)


def test_every_table_says_how_much_it_knew_on_the_day(client: TestClient) -> None:
    later = {**EXAMPLE_HOUSEHOLD["records"]["illness"][0], "known_date": "2024-07-01"}
    said = ask(client, example(illness=[*EXAMPLE_HOUSEHOLD["records"]["illness"], later], income=[]))["rests_on"]
    tables = {known["table"]: known for known in said["tables"]}
    assert set(tables) == set(TABLE_NAMES) == set(TABLES) - LABEL_TABLES
    assert (tables["illness"]["rows"], tables["illness"]["newest_known"]) == (1, "2024-06-05")
    # Two versions of one spell are one fact.
    assert (tables["employment"]["rows"], tables["employment"]["newest_known"]) == (1, "2024-06-05")
    assert tables["income"] == {"table": "income", "rows": 0, "newest_event": None, "newest_known": None}
    assert {told["table"] for told in said["missing"]} == {"income", "housing", "water"}


LATER_MEMBERS = [{**row, "known_date": "2024-07-01"} for row in EXAMPLE_HOUSEHOLD["records"]["members"]]


@pytest.mark.parametrize(
    ("records", "status"),
    [
        ({}, 422),
        ({"households": EXAMPLE_HOUSEHOLD["records"]["households"]}, 422),
        ({**EXAMPLE_HOUSEHOLD["records"], "members": []}, 422),
        ({**EXAMPLE_HOUSEHOLD["records"], "members": LATER_MEMBERS}, 422),
        ({**EXAMPLE_HOUSEHOLD["records"], "members": [{**row, "withdrawn": True} for row in LATER_MEMBERS]}, 422),
        ({"members": EXAMPLE_HOUSEHOLD["records"]["members"]}, 409),
        ({**EXAMPLE_HOUSEHOLD["records"], "members": [*EXAMPLE_HOUSEHOLD["records"]["members"][:1], DIED]}, 409),
    ],
)
def test_an_unanswerable_question_never_yields_a_number(
    client: TestClient, records: dict[str, Any], status: int
) -> None:
    answer = client.post("/v1/assessments", json={**EXAMPLE_HOUSEHOLD, "records": records})
    assert answer.status_code == status, answer.text
    assert not any(number in answer.text for number in NUMBERS)
    if status == 422:
        assert [problem["path"] for problem in answer.json()["problems"]] == ["records.members"]


def test_a_stored_household_and_its_page_say_the_same(
    client: TestClient, browser: TestClient, households: list[str]
) -> None:
    address = f"/v1/households/{households[0]}/assessment"
    said = client.get(address, params={"as_of": str(AS_OF)}).json()
    assert said["rests_on"]["tables"][1]["rows"] > 0
    assert said["warnings"], "drawn rows say anything that their schema allows"
    page = browser.get(f"/households/{households[0]}", params={"as_of": str(AS_OF)}).text
    assert all(doubt["to_do_zh"] in page for doubt in said["warnings"])
    facts = browser.get(f"/households/{households[0]}/facts", params={"as_of": str(AS_OF)}).text
    assert all(str(known["newest_known"]) in facts for known in said["rests_on"]["tables"] if known["rows"])


def test_explain_says_it_in_words(policy: Policy) -> None:
    document = HouseholdDocument.model_validate(with_size(3.5))
    index = index_of([document.household_id], document.as_of)
    lines = "\n".join(assessment_in_words(assess_household(small_model(), document.to_records(), index, policy)))
    assert "依据：家庭情况1条（至2024-01-10），家庭成员3条" in lines
    assert "缺：没有“住房”记录" in lines
    assert "可疑：家庭人口数不是整数：更正家庭人口数" in lines


def test_a_household_of_which_nothing_is_known_rests_on_nothing(policy: Policy) -> None:
    nothing = basis(Records({}), index_of(["nobody"], AS_OF), policy)
    assert not any(known.rows for known in nothing.tables)
    assert nothing.warnings == ()
    assert pl.DataFrame(nothing.as_dict()["rests_on"]["tables"])["rows"].sum() == 0
