"""The review list: doubtful links as a workbook, both sides masked."""

from __future__ import annotations

import datetime as dt
import io

import polars as pl

from features.intake.linkage.differences import differences, likeness
from features.vocabulary import Labelled
from features.workbooks.book import A3, Column, writing

TITLE = "身份匹配核对清单"
SHEET = "待核对"
FOOTER = "含农户信息，仅限工作使用，不得公示、外传"


GUIDE_SHEET = "填写说明"
GUIDE = (Column("怎样填写", 60), Column("How to fill it in", 60))
HOW_TO = (
    (
        "每行问一件事：来源文件里的这个人，是不是名册上的这个人。对照户口簿、身份证或问本人后再填，拿不准的空着。",
        "Each line asks whether the person in the file is the one on the roster. Look it up or ask; leave empty what is unsure.",
    ),
    ("只填黄色的“结论”一列：是同一人 / 不是同一人。", "Fill in the yellow column only: the same person, or not."),
    (
        "其余各列和隐藏的列勿改，不要改表名和表头；可以筛选、排序整行，可以打印。",
        "Leave all other columns, the hidden ones too, the sheet's name and the headers alone; filter, sort and print at will.",
    ),
    (
        "填好保存，运行 `fanpin people decide 文件名.xlsx` 读入；可以先填一部分，读入后接着填。",
        "Save it and run `fanpin people decide FILE.xlsx`; part of it will do, and the rest may follow in the same file.",
    ),
    (
        "是同一人：这些行从读入之日起入库；不是同一人：不入库，以后不再问。",
        "The same person: the rows land from that day on. Not the same: they stay out, and it is not asked again.",
    ),
)


class Decision(Labelled):
    """What somebody writes beside a doubtful link."""

    SAME = "same", "是同一人", "the same person"
    ANOTHER = "another", "不是同一人", "another person"


COMPARED = {
    "name": "姓名",
    "number": "证件号码",
    "birth_date": "出生日期",
    "sex": "性别",
    "township": "乡",
    "village": "村",
}

COLUMNS = (
    Column("结论", 14, to_fill=True, choices=tuple(decision.zh for decision in Decision)),
    Column("来源文件", 24),
    Column("工作表", 9),
    Column("行", 6),
    Column("涉及行数", 6),
    Column("来源：姓名", 8),
    Column("来源：证件号码", 20),
    Column("来源：出生年月", 9),
    Column("来源：性别", 6),
    Column("来源：乡、村", 16),
    Column("名册：姓名", 8),
    Column("名册：证件号码", 20),
    Column("名册：出生年月", 9),
    Column("名册：性别", 6),
    Column("名册：乡、村", 16),
    Column("名册：户编号", 20),
    Column("一致", 18),
    Column("哪里不同", 26),
    Column("像的程度", 9),
    Column("匹配权重（比特，勿改）", 10, "0.0", hidden=True),
    Column("来源标识（勿改）", 24, hidden=True),
    Column("人员标识（勿改）", 24, hidden=True),
)
DECIDED, IDENTITY, PERSON = (
    next(c.header for c in COLUMNS if c.header == told) for told in ("结论", "来源标识（勿改）", "人员标识（勿改）")
)


def review_list(pairs: pl.DataFrame, day: dt.date) -> bytes:
    """The workbook's bytes; the same pairs give the same bytes.

    Args:
        pairs: one row per doubtful link: `file`, `sheet`, `row`, `rows`, `identity`, `person_id`, `match_weight`,
            `household_id` of the listed person, and the compared fields of both sides, the listed one's as `listed_<field>`.
    """
    target = io.BytesIO()
    with writing(target, TITLE, day) as book:
        book.write_table(
            book.sheet(SHEET),
            COLUMNS,
            [_line(pair) for pair in pairs.iter_rows(named=True)],
            freeze_columns=1,
            footer=FOOTER,
            paper=A3,
        )
        book.write_table(book.sheet(GUIDE_SHEET), GUIDE, HOW_TO, footer=FOOTER)
    return target.getvalue()


def _line(pair: dict[str, object]) -> list[str | int | float | dt.date | None]:
    sides = {field: (pair[field], pair[f"listed_{field}"]) for field in COMPARED}
    both = [field for field, (described, listed) in sides.items() if described is not None and listed is not None]
    weight = float(str(pair["match_weight"]))
    return [
        None,
        *(_text(pair[name]) for name in ("file", "sheet")),
        *(int(str(pair[name])) for name in ("row", "rows")),
        *_side(pair, ""),
        *_side(pair, "listed_"),
        _text(pair["household_id"]),
        "、".join(COMPARED[field] for field in both if sides[field][0] == sides[field][1]),
        differences(pair),
        likeness(weight),
        weight,
        *(_text(pair[name]) for name in ("identity", "person_id")),
    ]


def _side(pair: dict[str, object], side: str) -> list[str | None]:
    name, number, birth, sex, township, village = (_text(pair[f"{side}{field}"]) for field in COMPARED)
    sexes = {"male": "男", "female": "女"}
    return [
        masked_name(name),
        masked_number(number),
        birth[:7] if birth else None,
        sexes.get(sex or ""),
        "".join(part for part in (township, village) if part) or None,
    ]


def masked_name(name: str | None) -> str | None:
    """The surname, and a star for the rest: 张*."""
    return f"{name[0]}*" if name else None


def masked_number(number: str | None) -> str | None:
    """The county's digits and the last four; what lies between is the birthday, of which the month stands beside it."""
    if not number:
        return None
    if len(number) <= 10:
        return "*" * len(number)
    return f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}"


def _text(value: object) -> str | None:
    return None if value is None else str(value)
