"""Errors planted in the files: of every kind, where the truth says, one to a household, and none when none is wanted."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from tests.training.simulator.files import SmallCounty, read
from training.simulator import Parameters, simulate


@pytest.fixture(scope="module")
def planted(small_county: SmallCounty) -> pl.DataFrame:
    return pl.read_parquet(small_county.folder / "truth" / "planted.parquet")


def test_every_kind_is_planted_three_times(planted: pl.DataFrame) -> None:
    households = planted.group_by("check").agg(pl.col("户编号").n_unique())
    assert households.height >= 40
    assert households["户编号"].min() == 3


def test_a_household_has_one_error(planted: pl.DataFrame) -> None:
    # Where nobody is ill nothing was paid either: these two cannot be told apart.
    pair = {"illness_risk_nobody_ill", "illness_risk_no_expense"}
    for checks in planted.group_by("户编号").agg(pl.col("check").unique())["check"].to_list():
        assert len(checks) == 1 or set(checks) == pair


@pytest.mark.parametrize(
    ("check", "header", "value"),
    [
        ("wage_outside", "务工工资", "200"),
        ("business_without_cost", "经营支出", "0"),
        ("pupil_listed_as_worker", "务工时间(月)", "6"),
        ("work_months_without_place", "务工所在地", ""),
        ("no_head", "与户主关系", "兄弟姐妹"),
        ("both_medical_insurances", "是否参加城镇职工基本医疗保险", "是"),
        ("over_age_public_post", "公益性岗位(月数)", "6.0"),
        ("no_labour_flag_wrong", "整户无劳动能力兜底保障户", "是"),
        ("removed_house_unsafe", "危房级别", "C"),
        ("school_age_not_at_school", "就学状态", "疑似辍学"),
    ],
)
def test_an_error_stands_in_the_row_that_the_truth_names(
    small_county: SmallCounty, planted: pl.DataFrame, check: str, header: str, value: str
) -> None:
    for spot in planted.filter(check=check).iter_rows(named=True):
        sheet = read(small_county.folder / "deliveries" / spot["delivered_on"].isoformat() / spot["file"])
        row = sheet.rows[spot["row"] - sheet.header_row - 1]
        assert row[header] in {value, value.removesuffix(".0")}
        assert row.get("户编号", spot["户编号"]) == spot["户编号"]


def test_planted_errors_are_known_at_the_end(planted: pl.DataFrame) -> None:
    days = planted["delivered_on"].to_list()
    assert max(days) == dt.date(2022, 3, 5)
    assert min(days) > dt.date(2021, 10, 1)


def test_who_wants_no_errors_gets_none(tmp_path: Path) -> None:
    parameters = Parameters()
    clean = replace(parameters, noise=replace(parameters.noise, planted=0))
    simulate(200, 12, 3, tmp_path, parameters=clean)
    assert pl.read_parquet(tmp_path / "truth" / "planted.parquet").is_empty()
