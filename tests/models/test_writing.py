"""Writing scores: whole or not at all, and nothing in them that a spreadsheet would run."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from features.bilingual import Bilingual
from features.errors import FanpinError
from models.lists import State, remarks_on
from models.reasons import in_words
from models.score import NobodyInScopeError, of_region, on_list
from models.writing import flat, write_scores
from tests.drawn_tables import POLICY
from tests.models.sheets.drawn_assessments import BILLS, BILLS_ZH, INPATIENT, assessments

WHY = "主要理由和部门预警\nwhy"


def scores(*households: str) -> pl.DataFrame:
    """The last household has no reason at all, the one before it two."""
    last = len(households) - 1
    return assessments(
        *(
            {
                "household_id": household,
                "reasons": [] if position == last else [BILLS] * (1 + position),
                "risk_types": [] if position == last else [{"risk_type": "illness", "contribution": 0.5}],
            }
            for position, household in enumerate(households)
        )
    )


def sheet(file: Path) -> pl.DataFrame:
    """The households of a workbook of scores."""
    return fastexcel.read_excel(file).load_sheet("评分").to_polars()


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_a_code_that_begins_like_a_formula_is_written_as_text(tmp_path: Path, formula: str) -> None:
    write_scores(scores(formula, "H2"), tmp_path / "scores.csv")
    assert f"'{formula}" in (tmp_path / "scores.csv").read_text(encoding="utf-8-sig")
    write_scores(scores(formula, "H2"), tmp_path / "scores.xlsx")
    assert sheet(tmp_path / "scores.xlsx")["户编号\nhousehold"].to_list() == [formula, "H2"]


def test_one_value_without_a_number_does_not_end_the_county_s_list(tmp_path: Path) -> None:
    told = scores("H1", "H2", "H3").with_columns(probability=pl.Series([float("inf"), float("nan"), 0.2]))
    write_scores(told, tmp_path / "scores.xlsx")
    assert sheet(tmp_path / "scores.xlsx")["户编号\nhousehold"].to_list() == ["H1", "H2", "H3"]


def test_reasons_become_columns_and_a_household_without_one_has_blanks() -> None:
    told = flat(in_words(scores("H1", "H2", "H3")))
    assert told["reason_1_zh"].to_list() == [BILLS_ZH, BILLS_ZH, None]
    assert told["reason_2_zh"].to_list() == [None, BILLS_ZH, None]
    assert told["risk_types"].to_list() == ["因病", "因病", ""]
    assert "reason_3_zh" not in told.columns


def test_nobody_with_a_reason_is_no_error(tmp_path: Path) -> None:
    write_scores(scores("H1"), tmp_path / "scores.csv")
    assert (tmp_path / "scores.csv").exists()


def test_parquet_keeps_the_reasons_whole(tmp_path: Path) -> None:
    write_scores(scores("H1", "H2"), tmp_path / "scores.parquet")
    assert pl.read_parquet(tmp_path / "scores.parquet").equals(in_words(scores("H1", "H2")))


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "scores.parquet"
    write_scores(scores("H1"), out)
    before = out.read_bytes()

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(pl.DataFrame, "write_parquet", fail)
    with pytest.raises(OSError, match="disk full"):
        write_scores(scores("H1", "H2"), out)
    assert out.read_bytes() == before


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FanpinError, match="choose one of these endings"):
        write_scores(scores("H1"), tmp_path / "scores.doc")


def test_the_workbook_names_places_bands_and_reasons_in_words_and_chances_in_percent(tmp_path: Path) -> None:
    out = tmp_path / "scores.xlsx"
    names = pl.DataFrame({"region_code": ["990101001001"], "township": ["青石镇"], "village": ["柳沟村"]})
    write_scores(scores("H1", "H2"), out, ["以下1项政策数值为示例：监测范围"], names, "990101")
    first = sheet(out).row(0, named=True)
    assert (first["乡镇\ntownship"], first["村\nvillage"], first["风险档\nband"]) == ("青石镇", "柳沟村", "高")
    assert first[WHY] == f"[因病] {BILLS_ZH}\n没有命中部门预警"
    book = fastexcel.read_excel(out)
    assert book.sheet_names == ["说明", "评分"]
    about = "\n".join(str(cell) for row in book.load_sheet("说明", header_row=None).to_polars().rows() for cell in row)
    for words in ("得分只是线索", "2024-06-30", "fanpin-entry 第1版", "990101", "6个月内", "监测范围"):
        assert words in about
    with zipfile.ZipFile(out) as parts:
        styles, listed = (parts.read(f"xl/{name}.xml").decode() for name in ("styles", "worksheets/sheet2"))
        assert 'formatCode="0.0%"' in styles
        assert '<pane xSplit="4" ySplit="1"' in listed
        assert '<autoFilter ref="A1:H3"/>' in listed
        assert all(words in listed for words in ('paperSize="9"', 'orientation="landscape"', 'fitToHeight="0"'))
        assert "$1:$1" in parts.read("xl/workbook.xml").decode()


def test_the_workbook_tells_hits_from_what_can_t_be_told(tmp_path: Path) -> None:
    out = tmp_path / "scores.xlsx"
    nothing = {"household_id": "H3", "band": "low", "reasons": [], "unclear": ["unsafe_water"]}
    write_scores(assessments({"household_id": "H1", "hits": [INPATIENT]}, "H2", nothing), out)
    hit, none, unclear = sheet(out)[WHY].to_list()
    assert hit.endswith("[部门预警] 医保：年度住院自付 23,400元，达到预警线 20,000元（自 2024-03-04 起）")
    assert none.endswith("\n没有命中部门预警")
    assert unclear == "低风险档，没有突出的风险因素\n没有命中部门预警；记录不足，无法判断的预警：水利"


def test_the_workbook_says_of_itself_what_its_reader_must_know(tmp_path: Path) -> None:
    out = tmp_path / "scores.xlsx"
    remarks = [
        ("没有计入 not counted in", Bilingual("2024-09-12 的撤回没有计入", "the withdrawal is not")),
        ("副本", None),
    ]
    write_scores(scores("H1"), out, remarks=remarks)
    rows = fastexcel.read_excel(out).load_sheet("说明", header_row=None).to_polars().rows()
    assert [row[:3] for row in rows if row[0] in ("没有计入 not counted in", "副本")] == [
        ("没有计入 not counted in", "2024-09-12 的撤回没有计入", "the withdrawal is not")
    ]


def test_only_what_is_not_of_the_low_band_is_printed(tmp_path: Path) -> None:
    low = pl.when(pl.col("rank") > 2).then(pl.lit("low")).otherwise("band")
    write_scores(scores("H1", "H2", "H3").with_columns(low.alias("band")), tmp_path / "scores.xlsx")
    with zipfile.ZipFile(tmp_path / "scores.xlsx") as parts:
        assert "评分!$A$1:$H$3</definedName>" in parts.read("xl/workbook.xml").decode()
    # Where all are of the low band all are printed.
    write_scores(scores("H1", "H2").with_columns(band=pl.lit("low")), tmp_path / "low.xlsx")
    with zipfile.ZipFile(tmp_path / "low.xlsx") as parts:
        assert "评分!$A$1:$H$3</definedName>" in parts.read("xl/workbook.xml").decode()


def test_a_place_without_a_name_goes_by_its_code(tmp_path: Path) -> None:
    write_scores(scores("H1"), tmp_path / "scores.xlsx")
    row = sheet(tmp_path / "scores.xlsx").row(0, named=True)
    assert (row["乡镇\ntownship"], row["村\nvillage"]) == ("990101001", "990101001001")


def test_a_region_s_households_keep_their_rank_among_all() -> None:
    elsewhere = pl.when(pl.col("rank") == 1).then(pl.lit("990101002001")).otherwise("region_code")
    everybody = scores("H1", "H2", "H3").with_columns(elsewhere.alias("region_code"))
    assert of_region(everybody, "990101001", dt.date(2024, 6, 30))["rank"].to_list() == [2, 3]
    assert of_region(everybody, "", dt.date(2024, 6, 30)).height == 3
    with pytest.raises(NobodyInScopeError, match="990102"):
        of_region(everybody, "990102", dt.date(2024, 6, 30))


def test_a_list_of_visits_counts_who_rests_and_refuses_to_be_empty() -> None:
    """Whoever was visited lately vanished from the file without a word."""
    three, day = scores("H1", "H2", "H3"), dt.date(2024, 6, 3)
    visited = pl.DataFrame({"household_id": ["H2"], "visited_on": [day]})
    listed, issued = on_list(three, State(visited=visited), POLICY, 10)
    assert listed["household_id"].to_list() == ["H1", "H3"]
    assert "近期已入户核查的 1 户暂不列入名单" in [remark.zh for remark in remarks_on(issued)]
    assert remarks_on(on_list(three, State(), POLICY, 1)[1]) == []
    everybody = pl.DataFrame({"household_id": ["H1", "H2", "H3"], "visited_on": [day] * 3})
    with pytest.raises(NobodyInScopeError, match="可评分的 3 户近期都已入户核查"):
        on_list(three, State(visited=everybody), POLICY, 10)
