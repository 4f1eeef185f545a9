"""The findings as a workbook: what there is in all, then a sheet for each kind of problem, then what the words mean."""

from __future__ import annotations

import io
from collections.abc import Sequence

import polars as pl

from features.deliveries.freshness import Freshness
from features.errors import FanpinError
from features.findings import sheets
from features.findings.gathering import COUNTY_DIGITS, Findings
from features.workbooks.book import NOT_COUNTED, ROWS_AT_MOST, Book, Cell, Column, Lines, print_setup, writing

TITLE = "返贫监测数据核查清单"
VILLAGE_DIGITS = 12
SUMMARY_WIDTHS = (22, 46, 50, 12, 12)
FOOTER = "含农户信息，仅限工作使用，不得公示、外传"


class TooManyFindingsError(FanpinError):
    """More lines than a sheet of Excel holds."""


def workbook_of(findings: Findings) -> bytes:
    """The workbook's bytes; the same findings give the same bytes.

    Raises:
        TooManyFindingsError: a sheet would need more rows than Excel has; the message says to ask for a smaller region.
    """
    target = io.BytesIO()
    with writing(target, TITLE, findings.as_of) as book:
        _summary(book, findings)
        if findings.reported.height:
            _table(book, sheets.VILLAGES_SHEET, *_by_village(findings), freeze_columns=3, group_by=1)
        for name in _sheets_of(findings):
            rows = list(sheets.household_rows(findings, name))
            _table(book, name, sheets.OF_HOUSEHOLDS, rows, freeze_columns=3, group_by=2)
        if findings.doubtful.height:
            rows = list(sheets.doubtful_rows(findings))
            _table(book, sheets.DOUBTFUL_SHEET, sheets.OF_PEOPLE, rows, freeze_columns=3, group_by=2)
        if findings.contradicted.height:
            rows = list(sheets.contradicted_rows(findings))
            _table(book, sheets.CONTRADICTED_SHEET, sheets.OF_CONTRADICTIONS, rows, freeze_columns=3, group_by=2)
        if findings.whole and findings.set_aside.height:
            rows = list(sheets.set_aside_rows(findings))
            _table(book, sheets.SET_ASIDE_SHEET, sheets.OF_ROWS, rows, freeze_columns=2, group_by=2)
        _table(book, sheets.LEGEND_SHEET, sheets.OF_PROBLEMS, list(sheets.problem_rows(findings)), group_by=1)
    return target.getvalue()


def _table(
    book: Book,
    name: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    *,
    freeze_columns: int = 0,
    group_by: int = 0,
) -> None:
    if len(rows) >= ROWS_AT_MOST:
        raise TooManyFindingsError(
            f"工作表“{name}”有 {len(rows):,} 行，超过 Excel 上限 {ROWS_AT_MOST:,}：用 --region 分乡镇或分村导出 | "
            f"Sheet {name} would have {len(rows):,} rows, and Excel holds {ROWS_AT_MOST:,}. Ask for one township or "
            "village at a time (--region)."
        )
    book.write_table(
        book.sheet(name), columns, rows, freeze_columns=freeze_columns, group_by=group_by, footer=f"{FOOTER}  {name}"
    )


def _sheets_of(findings: Findings) -> list[str]:
    """The sheets on which something was found, in the order of the problems."""
    hit = set(findings.reported.get_column("problem"))
    return list(dict.fromkeys(problem.sheet for name, problem in findings.problems.items() if name in hit))


def _by_village(findings: Findings) -> tuple[list[Column], list[list[Cell]]]:
    """One line per village that has a finding: how many on each sheet."""
    names = _sheets_of(findings)
    on = {problem.id: problem.sheet for problem in findings.problems.values()}
    counts = (
        findings.reported.with_columns(pl.col("problem").replace_strict(on, return_dtype=pl.String).alias("on"))
        .group_by("region_code", "township", "village", maintain_order=True)
        .agg(
            *((pl.col("on") == name).sum().alias(name) for name in names),
            pl.len().alias("all"),
            pl.col("household_id").n_unique().alias("households"),
        )
    )
    columns = [
        Column("乡镇\ntownship", 14),
        Column("村\nvillage", 16),
        Column("行政区划代码\nregion code", 16),
        *(Column(name, 11, "#,##0") for name in names),
        Column("合计\nfindings", 10, "#,##0"),
        Column("涉及户数\nhouseholds", 11, "#,##0"),
    ]
    return columns, [
        [
            row["township"],
            row["village"],
            row["region_code"],
            *(row[name] for name in names),
            row["all"],
            row["households"],
        ]
        for row in counts.iter_rows(named=True)
    ]


