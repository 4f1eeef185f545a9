"""The departments' alerts beside the list, by the command line alone."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import fastexcel
import pytest

from tests.conftest import County
from tests.journeys.front_door import called

BEFORE, AFTER = "2023-11-30", "2023-12-31"


@pytest.fixture(scope="module")
def office(county: County, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The county's records for this file alone, since runs are kept beside them."""
    folder = tmp_path_factory.mktemp("alerts")
    shutil.copytree(county.store.path, folder / "records", ignore=shutil.ignore_patterns("runs"))
    return folder, {**county.environment, "FANPIN_DATA": str(folder / "records")}


def fanpin(office: tuple[Path, dict[str, str]], *arguments: str, expect: int = 0) -> str:
    status, printed = called(*office, *arguments)
    assert status == expect, printed
    return printed


def test_a_month_of_an_office(office: tuple[Path, dict[str, str]]) -> None:
    """Before any list a sentence says what to do; then a list, the next one, and what it makes of the alerts since."""
    assert "`fanpin score`" in fanpin(office, "list", "alerts", expect=2)
    fanpin(office, "score", "--as-of", BEFORE, "--no-shadow")
    listed = fanpin(office, "score", "--as-of", AFTER, "--no-shadow")
    came = re.search(
        rf"上期名单（{BEFORE}）以来新增部门预警 ([\d,]+) 条，涉及 ([\d,]+) 户；按每条预警跑一次算，可少跑", listed
    )
    assert came is not None, listed
    out = office[0] / "alerts.xlsx"
    told = fanpin(office, "list", "alerts", "--out", str(out))
    assert f"新增部门预警 {came[1]} 条，涉及 {came[2]} 户" in told
    assert "12 次月度推送，全县" in told
    assert "仍是线索" in told
    # The table: a rule, whose name may be folded, and what its alerts led to, in full however narrow the terminal.
    assert re.search(r"人社 +近3个月", told)
    assert re.search(r"\d+/[\d,]+ \d+\.\d% \(\d+\.\d–\d+\.\d\)", told)
    book = fastexcel.read_excel(out)
    left = book.load_sheet("先电话核实", dtypes="string").to_polars()
    assert left.height > 10
    assert not left["户编号\nhousehold"].has_nulls()
    assert "汇总" in book.sheet_names
    assert "规则说明" in book.sheet_names


def test_an_earlier_run_and_a_township_are_told_by_name(office: tuple[Path, dict[str, str]]) -> None:
    first = fanpin(office, "list", "alerts", BEFORE, "--region", "990101001")
    assert "2023-10-30 以来（此前没有名单）" in first
    assert "没有编号为 1999 的评分" in fanpin(office, "list", "alerts", "1999", expect=2)
    assert "不是行政区划代码" in fanpin(office, "list", "alerts", "--region", "north", expect=2)
