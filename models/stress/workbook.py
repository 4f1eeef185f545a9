"""A stress test as a workbook: what is supposed and how to read it, then townships, villages and the households that cross."""

from __future__ import annotations

import io
from collections.abc import Iterator

from features.workbooks.book import Book, Cell, Column, Lines, print_setup, writing
from models.bands import RiskBand
from models.stress.crossing import COUNTED, Stress
from models.stress.wording import NO_FORECAST, WORK_MATERIAL, remarks, shocks_in_words
from models.wording import NOT_A_STATUS

TITLE_ZH, TITLE_EN = "压力测试", "Stress test"
ABOUT, TOWNSHIPS, VILLAGES, HOUSEHOLDS = "说明", "乡镇", "村", "越线户"
FOOTER = f"{NO_FORECAST.zh.partition('；')[2]}；含农户信息，仅限工作使用，不得公示、外传"
ABOUT_WIDTHS = (18, 70, 62)

COUNTS = [
    Column("评分户数\nscored", 10, "#,##0"),
    Column("今天名单\non the list", 10, "#,##0"),
    Column("越线\ncrossing", 9, "#,##0"),
    Column("高档 现在\nhigh now", 10, "#,##0"),
    Column("高档 情景下\nhigh after", 11, "#,##0"),
    Column("中档 现在\nmedium now", 11, "#,##0"),
    Column("中档 情景下\nmedium after", 12, "#,##0"),
    Column("换进名单\nnew on a list", 11, "#,##0"),
]
PLACE = [Column("代码\ncode", 15), Column("乡镇\ntownship", 12)]
OF_A_HOUSEHOLD = [
    Column("乡镇\ntownship", 12),
    Column("村\nvillage", 14),
    Column("户编号\nhousehold", 22),
    Column("可能性 现在\nchance now", 11, "0.0%"),
    Column("可能性 情景下\nchance after", 13, "0.0%"),
    Column("风险档 现在\nband now", 11),
    Column("风险档 情景下\nband after", 13),
]


def workbook_of(stressed: Stress, examples: list[str]) -> bytes:
    """The workbook's bytes; the same figures give the same bytes.

    Args:
        examples: lines about policy values that are examples.
    """
    target = io.BytesIO()
    with writing(target, TITLE_ZH, stressed.as_of) as book:
        _about(book, stressed, examples)
        townships = stressed.townships.select("township_code", "township", *COUNTED)
        book.write_table(book.sheet(TOWNSHIPS), [*PLACE, *COUNTS], townships.iter_rows(), footer=FOOTER)
        villages = stressed.villages.select("region_code", "township", "village", *COUNTED)
        columns = [*PLACE, Column("村\nvillage", 14), *COUNTS]
        book.write_table(book.sheet(VILLAGES), columns, villages.iter_rows(), freeze_columns=3, footer=FOOTER)
        book.write_table(book.sheet(HOUSEHOLDS), OF_A_HOUSEHOLD, _households(stressed), group_by=2, footer=FOOTER)
    return target.getvalue()


def _households(stressed: Stress) -> Iterator[list[Cell]]:
    crossing = stressed.households.filter("crossing").join(stressed.names, on="region_code", how="left")
    for row in crossing.sort(
        "region_code", "probability_after", "household_id", descending=[False, True, False]
    ).iter_rows(named=True):
        yield [
            row["township"],
            row["village"],
            row["household_id"],
            row["probability"],
            row["probability_after"],
            RiskBand(row["band"]).zh,
            RiskBand(row["band_after"]).zh,
        ]


def _about(book: Book, stressed: Stress, examples: list[str]) -> None:
    sheet = book.sheet(ABOUT)
    lines = Lines(book, sheet, ABOUT_WIDTHS)
    lines.heading(f"{TITLE_ZH} {TITLE_EN}：{stressed.scenario.name}", size=16)
    lines.line("本表是什么", NO_FORECAST.zh, NO_FORECAST.en)
    lines.line("工作材料", WORK_MATERIAL.zh, WORK_MATERIAL.en)
    lines.line("得分", *NOT_A_STATUS)
    lines.line("截至 as of", str(stressed.as_of), stressed.scenario.name_en)
    lines.heading("情景 Scenario")
    for position, sentence in enumerate(shocks_in_words(stressed), start=1):
        lines.line(str(position), sentence.zh, sentence.en)
    county = stressed.county
    lines.heading("全县 The county")
    counts: list[tuple[str, str | int]] = [
        ("评分户数 scored", county["households"]),
        ("记录有变化的户 records change", stressed.struck),
        ("今天名单 on today's list", county["listed"]),
        ("越线 crossing its cut", county["crossing"]),
        ("高风险档 high band", f"{county['high_before']:,} → {county['high_after']:,}"),
        ("中风险档 medium band", f"{county['medium_before']:,} → {county['medium_after']:,}"),
    ]
    for what, count in counts:
        lines.line(what, f"{count:,}" if isinstance(count, int) else count)
    lines.heading("怎样看 How to read it")
    for remark in remarks(stressed):
        lines.line("", remark.zh, remark.en)
    for line in examples:
        zh, _, en = line.partition(" | ")
        lines.line("政策示例 examples", zh, en)
    print_setup(sheet, FOOTER)
