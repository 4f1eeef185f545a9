"""The workbook of findings: a sheet per kind of problem, by village, harmless, with room for the answers."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

import fastexcel
import polars as pl
import pytest

from features.findings import sheets, workbook
from features.findings.gathering import Findings
from features.findings.workbook import TooManyFindingsError, workbook_of
from features.workbooks.book import height_of
from tests.features.findings.drawn import findings, found

FOUR = found(
    ("乙", "H3", None, None), ("甲", "H2", 5200.0, 6600.0), ("甲", "H1", 199.5, None), ("丙", "H1", None, None)
)


def names(content: bytes) -> list[str]:
    return fastexcel.read_excel(content).sheet_names


def read(content: bytes, sheet: str) -> pl.DataFrame:
    """A sheet as texts, its columns by the Chinese half of their headers."""
    frame = fastexcel.read_excel(content).load_sheet(sheet, dtypes="string").to_polars()
    return frame.rename(lambda header: header.partition("\n")[0])


def words(content: bytes, sheet: str) -> str:
    rows = fastexcel.read_excel(content).load_sheet(sheet, header_row=None, dtypes="string").to_polars()
    return "\n".join(" ".join(cell or "" for cell in row) for row in rows.iter_rows())


def parts(content: bytes) -> dict[str, str]:
    """The XML of each worksheet, by the sheet's name."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {
            name: book.read(f"xl/worksheets/sheet{place}.xml").decode() for place, name in enumerate(names(content), 1)
        }


def test_a_sheet_for_each_kind_of_problem_and_none_without_findings() -> None:
    assert names(workbook_of(findings(FOUR))) == ["汇总", "各村汇总", "收入", "住房饮水", "问题说明"]
    one = found(("丙", "H1", None, None))
    assert names(workbook_of(findings(one))) == ["汇总", "各村汇总", "住房饮水", "问题说明"]


def test_a_line_says_what_was_found_where_it_stands_why_it_matters_and_what_to_do() -> None:
    line = read(workbook_of(findings(FOUR)), "收入").row(1, named=True)
    assert line == {
        "乡镇": "城关镇",
        "村": "西村",
        "户编号": "H2",
        "问题": "甲有误",
        "记录与界限": "记录 5,200\n界限 6,600",
        "程度": "必须更正",
        "记录日期": "2023-12-31 00:00:00",
        "来源文件": "2024-01-05/户.xlsx",
        "工作表": "表1",
        "行": "3",
        "为何影响评分": "影响评分依据：人均收入",
        "建议处理": "核对后更正",
        "核实结果": None,
        "核实日期": None,
        "核实人": None,
    }


def test_lines_stand_by_township_village_kind_and_household() -> None:
    rows = found(
        ("乙", "H1", None, None),
        ("甲", "H3", None, None),
        ("甲", "H2", None, None),
        ("甲", "H1", None, None),
        ("甲", "=1+1", None, None),
    )
    income = read(workbook_of(findings(rows)), "收入")
    assert income.select("村", "问题", "户编号").rows() == [
        ("东村", "甲有误", "H1"),
        ("东村", "乙有误", "H1"),
        ("西村", "甲有误", "H2"),
        ("河口村", "甲有误", "=1+1"),
        ("河口村", "甲有误", "H3"),
    ]


def test_households_of_other_places_are_left_out() -> None:
    assert findings(found(("甲", "H9", None, None))).reported.is_empty()


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t=", "\r="])
def test_nothing_in_it_runs_whatever_a_cell_begins_with(begins: str) -> None:
    hostile = f'{begins}HYPERLINK("http://example.org")'
    homes = pl.DataFrame(
        [(hostile, "990101001001", hostile, hostile)],
        schema=["household_id", "region_code", "township", "village"],
        orient="row",
    )
    aside = [(hostile, hostile, dt.date(2024, 1, 5), hostile, hostile, 2, hostile, "rule", hostile)]
    rows = found(("甲", hostile, 1.0, 2.0)).with_columns(file=pl.lit(hostile), sheet=pl.lit(hostile))
    content = workbook_of(findings(rows, homes=homes, set_aside=aside))
    line = read(content, "收入").row(0, named=True)
    # A workbook's reader may fold a carriage return; the cell is a text all the same.
    assert line["户编号"].lstrip("\t\r\n") == hostile.lstrip("\t\r")
    for name, sheet in parts(content).items():
        assert not re.search(r"<f[ >]", sheet), name
        assert "hyperlink" not in sheet.lower(), name


