"""Runs and lists over HTTP: made from what was scored, read page by page, issued once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from models.reasons import main_risk_types
from models.score import in_order_of_list
from service.client import ApiProblemError, Client
from service.principal import Permission, Role
from service.rounds import runs
from tests.service.kept_runs import BEFORE, DAY
from tests.service.office import COUNTY, TOWNSHIP, Office


@pytest.fixture
def officer(office: Office) -> Client:
    return office.client(office.person(Role.COUNTY_OFFICER, COUNTY))


@pytest.fixture
def cadre(office: Office) -> Client:
    return office.client(office.person(Role.TOWNSHIP, TOWNSHIP))


@pytest.fixture
def run_id(officer: Client) -> str:
    (run,) = officer.list_runs(as_of=DAY)
    return run.id


def test_kept_runs_are_taken_up(office: Office, officer: Client) -> None:
    seen = list(officer.list_runs())
    assert [(run.as_of, run.state) for run in seen] == [(DAY, "complete"), (BEFORE, "complete")]
    assert seen[0].kept_as == office.kept.run.id
    assert officer.read_run(seen[0].id).content == seen[0]


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({}, pl.lit(value=True)),
        ({"band": "high"}, pl.col("band") == "high"),
        ({"household_type": "lifted_out"}, pl.col("household_type") == "lifted_out"),
        ({"region": TOWNSHIP}, pl.col("region_code").str.starts_with(TOWNSHIP)),
        ({"household": "9901010000000000001"}, pl.col("household_id").str.starts_with("9901010000000000001")),
        (
            {"risk_type": "illness"},
            pl.col("risk_types").map_elements(lambda of: main_risk_types(of)[:1] == ["illness"], pl.Boolean),
        ),
    ],
)
def test_everybody_is_read_filtered_page_by_page(
    office: Office, officer: Client, run_id: str, asked: dict[str, Any], wanted: pl.Expr
) -> None:
    scores = office.kept.run.scores.filter(wanted).sort("rank")
    there = officer.list_assessments(run_id, limit=37, **asked)
    assert [(row.household_id, row.rank, row.raw_score) for row in there] == list(
        scores.select("household_id", "rank", "raw_score").iter_rows()
    )


def test_a_township_sees_its_own(office: Office, cadre: Client, run_id: str) -> None:
    there = cadre.list_assessments(run_id, order="household_id")
    assert [row.household_id for row in there] == office.households(TOWNSHIP)
    assert list(cadre.list_assessments(run_id, region="990101002")) == []


def test_a_list_is_made_read_and_issued_once(office: Office, officer: Client) -> None:
    made, again = (officer.make_list({"as_of": DAY}) for _ in range(2))
    assert (made.status, again.status) == (201, 200)
    assert made.content == again.content
    head = made.content
    assert made.headers["location"] == f"/v1/risk-lists/{head.id}"
    items = list(officer.list_items(head.id, limit=7))
    listed = in_order_of_list(office.kept.run.scores, office.kept.run.issued)
    assert [item.household_id for item in items] == listed["household_id"].to_list()
    assert head.items == len(items)
    assert officer.read_list(head.id).etag == '"v1"'
    issued = officer.issue_list(head.id, if_match='"v1"').content
    assert issued.state == "issued"
    # Asked for again, it is the issued one; issued again, it is as it was.
    assert officer.make_list({"as_of": DAY}).content == issued
    assert officer.issue_list(head.id).content == issued
    assert list(officer.list_items(head.id, limit=50)) == items
    other = officer.make_list({"as_of": DAY, "capacity": 5}).content.id
    with pytest.raises(ApiProblemError) as refused:
        officer.issue_list(other)
    assert (refused.value.status, refused.value.type) == (409, "urn:fanpin:problem:list-issued")
    assert head.id in refused.value.problem.detail


def test_a_township_reads_its_part_of_the_county_s_list(office: Office, officer: Client, cadre: Client) -> None:
    list_id = officer.make_list({"as_of": DAY}).content.id
    there = list(cadre.list_items(list_id))
    assert {item.region_code[:9] for item in there} == {TOWNSHIP}
    head = cadre.read_list(list_id).content
    assert head.items == len(there)
    # What is said of everybody's places is not theirs to know.
    assert head.facts == {}
    with pytest.raises(ApiProblemError) as refused:
        cadre.issue_list(list_id)
    assert refused.value.status == 403
    stranger = office.person(Role.COUNTY_OFFICER, "880101")
    unknown, address = stranger.get(f"/v1/risk-lists/list_{'0' * 26}"), f"/v1/risk-lists/{list_id}"
    for answer in (stranger.get(address), stranger.get(f"{address}/items"), stranger.post(f"{address}/issue")):
        assert (answer.status_code, answer.text) == (404, unknown.text)
    assert list(office.client(stranger).list_lists()) == []


def test_a_list_of_others_places_is_not_made(cadre: Client) -> None:
    problems = []
    for asked in ({"region": "990101002", "as_of": DAY}, {"as_of": dt.date(2023, 1, 31)}):
        with pytest.raises(ApiProblemError) as refused:
            cadre.make_list(asked)
        problems.append(refused.value.problem)
    assert problems[0].status == 404
    assert problems[0] == problems[1]


def test_two_lists_are_compared(officer: Client) -> None:
    before, after = (
        officer.make_list({"as_of": day, "region": TOWNSHIP, "capacity": 12}).content for day in (BEFORE, DAY)
    )
    then, now = (
        {item.household_id: item.number for item in officer.list_items(issued.id)} for issued in (before, after)
    )
    changes = officer.compare_lists(after.id, since=before.id).content
    assert set(changes.entered) == now.keys() - then.keys()
    assert set(changes.left) == then.keys() - now.keys()
    stayed = {household for household in then.keys() & now.keys() if then[household] == now[household]}
    assert changes.stayed == len(stayed)
    assert set(changes.moved) == (then.keys() & now.keys()) - stayed


def test_a_run_is_asked_for_and_scored_in_the_background(own_office: Office) -> None:
    data = own_office.client(own_office.person(Role.DATA_STAFF))
    asked = data.ask_for_run({"as_of": "2024-04-30"}, idempotency_key="april")
    assert (asked.status, asked.content.state) == (202, "waiting")
    run_id = asked.content.id
    with pytest.raises(ApiProblemError) as early:
        data.list_assessments(run_id).first()
    assert early.value.status == 404
    assert run_id in runs(own_office.app.state.resources)
    done = data.read_run(run_id).content
    assert (done.state, done.as_of) == ("complete", dt.date(2024, 4, 30))
    assert done.scored == len(list(data.list_assessments(run_id, limit=500)))
    again = data.ask_for_run({"as_of": "2024-04-30"})
    assert (again.status, again.content.id) == (200, done.id)
    with pytest.raises(ApiProblemError) as refused:
        own_office.client(own_office.program(Permission.READ_HOUSEHOLDS)).ask_for_run({})
    assert refused.value.status == 403
