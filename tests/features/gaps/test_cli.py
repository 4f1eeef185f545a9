"""`fanpin gaps` and its workbook."""

from __future__ import annotations

from pathlib import Path

import fastexcel
import polars as pl
import pytest
from typer.testing import CliRunner

from features.cli import app
from features.gaps.rules import GAPS
from tests.features.triggers.small_county import told_by


def run(folder: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    return told_by("gaps", folder, monkeypatch, *arguments)


def test_the_command_tells_every_rule_with_its_households(
    four_households: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = run(four_households, monkeypatch, "--as-of", "2024-06-30")
    for one in GAPS:
        assert one.zh in told
    assert "2 户  收入低于低保标准，未享受低保或特困" in told
    assert "1 户  监测对象收入低于低保标准，未享受低保或特困" in told
    assert "4 户中 3 户须核查" in told
    assert "截至 2024-06-30（最近一次交付为 2024-09-05，此后知晓的未计入）" in told
    assert "`fanpin policy`" in told
    assert "dibao_line" not in told


def test_the_workbook_has_a_sheet_for_each_rule_with_a_gap(
    four_households: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    out = tmp_path / "gaps.xlsx"
    run(four_households, monkeypatch, "--as-of", "2024-06-30", "--out", str(out))
    book = fastexcel.read_excel(out)
    assert book.sheet_names == ["汇总", "低于低保标准", "低于排查线", "高于渐退上限", "监测未低保", "规则说明"]
    under = book.load_sheet("低于低保标准", column_names=list("abcdefghi"), header_row=None, skip_rows=1).to_polars()
    assert under.select("a", "b", "c", "d", "e").cast(pl.String).rows() == [
        ("990101001", "990101001002", "H2", "3,000元", "低于 6,600元"),
        ("990101001", "990101001002", "H4", "5,000元", "低于 6,600元"),
    ]
    summary = book.load_sheet("汇总", header_row=None).to_polars().cast(pl.String)
    assert any("dibao_line" in cell for row in summary.rows() for cell in row if cell)
    assert book.load_sheet("规则说明").height == len(GAPS)


def test_another_file_than_a_workbook_is_refused(
    four_households: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FANPIN_DATA", str(four_households / "records"))
    answer = CliRunner().invoke(app, ["gaps", "--out", str(tmp_path / "gaps.csv")])
    assert answer.exit_code == 1
    assert ".xlsx" in str(answer.exception)
