"""What is printed, by the command line alone: the visit list, a family's sheet, a notice, and why somebody is not listed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from tests.conftest import County
from tests.journeys.front_door import called

AS_OF = "2023-12-31"


def fanpin(county: County, *arguments: str, expect: int = 0, **environment: str) -> str:
    status, printed = called(county.folder, {**county.environment, **environment}, *arguments)
    assert status == expect, printed
    return printed


@pytest.fixture(scope="module")
def visit_list(county: County, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("visits") / "visits.xlsx"
    fanpin(county, "score", "--as-of", AS_OF, "--visits", "30", "--out", str(out), "--no-shadow")
    return out


def rows(visit_list: Path) -> pl.DataFrame:
    return fastexcel.read_excel(visit_list).load_sheet("走访名单", dtypes="string").to_polars()


def test_the_list_is_printed_village_by_village_with_names_and_without_codes_of_places(visit_list: Path) -> None:
    read = rows(visit_list)
    headings, visits = read.filter(pl.col("户编号").is_null()), read.filter(pl.col("户编号").is_not_null())
    assert sorted(map(int, visits["名次"])) == list(range(1, 31))
    counted = [int(re.findall(r"共(\d+)户", heading)[0]) for heading in headings["名次"] if "续" not in heading]
    assert sum(counted) == 30
    assert not any(re.search(r"\d{6}", heading) for heading in headings["名次"])
    assert not read["村"].str.contains(r"\d").any()


def test_programs_get_the_same_list_with_everything(county: County, visit_list: Path, tmp_path: Path) -> None:
    out = tmp_path / "visits.parquet"
    fanpin(county, "score", "--as-of", AS_OF, "--visits", "30", "--out", str(out), "--no-shadow")
    assert sorted(pl.read_parquet(out)["household_id"]) == sorted(rows(visit_list)["户编号"].drop_nulls())


def test_whoever_is_on_the_list_is_told_so_and_whoever_is_not_is_told_what_is_missing(
    county: County, visit_list: Path, tmp_path: Path
) -> None:
    first = rows(visit_list).filter(pl.col("名次") == "1")["户编号"][0]
    assert "在名单上：本乡镇" in fanpin(county, "list", "why", first, "--as-of", AS_OF, "--visits", "30")
    out = tmp_path / "scores.parquet"
    fanpin(county, "score", "--as-of", AS_OF, "--out", str(out), "--no-shadow")
    last = pl.read_parquet(out)["household_id"][-1]
    answer = fanpin(county, "list", "why", last, "--as-of", AS_OF, "--visits", "30")
    assert re.search(r"不在名单上：.*可能性 .*，差 [\d.]+ 个百分点", answer)


def test_whoever_is_monitored_is_told_so_and_a_code_that_nobody_has_what_to_do(county: County) -> None:
    monitored = county.store.scan("monitoring").filter(pl.col("known_date") <= pl.lit(AS_OF).str.to_date()).collect()
    steps = monitored.sort("event_date").group_by("household_id", maintain_order=True).agg(pl.col("step").last())
    household = steps.filter(pl.col("step") == "identified")["household_id"][0]
    assert "它已是监测对象" in fanpin(county, "list", "why", household, "--as-of", AS_OF)
    assert "核对户编号" in fanpin(county, "list", "why", "nobody", "--as-of", AS_OF, expect=2)


def test_a_family_gets_a_page_of_its_own(county: County, visit_list: Path, tmp_path: Path) -> None:
    first, second = rows(visit_list)["户编号"].drop_nulls()[:2]
    own = tmp_path / "county"
    own.mkdir()
    (own / "contacts.yaml").write_text("- from: 2020-01-01\n  office: 青石镇人民政府\n", encoding="utf-8")
    out = tmp_path / "sheet.html"
    fanpin(county, "sheet", first, "--as-of", AS_OF, "--out", str(out), "--county", str(own))
    page = out.read_text(encoding="utf-8")
    assert f"户编号 {first}" in page
    assert "受理单位：青石镇人民政府" in page
    assert second not in page
    told = fanpin(county, "sheet", first, "--as-of", AS_OF, "--out", str(out))
    assert "请手工填写" in told
    assert "受理单位：＿＿" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("sheet", "nobody", "--as-of", AS_OF, "--out", "x.html"), "没有它的家庭情况记录"),
        (("sheet", "nobody", "--as-of", AS_OF, "--out", "x.pdf"), "文件名要以 .html 结尾"),
        (("notice", "nowhere.csv", "--out", "x.html"), "核对文件名和位置"),
        (("list", "why", "x", "--as-of", "2019-01-01"), "之前什么都还不知道"),
        (("list", "why", "x", "--as-of", AS_OF, "--visits", "0"), "排不出名单"),
    ],
)
def test_what_can_t_be_done_is_a_sentence(county: County, arguments: tuple[str, ...], told: str) -> None:
    printed = fanpin(county, *arguments, expect=2)
    assert told in printed.replace("\n", "")
    assert "Traceback" not in printed
    assert not (county.folder / "x.html").exists()


def test_a_notice_is_made_of_what_people_filled_in_and_no_list_can_be_put_in_its_place(
    county: County, visit_list: Path, tmp_path: Path
) -> None:
    filled, out = tmp_path / "decided.csv", tmp_path / "notice.html"
    header = "村,户主姓名,类别,评议结果,公示起,公示止,受理单位"
    filled.write_text(
        f"{header}\n柳沟村,王某某,边缘易致贫户,拟纳入监测,2025-01-06,2025-01-10,青石镇人民政府\n", "utf-8"
    )
    assert "1 个村 1 户" in fanpin(county, "notice", str(filled), "--out", str(out))
    assert "王某某" in out.read_text(encoding="utf-8")
    before = out.read_bytes()
    shutil.copy(visit_list, tmp_path / "list.xlsx")
    told = fanpin(county, "notice", str(tmp_path / "list.xlsx"), "--out", str(out), expect=2)
    assert "“可能性”不能出现在公示上" in told.replace("\n", "")
    assert out.read_bytes() == before