def test_every_table_has_a_frozen_header_filters_and_pages_that_can_be_read() -> None:
    aside = [("医保", "医保结算明细", dt.date(2024, 1, 5), "a.csv", None, 2, "证件号码", "bad_id", "核对号码")]
    tables = parts(workbook_of(findings(FOUR, set_aside=aside)))
    assert list(tables) == ["汇总", "各村汇总", "收入", "住房饮水", "未入库的行", "问题说明"]
    for name, sheet in tables.items():
        assert 'orientation="landscape"' in sheet, name
        assert 'fitToHeight="0"' in sheet, name
        if name != "汇总":
            assert 'ySplit="1"' in sheet, name
            assert 'state="frozen"' in sheet, name
            assert "<autoFilter" in sheet, name


def test_the_header_is_printed_on_every_page_and_each_page_says_that_it_is_not_to_be_published() -> None:
    content = workbook_of(findings(FOUR))
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        defined = book.read("xl/workbook.xml").decode()
    assert defined.count("_xlnm.Print_Titles") == 4
    assert all("不得公示" in sheet for sheet in parts(content).values())


def test_answers_are_offered_and_others_may_be_written() -> None:
    income = parts(workbook_of(findings(FOUR)))["收入"]
    assert 'errorStyle="information"' in income
    assert 'sqref="M2:M4"' in income
    assert all(answer in income for answer in sheets.ANSWERS)
    assert sum(map(len, sheets.ANSWERS)) + len(sheets.ANSWERS) < 255, "Excel's limit for a list of choices"


def test_the_first_sheet_counts_by_kind_and_says_who_is_late() -> None:
    fresh = [
        ("civil_relief", "社会救助发放名单", "民政", 3, dt.date(2024, 1, 5), dt.date(2024, 2, 19), 132, "stale", True),
        ("water_check", "农村饮水状况排查", "水利", 0, None, None, 0, "never", False),
        (
            "medical_settlement",
            "医保结算明细",
            "医保",
            6,
            dt.date(2024, 6, 5),
            dt.date(2024, 7, 20),
            0,
            "on_time",
            False,
        ),
    ]
    told = words(workbook_of(findings(FOUR, fresh=fresh)), "汇总")
    assert "990101 全县 the whole county" in told
    assert "收入 甲有误 甲 is wrong 2 2" in told
    assert "收入 乙有误 乙 is wrong 1 1" in told
    assert "涉及 3 户" in told
    assert "民政 社会救助发放名单：逾期132天，最近交付 2024-01-05" in told
    assert "水利 农村饮水状况排查：从未交付" in told
    assert "医保" not in told


def test_the_second_sheet_counts_by_village() -> None:
    villages = read(workbook_of(findings(FOUR)), "各村汇总")
    assert villages.select("乡镇", "村", "收入", "住房饮水", "合计", "涉及户数").rows() == [
        ("城关镇", "东村", "1", "1", "2", "1"),
        ("城关镇", "西村", "1", "0", "1", "1"),
        ("河口乡", "河口村", "1", "0", "1", "1"),
    ]


def test_nothing_found_is_said_and_not_an_empty_table() -> None:
    content = workbook_of(findings(found()))
    assert names(content) == ["汇总", "问题说明"]
    assert "没有发现问题" in words(content, "汇总")


