"""The list that an office is issued: the policy's capacity and rest, county by county."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from features.frame import index_of
from features.policy.loading import Policy
from features.records.gate import Records
from features.records.tables import polars_schema
from models.lists import (
    VISITED,
    Capacity,
    capacity_in_force,
    issue,
    issue_by_policy,
    resting_by_policy,
    visits_known,
)
from tests.models.lists.test_issuing import JUNE, NORTH, county, lengths

LINES = """
visits_per_hundred_households:
  unit: visits per 100 households and month
  meaning: {zh: 每百户每月可入户核查数, en: Visits}
  steps:
    - {from: 2000-01-01, value: 1, scope: "", source: drawn, status: example}
    - {from: 2024-01-01, value: 2, scope: "990102", source: drawn, status: example}
cool_down_months:
  unit: months
  meaning: {zh: 间隔月数, en: Months of rest}
  steps:
    - {from: 2000-01-01, value: 3, scope: "", source: drawn, status: example}
    - {from: 2024-01-01, value: 1, scope: "990102", source: drawn, status: example}
"""


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    folder = tmp_path_factory.mktemp("policy")
    (folder / "lists.yaml").write_text(LINES, encoding="utf-8")
    return Policy.load(folder)


def two_counties() -> pl.DataFrame:
    """300 households of one county and 100 of another."""
    other = county(seed=8, north=100).with_columns(
        pl.col("household_id").str.replace("990101", "990102"), pl.col("region_code").str.replace("990101", "990102")
    )
    return pl.concat([county(north=300), other])


def visited(household: str, day: dt.date) -> pl.DataFrame:
    return pl.DataFrame({"household_id": [household], "visited_on": [day]}, schema=VISITED)


def test_each_county_has_the_capacity_of_its_own_policy(policy: Policy) -> None:
    assert capacity_in_force(policy, NORTH, JUNE) == Capacity(1, cool_down_months=3)
    assert lengths(issue_by_policy(two_counties(), policy)) == {NORTH: 3, "990102001": 2}
    here = county(north=300)
    assert issue_by_policy(here, policy).equals(issue(here, Capacity(1)))


def test_who_was_visited_lately_rests_as_long_as_the_county_says(policy: Policy) -> None:
    scores = two_counties()
    first = dict(issue_by_policy(scores, policy).filter(rank=1).select("township", "household_id").iter_rows())
    two_months_ago = pl.concat([visited(household, dt.date(2024, 4, 20)) for household in first.values()])
    listed = issue_by_policy(scores, policy, two_months_ago)
    assert first[NORTH] not in listed["household_id"]
    assert first["990102001"] in listed["household_id"]
    assert resting_by_policy(scores, policy, two_months_ago)["household_id"].to_list() == [first[NORTH]]
    # The visit goes to the next, and somebody who is not scored makes no difference.
    assert lengths(listed) == {NORTH: 3, "990102001": 2}
    stranger = visited("stranger", JUNE)
    assert resting_by_policy(scores, policy, stranger).is_empty()
    assert issue_by_policy(scores, policy, stranger).equals(issue_by_policy(scores, policy))


def test_so_many_visits_pass_over_who_rests_too(policy: Policy) -> None:
    scores = two_counties()
    (riskiest,) = issue_by_policy(scores, policy, visits=1)["household_id"]
    again = issue_by_policy(scores, policy, visited(riskiest, dt.date(2024, 6, 20)), visits=400)
    assert again.height == 399
    assert riskiest not in again["household_id"]


def test_with_nobody_in_scope_every_county_s_list_is_empty(policy: Policy) -> None:
    nobody = county(north=1).clear()
    assert issue_by_policy(nobody, policy).height == 0
    assert issue_by_policy(nobody, policy, visits=5).height == 0


def a_visit(household: str, made: dt.date, known: dt.date, record: str = "") -> dict[str, object]:
    row = {
        "household_id": household,
        "record_id": record or f"{household}-{made}",
        "event_date": made,
        "known_date": known,
        "delivery_id": "drawn",
        "outcome": "no_risk",
    }
    return {name: row.get(name) for name in polars_schema("visits")}


def test_a_visit_counts_once_it_is_known() -> None:
    rows = [
        a_visit("H1", dt.date(2024, 3, 5), dt.date(2024, 3, 9)),
        a_visit("H1", dt.date(2024, 6, 5), dt.date(2024, 7, 9)),
        a_visit("H2", dt.date(2024, 6, 20), dt.date(2024, 6, 30)),
        a_visit("H2", dt.date(2024, 5, 20), dt.date(2024, 5, 30)),
        a_visit("H3", dt.date(2024, 7, 2), dt.date(2024, 6, 1)),
    ]
    records = Records({"visits": pl.DataFrame(rows, schema=polars_schema("visits"))})
    known = dict(visits_known(records, index_of(["H1", "H2", "H3", "H4"], JUNE)).iter_rows())
    assert known == {"H1": dt.date(2024, 3, 5), "H2": dt.date(2024, 6, 20)}
