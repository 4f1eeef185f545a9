"""Writing scores: whole or not at all, and nothing in them that a spreadsheet would run."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from features.errors import FanpinError
from models.assess import ASSESSMENT
from models.score import flat, write_scores

REASON = {
    "feature": "self_paid_12m",
    "risk_type": "illness",
    "zh": "近12个月医疗自付：9元",
    "en": "Bills: 9 yuan",
    "unit": "yuan",
    "value": 9.0,
    "contribution": 0.5,
}


def scores(*households: str) -> pl.DataFrame:
    rows = [
        {
            "household_id": household,
            "as_of": dt.date(2024, 6, 30),
            "region_code": "990101001001",
            "household_type": "general",
            "probability": 0.1,
            "band": "high",
            "raw_score": -2.0,
            "base_value": -3.0,
            "residual": 0.0,
            # The last household has no reason at all, the one before it two.
            "reasons": [] if position == len(households) - 1 else [REASON] * (1 + position),
            "model": "fanpin-entry",
            "model_version": "1",
            "horizon_months": 6,
            "target": "entry",
        }
        for position, household in enumerate(households)
    ]
    return pl.DataFrame(rows, schema=ASSESSMENT).with_row_index("rank", offset=1)


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_a_code_that_begins_like_a_formula_is_written_as_text(tmp_path: Path, formula: str) -> None:
    write_scores(scores(formula, "H2"), tmp_path / "scores.csv")
    assert f"'{formula}" in (tmp_path / "scores.csv").read_text(encoding="utf-8-sig")
    write_scores(scores(formula, "H2"), tmp_path / "scores.xlsx")
    cells = fastexcel.read_excel(tmp_path / "scores.xlsx").load_sheet(0).to_polars()
    assert cells["household_id"].to_list() == [formula, "H2"]


def test_one_value_without_a_number_does_not_end_the_county_s_list(tmp_path: Path) -> None:
    told = scores("H1", "H2", "H3").with_columns(raw_score=pl.Series([float("inf"), float("nan"), -2.0]))
    write_scores(told, tmp_path / "scores.xlsx")
    cells = fastexcel.read_excel(tmp_path / "scores.xlsx").load_sheet(0).to_polars()
    assert cells["household_id"].to_list() == ["H1", "H2", "H3"]


def test_reasons_become_columns_and_a_household_without_one_has_blanks() -> None:
    told = flat(scores("H1", "H2", "H3"))
    assert told["reason_1_zh"].to_list() == [REASON["zh"], REASON["zh"], None]
    assert told["reason_2_zh"].to_list() == [None, REASON["zh"], None]
    assert "reason_3_zh" not in told.columns


def test_nobody_with_a_reason_is_no_error(tmp_path: Path) -> None:
    write_scores(scores("H1"), tmp_path / "scores.csv")
    assert (tmp_path / "scores.csv").exists()


def test_parquet_keeps_the_reasons_whole(tmp_path: Path) -> None:
    write_scores(scores("H1", "H2"), tmp_path / "scores.parquet")
    assert pl.read_parquet(tmp_path / "scores.parquet").equals(scores("H1", "H2"))


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


def test_a_workbook_tells_the_band_and_on_its_second_sheet_what_stood_on_an_example(tmp_path: Path) -> None:
    write_scores(scores("H1"), tmp_path / "scores.xlsx", ["以下1项政策数值为示例：监测范围"])
    book = fastexcel.read_excel(tmp_path / "scores.xlsx")
    assert book.load_sheet("scores").to_polars()["band"].to_list() == ["高"]
    notes = book.load_sheet("说明 notes", header_row=None).to_polars().to_series().to_list()
    assert notes[0].startswith("得分只是线索")
    assert notes[-1] == "以下1项政策数值为示例：监测范围"