def test_people_to_be_decided_on_have_a_sheet_and_a_line_on_the_first() -> None:
    doubt = [("990101001001", "城关镇", "东村", "H1", "医保结算明细", "a.csv", None, 9, 40.0)]
    content = workbook_of(findings(FOUR, doubtful=doubt, whole=False))
    line = read(content, "待确认身份").row(0, named=True)
    assert (line["可能的户"], line["数据"], line["行"], line["像的程度"]) == ("H1", "医保结算明细", "9", "很像")
    assert "fanpin people review" in str(line["怎样答复"])
    assert "核实结果" not in line
    assert "1 行，见工作表“待确认身份”" in words(content, "汇总")
    assert "待确认身份" not in names(workbook_of(findings(FOUR)))


def test_rows_not_kept_are_told_of_the_whole_county_only() -> None:
    aside = [("医保", "医保结算明细", dt.date(2024, 1, 5), "a.csv", None, 7, "证件号码", "bad_id", "核对号码")]
    everywhere = workbook_of(findings(FOUR, set_aside=aside))
    assert read(everywhere, "未入库的行").row(0)[:8] == (
        *("医保", "医保结算明细", "2024-01-05 00:00:00", "a.csv", None, "7", "证件号码", "核对号码"),
    )
    village = workbook_of(findings(FOUR, set_aside=aside, whole=False))
    assert "未入库的行" not in names(village)
    assert "只在全县清单中列出" in words(village, "汇总")


def test_the_last_sheet_explains_every_kind_of_problem_in_both_languages() -> None:
    legend = read(workbook_of(findings(found())), "问题说明")
    assert legend["编号"].to_list()[:3] == ["甲", "乙", "丙"]
    assert legend["English"].to_list()[:3] == ["甲 is wrong", "乙 is wrong", "丙 is wrong"]
    assert legend["为何影响评分"][0] == "影响评分依据：人均收入 | Distorts income per person"


def test_the_same_findings_give_the_same_bytes() -> None:
    assert workbook_of(findings(FOUR)) == workbook_of(findings(FOUR))


def test_more_lines_than_a_sheet_holds_are_refused_with_what_to_ask_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "ROWS_AT_MOST", 6)
    assert workbook_of(_lines(5))
    with pytest.raises(TooManyFindingsError, match=r"Sheet 收入 would have 6 rows.*--region"):
        workbook_of(_lines(6))


def _lines(count: int) -> Findings:
    # The sheet that explains the kinds has a line for each of the three, one for people and one for contradictions.
    return findings(found(*[("甲", "H1", None, None)] * count), whole=False)


@pytest.mark.parametrize(
    ("value", "threshold", "told"),
    [
        (None, None, ""),
        (0.0, None, "记录 0"),
        (-0.001, 0.0, "记录 0\n界限 0"),
        (7302.5, 7500.0, "记录 7,302.5\n界限 7,500"),
        (1 / 3, None, "记录 0.33"),
        (100.0, None, "记录 100"),
        (None, 2.0, "界限 2"),
    ],
)
def test_numbers_are_written_as_people_write_them(value: float | None, threshold: float | None, told: str) -> None:
    assert sheets.in_words(value, threshold) == told


@pytest.mark.parametrize(
    ("text", "lines"), [("", 1), ("a" * 10, 1), ("a" * 11, 2), ("村" * 5, 1), ("村" * 5 + "a", 2), ("a\nb", 2)]
)
def test_a_row_is_as_high_as_its_longest_text(text: str, lines: int) -> None:
    assert height_of([text, 12, None], [11, 10, 10]) == 15 * lines + 2


def test_a_row_is_never_higher_than_excel_allows() -> None:
    assert height_of(["村" * 10_000], [10]) == 400


def test_files_of_one_day_that_contradict_each_other_have_a_sheet_with_both_rows() -> None:
    row = ("990101001001", "河口乡", "河口村", "H1", "个人自付", "甲.csv", None, 3, "乙.xlsx", "二月", 2)
    content = workbook_of(findings(FOUR, contradicted=[row]))
    told = read(content, "同日文件矛盾")
    assert told.row(0)[2:10] == ("H1", "个人自付", "甲.csv", None, "3", "乙.xlsx", "二月", "2")
    assert "同日文件矛盾" in words(content, "汇总")
