"""The list as a workbook from the API and from the page: one and the same, and that of the command line."""

from __future__ import annotations

import datetime as dt

import fastexcel
import polars as pl
import pytest
from fastapi.testclient import TestClient

from features.policy.loading import Policy
from features.records.contracts.impossible import IMPOSSIBLE
from models.lists import DEFAULT_SEED, State, issue_by_policy
from models.runs import MadeFrom
from models.score import ScoredDay
from models.sheets.visits import ABOUT_SHEET, LIST_SHEET
from service.champion import Instruments
from service.jurisdiction import Jurisdiction
from service.lists import RiskList, risk_list
from service.problems import ProblemError
from service.scored_days import KeptDay
from tests.models.sheets.drawn_assessments import assessments
from tests.models.small_model import model as small_model
from tests.service.conftest import AS_OF


def listed_of(*households: str, region: str = "", capacity: int | None = None) -> RiskList:
    """The list of a day on which these are all who have a score."""
    falling = pl.Series("raw_score", [float(-position) for position in range(len(households))])
    ranked = assessments(*households).with_columns(falling)
    policy = Policy.load()
    scored = ScoredDay(ranked, pl.DataFrame(schema=IMPOSSIBLE), State())
    model = small_model()
    made_from = MadeFrom.of(model, policy, AS_OF, {}, seed=DEFAULT_SEED)
    day = KeptDay(scored, issue_by_policy(ranked, policy, visits=2), made_from)
    return risk_list(
        day, Jurisdiction.of(region), AS_OF, capacity, Instruments(model, policy), AS_OF + dt.timedelta(days=35)
    )


def words(content: bytes) -> str:
    about = fastexcel.read_excel(content).load_sheet(ABOUT_SHEET, header_row=None).to_polars()
    return "".join(about.to_series(1).drop_nulls())


def test_the_workbook_says_what_the_list_says(client: TestClient) -> None:
    asked: dict[str, str | int] = {"as_of": str(AS_OF), "capacity": 5}
    from_api = client.get("/v1/risk-lists/preview", params={**asked, "format": "xlsx"})
    assert "risk-list-all-2024-06-30.xlsx" in from_api.headers["content-disposition"]

    listed = {
        row["household_id"]: row for row in client.get("/v1/risk-lists/preview", params=asked).json()["households"]
    }
    read = fastexcel.read_excel(from_api.content).load_sheet(LIST_SHEET, dtypes="string").to_polars()
    visits = read.filter(pl.col("户编号").is_not_null())
    assert sorted(visits["户编号"]) == sorted(listed)
    for row in visits.iter_rows(named=True):
        answer = listed[row["户编号"]]
        assert int(row["名次"]) == answer["rank"]
        assert row["可能性"].endswith(answer["sureness_zh"])
        assert all(reason["zh"] in row["主要理由和部门预警"] for reason in answer["reasons"][:3])
        assert all(hit["zh"] in row["主要理由和部门预警"] for hit in answer["screening"][:3])


def test_the_second_sheet_says_what_the_list_is_not_and_names_what_stood_on_an_example(client: TestClient) -> None:
    asked: dict[str, str | int] = {"as_of": str(AS_OF), "capacity": 5}
    names = client.get("/v1/risk-lists/preview", params=asked).json()["policy_examples"]
    assert "band_high_probability" in names
    about = words(client.get("/v1/risk-lists/preview", params={**asked, "format": "xlsx"}).content)
    assert "得分只是线索，不是认定结论" in about
    assert "不得公示" in about
    assert all(Policy.load().values[name].zh in about for name in names)


def test_without_a_capacity_the_list_of_the_day_is_shown() -> None:
    listed = listed_of(*map(str, range(30)))
    assert listed.capacity is None
    assert listed.households["household_id"].to_list() == ["0", "1"]
    assert listed_of(*map(str, range(30)), capacity=5).households["rank"].to_list() == [1, 2, 3, 4, 5]


def test_a_region_where_nobody_lives_has_no_list() -> None:
    with pytest.raises(ProblemError):
        listed_of("1", region="11")
