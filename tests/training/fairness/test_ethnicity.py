"""Ethnicity is asked about once, told of in groups, and is no feature: how well do the features tell it all the same?"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from features.records.tables import TABLES, polars_schema
from features.registry import features
from tests.training.drawn_audit import Drawn, drawn_rows
from tests.training.fairness.test_verdicts import BOUNDS, MANY, SETTINGS
from training.fairness.auditing import audit
from training.fairness.ethnicity import COLUMN, EthnicityError, read_ethnicity, with_ethnicity
from training.fairness.proxy import proxy_test
from training.groups import UNKNOWN
from training.settings import Evaluation

QUICK = Evaluation(bootstrap=40)
NAMES = ("persons", "distance_to_road", "head_age")


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    file = folder / "given.csv"
    file.write_bytes(text.encode(encoding))
    return file


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("户编号,民族\nH1,汉族\nH2,苗族\n", "utf-8"),
        ("户编号,民族\nH1,汉族\nH2,苗族\n", "utf-8-sig"),
        ("户编号,民族\nH1,汉族\nH2,苗族\n", "gbk"),
        ("村,民族,户编号\r\n甲,汉族,H1\r\n乙,苗族,H2\r\n", "utf-8"),
        ('household_id,ethnicity\n"=""H1""",汉族\nH2, 苗族 \n\n', "utf-8"),
    ],
)
def test_a_file_is_read_as_offices_export_it(tmp_path: Path, text: str, encoding: str) -> None:
    read = read_ethnicity(written(tmp_path, text, encoding))
    assert dict(read.iter_rows()) == {"H1": "汉族", "H2": "苗族"}


def test_a_household_of_several_is_mixed_and_a_blank_is_unknown(tmp_path: Path) -> None:
    read = read_ethnicity(written(tmp_path, "户编号,民族\nH1,汉族\nH1,苗族\nH2,\nH3,苗族\nH3,\n"))
    assert dict(read.iter_rows()) == {"H1": "mixed", "H2": UNKNOWN, "H3": "苗族"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "empty"),
        ("户号,民族\nH1,汉族\n", "户编号"),
        ("户编号,民族\nH1,汉族\n,苗族\n", "row 3"),
    ],
)
def test_a_file_that_cannot_be_used_says_which_row_and_names_nobody(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(EthnicityError, match=told) as refused:
        read_ethnicity(written(tmp_path, text))
    assert "given.csv" in str(refused.value)
    assert "苗族" not in str(refused.value)


def test_bytes_that_are_no_text_and_a_file_that_is_not_there_are_refused(tmp_path: Path) -> None:
    (tmp_path / "given.csv").write_bytes(b"\xff\xff\xfe\x00")
    with pytest.raises(EthnicityError, match="neither UTF-8 nor GBK"):
        read_ethnicity(tmp_path / "given.csv")
    with pytest.raises(EthnicityError, match="can't be read"):
        read_ethnicity(tmp_path / "nowhere.csv")


def test_ethnicity_is_one_more_grouping_and_a_few_households_of_it_are_in_no_file() -> None:
    rows = drawn_rows({"men": MANY, "women": Drawn(3_000, 300, 300, 150)})
    ids = rows["household_id"]
    given = pl.DataFrame(
        {"household_id": ids, COLUMN: ["独龙族"] * 9 + ["苗族"] * 4_991 + ["汉族"] * (len(ids) - 5_000)}
    )
    section = audit(with_ethnicity(rows, given), SETTINGS, BOUNDS)
    members = {member for group in section["groups"] for member in group["members"]}
    assert members == {"men", "women", "苗族", "汉族"}
    assert "独龙族" not in json.dumps(section, ensure_ascii=False)


def test_households_that_the_file_does_not_tell_are_unknown_and_other_codes_are_refused() -> None:
    rows = drawn_rows({"men": Drawn(50, 5, 5, 2)})
    given = pl.DataFrame({"household_id": [rows["household_id"][3]], COLUMN: ["苗族"]})
    joined = with_ethnicity(rows, given)
    assert joined[COLUMN].value_counts().sort(COLUMN).rows() == [(UNKNOWN, 49), ("苗族", 1)]
    assert joined["household_id"].to_list() == rows["household_id"].to_list()
    with pytest.raises(EthnicityError, match="none of them is among those tested"):
        with_ethnicity(rows, pl.DataFrame({"household_id": ["X"], COLUMN: ["苗族"]}))


def households(kind: str) -> pl.DataFrame:
    """1,000 households of 50 villages: a group told by a feature, by nothing, or by where they live alone."""
    draws = np.random.default_rng(3)
    number = np.arange(1_000)
    village = number % 50
    by_village = draws.random(50) < 0.4
    group = by_village[village] if kind == "by the village" else draws.random(1_000) < 0.4
    persons = draws.normal(size=1_000) + (2.0 * group if kind == "by a feature" else 0.0)
    return pl.DataFrame(
        {
            "household_id": [f"H{n}" for n in number],
            "region_code": [f"990101001{n:03d}" for n in village],
            COLUMN: np.where(group, "苗族", "汉族"),
            "persons": persons,
            # Each village has its own distance: it tells the village, and so the group of who is known there.
            "distance_to_road": draws.random(50)[village] * 100,
            "head_age": draws.normal(size=1_000),
        }
    )


@pytest.mark.parametrize(
    ("kind", "low", "high", "told"),
    [("by a feature", 0.88, 0.96, True), ("by nothing", 0.44, 0.56, False), ("by the village", 0.25, 0.75, False)],
)
def test_the_proxy_test_says_how_well_features_tell_a_group(kind: str, low: float, high: float, told: bool) -> None:
    tests = proxy_test(households(kind), COLUMN, NAMES, QUICK, BOUNDS)
    assert [one["group"] for one in tests] == ["汉族", "苗族"]
    for one in tests:
        assert low < one["auc"]["value"] < high
        assert one["auc"]["low"] <= one["auc"]["value"] <= one["auc"]["high"]
        assert one["told"] is told
    if told:
        assert tests[0]["features"][0]["name"] == "persons"


def test_where_whole_villages_are_of_one_group_noise_tells_it_no_worse_than_chance() -> None:
    draws = np.random.default_rng(1)
    number = np.arange(600)
    rows = pl.DataFrame(
        {
            "household_id": [f"H{n}" for n in number],
            "region_code": [f"990101001{n % 10:03d}" for n in number],
            COLUMN: np.where(number % 2 == 0, "苗族", "汉族"),
            **{name: draws.normal(size=600) for name in NAMES},
        }
    )
    for one in proxy_test(rows, COLUMN, NAMES, QUICK, BOUNDS):
        assert 0.44 < one["auc"]["value"] < 0.56


def test_a_group_too_small_or_a_county_of_few_villages_gets_no_proxy_figure() -> None:
    rows = households("by nothing")
    few = rows.with_columns(pl.when(pl.int_range(pl.len()) < 19).then(pl.lit("独龙族")).otherwise(COLUMN).alias(COLUMN))
    assert {one["group"] for one in proxy_test(few, COLUMN, NAMES, QUICK, BOUNDS)} == {"汉族", "苗族"}
    four_villages = rows.filter(pl.col("region_code") <= "990101001003")
    assert proxy_test(four_villages, COLUMN, NAMES, QUICK, BOUNDS) == []


def test_no_record_table_and_no_feature_holds_ethnicity() -> None:
    columns = {name for table in TABLES for name in polars_schema(table)} | set(features())
    assert not [name for name in columns if "ethnic" in name or "nationality" in name]