def _summary(book: Book, findings: Findings) -> None:
    """The first sheet: what the workbook is, how much of what there is, who has not delivered, what the columns mean."""
    sheet = book.sheet(sheets.SUMMARY_SHEET)
    lines = Lines(book, sheet, SUMMARY_WIDTHS)
    lines.heading(f"{TITLE} Findings", size=16)
    places = findings.homes
    households = findings.reported.get_column("household_id").n_unique()
    lines.line("区域 region", findings.region or "全部 everywhere", place_named(findings))
    lines.line("截至 as of", str(findings.as_of), "此日之后才知晓的情况未计入 | what became known later is not in it")
    if findings.left_out is not None:
        lines.line(NOT_COUNTED, findings.left_out.zh, findings.left_out.en)
    lines.line("范围内户数 households", f"{places.height:,}")
    lines.line("问题 findings", f"{findings.reported.height:,}", f"涉及 {households:,} 户 | in so many households")
    _counts(lines, findings)
    _doubtful(lines, findings)
    _contradicted(lines, findings)
    _set_aside(lines, findings)
    _late(lines, findings)
    if findings.examples:
        lines.heading("政策数值 Policy values")
        lines.line("示例 examples", *findings.examples)
    lines.heading("怎样填写 How to fill it in")
    for what, zh, en in HOW_TO:
        lines.line(what, zh, en)
    print_setup(sheet, FOOTER)


def place_named(findings: Findings) -> str:
    """What the region is called: a village by its name, townships by theirs, and a county as the whole of it."""
    digits = len(findings.region)
    if digits <= COUNTY_DIGITS:
        return "全县 the whole county" if digits == COUNTY_DIGITS else "各乡镇 all townships"
    column = "village" if digits == VILLAGE_DIGITS else "township"
    return "、".join(findings.homes.get_column(column).unique().sort())


def _counts(lines: Lines, findings: Findings) -> None:
    lines.heading("各类问题 Findings by kind")
    if findings.reported.is_empty():
        lines.line("", "没有发现问题", "nothing was found")
        return
    lines.header("工作表 sheet", "问题", "problem", "件数 findings", "户数 households")
    counts = findings.reported.group_by("problem").agg(pl.len(), pl.col("household_id").n_unique())
    by_problem = {problem: (rows, households) for problem, rows, households in counts.iter_rows()}
    for name, problem in findings.problems.items():
        if name in by_problem:
            lines.line(problem.sheet, problem.zh, problem.en, *by_problem[name])


def _doubtful(lines: Lines, findings: Findings) -> None:
    if findings.doubtful.height:
        lines.heading("待确认身份 People to be decided on")
        zh = f"{findings.doubtful.height:,} 行，见工作表“{sheets.DOUBTFUL_SHEET}”；确认后才能入库"
        lines.line("", zh, "rows that may be a listed person's: they land once people have decided")


def _contradicted(lines: Lines, findings: Findings) -> None:
    if findings.contradicted.height:
        lines.heading("同日文件矛盾 Files of one day that contradict each other")
        zh = f"{findings.contradicted.height:,} 行，见工作表“{sheets.CONTRADICTED_SHEET}”；现以后读入的一份为准"
        lines.line("", zh, "rows that another file of the same day contradicts: the one taken in last holds")


def _set_aside(lines: Lines, findings: Findings) -> None:
    lines.heading("未入库的行 Rows not kept")
    if findings.whole:
        zh = f"{findings.set_aside.height:,} 行，见工作表“{sheets.SET_ASIDE_SHEET}”，由报送部门更正后重新导出"
        en = "rows of delivered files that are not in the records; their departments correct them and export again"
        lines.line("", zh, en)
        return
    zh = "未入库的行分不到村，只在全县清单中列出（不加 --region）"
    lines.line("", zh, "they belong to no village: only the workbook of the whole county lists them")


def _late(lines: Lines, findings: Findings) -> None:
    lines.heading("数据新鲜度 Late departments")
    late = findings.fresh.filter(pl.col("freshness") != Freshness.ON_TIME.value)
    if late.is_empty():
        lines.line("", "各部门均按期交付", "every department has delivered in time")
    for row in late.sort("days_late", descending=True, maintain_order=True).iter_rows(named=True):
        state = Freshness(row["freshness"])
        days = f"{row['days_late']:,}天，最近交付 {row['last_known_date']}" if state is Freshness.STALE else ""
        lines.line(row["department"], f"{row['zh']}：{state.zh}{days}", state.en)


HOW_TO = (
    (
        "户编号",
        "按户编号在国家系统或名册中找到该户；本表不含姓名、证件号码和电话。",
        "find the household by its code; no name, ID number or phone is in this workbook",
    ),
    (
        "记录与界限",
        "判断所用的数字：记录中的数，和政策规定的界限；空白表示不是数字问题。",
        "the recorded number and the limit it was held against; empty where no number decides",
    ),
    (
        "来源文件、工作表、行",
        "该记录在交付文件中的位置：打开该文件，到该行核对。",
        "where the record stands in the delivered file: open it and look at that row",
    ),
    (
        "程度",
        "必须更正：记录互相矛盾，必有一处错误；需要核实：记录不矛盾，请入户或查资料；提示：供参考。",
        "must be corrected: records contradict each other; to be verified: somebody should go and see; worth knowing",
    ),
    (
        "核实结果、核实日期、核实人",
        "黄色表头的三列由核实人填写；可选下拉项，也可自行填写。",
        "the three columns with a yellow header are yours: choose from the list or write your own words",
    ),
    (
        "更正",
        "在原系统中更正，下次照常导出交付；不要改动交付文件。更正后的问题不再出现。",
        "correct it in the system that it came from and export as usual; what was corrected is not found again",
    ),
    ("保管", f"{FOOTER}；问题只是线索，不是认定结论。", "for work only; a finding is a lead, never a decision"),
)
"""What the columns mean and what to do with them: what, in Chinese, in English."""
