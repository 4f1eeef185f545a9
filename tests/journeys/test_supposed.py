"""What if, from the command line: a household's measures, a county's shocks, and what is said where there is no answer."""

from __future__ import annotations

import re
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from tests.conftest import County
from tests.journeys.front_door import called

AS_OF = "2023-12-31"


def fanpin(county: County, *arguments: str, expect: int = 0) -> str:
    """What the command prints."""
    status, printed = called(county.folder, county.environment, *arguments)
    assert status == expect, printed
    return printed


@pytest.fixture(scope="module")
def riskiest(county: County, tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    out = tmp_path_factory.mktemp("scores") / "scores.parquet"
    fanpin(county, "score", "--as-of", AS_OF, "--out", str(out))
    return pl.read_parquet(out).head(20)


def test_an_office_asks_what_it_could_do_for_a_household(county: County, riskiest: pl.DataFrame) -> None:
    household = riskiest.row(0, named=True)
    told = fanpin(county, "what-if", household["household_id"], "--as-of", AS_OF)
    # The chance is the one of the list, and the sentence about what the figures are comes before the first of them.
    assert f"可能性：{household['probability'] * 100:.1f}%" in told
    assert told.index("不是措施的承诺效果") < told.index("1. ")
    starts = re.findall(r"可能性 ([\d.]+)% → [\d.]+%", told)
    assert set(starts) == {f"{household['probability'] * 100:.1f}"}
    assert told.index("按记录条件具备的措施") < told.index("条件不具备的（不计算）")
    assert fanpin(county, "what-if", household["household_id"], "--as-of", AS_OF) == told


def test_among_the_riskiest_several_measures_are_feasible_somewhere(county: County, riskiest: pl.DataFrame) -> None:
    answers = [fanpin(county, "what-if", name, "--as-of", AS_OF) for name in riskiest["household_id"].head(6)]
    feasible = {line.partition("（")[0] for told in answers for line in re.findall(r"^\d+\. (.*)$", told, re.MULTILINE)}
    assert len(feasible) >= 3


def test_an_unknown_household_is_told_what_to_do(county: County) -> None:
    told = fanpin(county, "what-if", "99010100009999999999", "--as-of", AS_OF, expect=2)
    assert told.startswith(f"截至 {AS_OF} 记录中没有户 99010100009999999999：请核对户编号")
    assert len(told.splitlines()) == 1


def stressed(county: County, out: Path) -> str:
    return fanpin(county, "stress", "--scenario", "drought", "--as-of", AS_OF, "--out", str(out))


@pytest.fixture(scope="module")
def drought(county: County, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """What a drought writes, and what is printed of it."""
    out = tmp_path_factory.mktemp("drought") / "stress"
    return out, stressed(county, out)


def test_a_county_is_put_under_stress_with_a_workbook_and_a_picture(drought: tuple[Path, str]) -> None:
    out, told = drought
    crossing = int(re.search(r"越线 ([\d,]+) 户（今天名单", told)[1].replace(",", ""))  # type: ignore[index]
    book = fastexcel.read_excel(out / "stress.xlsx")
    assert book.sheet_names == ["说明", "乡镇", "村", "越线户"]
    sheets = {name: book.load_sheet(name).to_polars() for name in book.sheet_names}
    (column,) = (name for name in sheets["村"].columns if name.startswith("越线"))
    assert sheets["村"][column].sum() == sheets["乡镇"][column].sum() == sheets["越线户"].height == crossing
    assert any("不得公示" in str(cell) for cell in sheets["说明"].to_series(1))
    assert (out / "stress.png").read_bytes()[:4] == b"\x89PNG"


def test_the_same_stress_twice_is_the_same_to_the_byte(
    county: County, drought: tuple[Path, str], tmp_path: Path
) -> None:
    stressed(county, tmp_path / "again")
    first, again = (
        {file.name: file.read_bytes() for file in out.iterdir()} for out in (drought[0], tmp_path / "again")
    )
    assert first == again
    assert set(first) == {"stress.xlsx", "stress.png"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name: x\nshocks: [{shock: hail, change: -20%}]\n", "没有叫“hail”的冲击"),
        ("name: x\nshocks: [{shock: wages, change: -20}]\n", "-20 不是百分数，请写成 -20%"),
        ("name: x\nshocks: [{shock: wages, change: -20%, townships: [天上乡]}]\n", "没有乡镇“天上乡”"),
        (None, "没有情景文件"),
    ],
)
def test_a_bad_scenario_gets_a_sentence_and_writes_nothing(
    county: County, tmp_path: Path, text: str | None, words: str
) -> None:
    file = tmp_path / "scenario.yaml"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    arguments = ("stress", "--scenario", str(file), "--as-of", AS_OF, "--out", str(tmp_path / "out"))
    told = fanpin(county, *arguments, expect=2)
    assert words in told
    assert "Traceback" not in told
    assert not (tmp_path / "out" / "stress.xlsx").exists()
