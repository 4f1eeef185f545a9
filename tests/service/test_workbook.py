"""The list as an Excel workbook: readable, and harmless whatever a code begins with."""

from __future__ import annotations

import io
import zipfile

import fastexcel
import polars as pl
import pytest
from fastapi.testclient import TestClient

from features.policy.loading import Policy
from features.records.contracts.impossible import IMPOSSIBLE
from models.assess import ASSESSMENT
from models.lists import State, issue_by_policy
from models.risk_model import RiskModel
from models.score import ScoredDay
from service.champion import Instruments
from service.lists import RiskList, risk_list
from service.problems import ProblemError
from service.scored_days import KeptDay
from service.workbook import COLUMNS, workbook_of
from tests.models.small_model import model as small_model
from tests.service.conftest import AS_OF


def scores(*households: str) -> pl.DataFrame:
    reason = {
        "feature": "self_paid_12m",
        "risk_type": "illness",
        "unit": "yuan",
    }
    return pl.DataFrame(
        {
            "household_id": households,
            "as_of": [AS_OF] * len(households),
            "region_code": ["990101001001"] * len(households),
            "household_type": ["general"] * len(households),
            "probability": [0.25] * len(households),
            "band": ["high"] * len(households),
            "raw_score": [float(-position) for position in range(len(households))],
            "base_value": [-3.0] * len(households),
            "residual": [0.0] * len(households),
            "reasons": [[{**reason, "value": 9.0, "contribution": 0.5}]] * len(households),
            "risk_types": [[{"risk_type": "illness", "contribution": 0.5}]] * len(households),
            "model": ["fanpin-entry"] * len(households),
            "model_version": ["3"] * len(households),
            "horizon_months": [6] * len(households),
            "target": ["entry"] * len(households),
        },
        schema=ASSESSMENT,
    )


def listed_of(*households: str, region: str = "", capacity: int | None = None) -> RiskList:
    """The list of a day on which these are all who have a score."""
    ranked = scores(*households).with_row_index("rank", offset=1)
    policy = Policy.load()
    scored = ScoredDay(ranked, pl.DataFrame(schema=IMPOSSIBLE), State())
    day = KeptDay(scored, issue_by_policy(ranked, policy, visits=2))
    return risk_list(day, region, AS_OF, capacity, Instruments(small_model(), policy))


def test_the_page_and_the_api_give_the_same_workbook(client: TestClient, browser: TestClient) -> None:
    asked: dict[str, str | int] = {"as_of": str(AS_OF), "capacity": 5}
    from_api = client.get("/v1/risk-lists", params={**asked, "format": "xlsx"})
    from_page = browser.get("/lists.xlsx", params=asked)
    assert from_api.content == from_page.content
    assert "risk-list-all-2024-06-30.xlsx" in from_api.headers["content-disposition"]

    listed = client.get("/v1/risk-lists", params=asked).json()["households"]
    read = fastexcel.read_excel(from_api.content).load_sheet("走访名单", dtypes="string").to_polars()
    assert read.columns == [column.header for column in COLUMNS]
    assert read["户编号"].to_list() == [row["household_id"] for row in listed]
    assert read["理由1"].to_list() == [row["reasons"][0]["zh"] for row in listed]


def test_text_is_text_whatever_it_begins_with(model: RiskModel) -> None:
    codes = ["=1+1", "+8613", "-5", "@SUM(A1)", "00012", "http://example.org", "990101001001000000017"]
    listed = listed_of(*codes, region="99", capacity=10)
    content = workbook_of(listed, model)
    read = fastexcel.read_excel(content).load_sheet(0, dtypes="string").to_polars()
    assert read["户编号"].to_list() == codes
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert 'state="frozen"' in sheet
    assert "<autoFilter" in sheet


def test_the_second_sheet_says_what_the_list_is_not(model: RiskModel) -> None:
    content = workbook_of(listed_of("1"), model)
    about = fastexcel.read_excel(content).load_sheet("说明", header_row=None).to_polars()
    words = "".join(about.to_series(1).to_list())
    assert "得分只是线索，不是认定结论" in words
    assert "不得公示" in words


def test_the_second_sheet_names_what_stood_on_an_example(client: TestClient) -> None:
    asked: dict[str, str | int] = {"as_of": str(AS_OF), "capacity": 5}
    names = client.get("/v1/risk-lists", params=asked).json()["policy_examples"]
    assert "band_high_probability" in names
    content = client.get("/v1/risk-lists", params={**asked, "format": "xlsx"}).content
    book = fastexcel.read_excel(content)
    about = "".join(book.load_sheet("说明", header_row=None).to_polars().to_series(1).to_list())
    assert all(name in about for name in names)
    assert set(book.load_sheet("走访名单").to_polars()["风险档"]) <= {"高", "中", "低"}


def test_the_same_list_gives_the_same_bytes(model: RiskModel) -> None:
    listed = listed_of("1", "2")
    assert workbook_of(listed, model) == workbook_of(listed, model)


def test_without_a_capacity_the_list_of_the_day_is_shown() -> None:
    listed = listed_of(*map(str, range(30)))
    assert listed.capacity is None
    assert listed.households["household_id"].to_list() == ["0", "1"]
    assert listed_of(*map(str, range(30)), capacity=5).households["rank"].to_list() == [1, 2, 3, 4, 5]


def test_a_region_where_nobody_lives_has_no_list() -> None:
    with pytest.raises(ProblemError):
        listed_of("1", region="11")
