"""The list that an office is issued: by the rules of the policy, county by county."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from features.frame import index_of
from features.policy.loading import Policy
from features.records.gate import Records
from features.records.tables import polars_schema
from models.lists import (
    VISITED,
    Capacity,
    LeftOut,
    Place,
    State,
    issue,
    issue_by_policy,
    rules_in_force,
    visits_known,
)
from tests.models.lists.test_by_score import JUNE, NORTH, county, lengths

OVER = """
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
list_floor_months:
  unit: months
  meaning: {zh: 每村至少走访一次的期限, en: Months of the floor}
  steps:
    - {from: 2000-01-01, value: 0, scope: "", source: drawn, status: example}
"""

BY_VILLAGE = """
list_by_village:
  unit: yes or no
  meaning: {zh: 走访能力按村分配, en: By village}
  steps:
    - {from: 2000-01-01, value: 1, scope: "", source: drawn, status: example}
"""


def with_steps(folder: Path, text: str) -> Policy:
    (folder / "policy").mkdir()
    (folder / "policy" / "ours.yaml").write_text(text, encoding="utf-8")
    return Policy.load(county=folder)


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    return with_steps(tmp_path_factory.mktemp("county"), OVER)


def two_counties() -> pl.DataFrame:
    """300 households of one county and 100 of another."""
    other = county(seed=8, north=100).with_columns(
        pl.col("household_id").str.replace("990101", "990102"), pl.col("region_code").str.replace("990101", "990102")
    )
    return pl.concat([county(north=300), other])


def visited(*households: str, day: dt.date) -> State:
    return State(
        visited=pl.DataFrame({"household_id": households, "visited_on": [day] * len(households)}, schema=VISITED)
    )


def test_each_county_has_the_rules_of_its_own_policy(policy: Policy) -> None:
    rules = rules_in_force(policy, NORTH, JUNE)
    assert rules.capacity == Capacity(1, cool_down_months=3)
    assert rules_in_force(policy, "990102", JUNE).capacity == Capacity(2, cool_down_months=1)
    issued = issue_by_policy(two_counties(), policy)
    assert lengths(issued.listed) == {NORTH: 3, "990102001": 2}
    assert issued.rules["990101"] == rules
    here = county(north=300)
    assert issue_by_policy(here, policy).listed.equals(issue(here, State(), rules).listed)


def test_a_county_may_deal_its_visits_out_by_village(tmp_path: Path) -> None:
    policy = with_steps(tmp_path, BY_VILLAGE)
    assert rules_in_force(policy, NORTH, JUNE).capacity.by is Place.VILLAGE
    listed = issue_by_policy(county(north=900), policy).listed
    assert lengths(listed) == {f"{NORTH}{village:03}": 3 for village in (1, 2, 3)}


def test_what_no_county_has_decided_changes_nothing_by_score() -> None:
    """As shipped, a list changes as its scores do; must-includes, carry-over and the floor of villages are on."""
    rules = rules_in_force(Policy.load(), NORTH, JUNE)
    assert (rules.churn_share, rules.churn_margin, rules.capacity.audit_share) == (1, 1, 0)
    assert min(rules.must_include_share, rules.carry_over_months, rules.floor_months) > 0


def test_who_was_visited_lately_rests_as_long_as_the_county_says(policy: Policy) -> None:
    scores = two_counties()
    first = dict(issue_by_policy(scores, policy).listed.filter(rank=1).select("place", "household_id").iter_rows())
    issued = issue_by_policy(scores, policy, visited(*first.values(), day=dt.date(2024, 4, 20)))
    assert first[NORTH] not in issued.listed["household_id"]
    assert first["990102001"] in issued.listed["household_id"]
    assert issued.left_out.filter(left_out=LeftOut.RESTING.value)["household_id"].to_list() == [first[NORTH]]
    # The visit goes to the next, and somebody who is not scored makes no difference.
    assert lengths(issued.listed) == {NORTH: 3, "990102001": 2}
    stranger = issue_by_policy(scores, policy, visited("stranger", day=JUNE))
    assert stranger.listed.equals(issue_by_policy(scores, policy).listed)


def test_so_many_visits_pass_over_who_rests_too(policy: Policy) -> None:
    scores = two_counties()
    (riskiest,) = issue_by_policy(scores, policy, visits=1).listed["household_id"]
    again = issue_by_policy(scores, policy, visited(riskiest, day=dt.date(2024, 6, 20)), visits=400).listed
    assert again.height == 399
    assert riskiest not in again["household_id"]


def test_who_has_no_score_any_more_is_removed_once_whichever_county_it_was(policy: Policy) -> None:
    scores = two_counties()
    before = scores.with_columns(pl.lit(dt.date(2024, 5, 31)).alias("as_of"))
    state = issue_by_policy(before, policy).state()
    left = scores.filter(~pl.col("household_id").is_in(state.previous["household_id"].implode()))
    gone = issue_by_policy(left, policy, state).households.filter(left_out=LeftOut.NO_SCORE.value)
    assert gone["household_id"].to_list() == sorted(state.previous["household_id"])


def test_with_nobody_in_scope_every_county_s_list_is_empty(policy: Policy) -> None:
    nobody = county(north=1).clear()
    assert issue_by_policy(nobody, policy).listed.is_empty()
    assert issue_by_policy(nobody, policy, visits=5).listed.is_empty()


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
