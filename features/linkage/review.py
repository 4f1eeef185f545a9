"""The review list: doubtful links as a workbook, both sides masked."""

from __future__ import annotations

import datetime as dt
import io

import polars as pl

from features.vocabulary import Labelled
from features.workbooks import Column, writing

TITLE = "身份匹配核对清单"
SHEET = "待核对"
FOOTER = "含农户信息，仅限工作使用，不得公示、外传"


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
    Column("来源文件", 34),
    Column("工作表", 10),
    Column("行", 7),
    Column("涉及行数", 9),
    Column("来源：姓名", 10),
    Column("来源：证件号码", 22),
    Column("来源：出生年月", 11),
    Column("来源：性别", 7),
    Column("来源：乡、村", 18),
    Column("名册：姓名", 10),
    Column("名册：证件号码", 22),
    Column("名册：出生年月", 11),
    Column("名册：性别", 7),
    Column("名册：乡、村", 18),
    Column("名册：户编号", 24),
    Column("一致", 20),
    Column("不一致", 20),
    Column("匹配权重（比特）", 10, "0.0"),
    Column("来源标识", 24),
    Column("人员标识", 24),
)
DECIDED, IDENTITY, PERSON = (
    next(c.header for c in COLUMNS if c.header == told) for told in ("结论", "来源标识", "人员标识")
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
        )
    return target.getvalue()


def _line(pair: dict[str, object]) -> list[str | int | float | dt.date | None]:
    told = {field: (pair[field], pair[f"listed_{field}"]) for field in COMPARED}
    both = [field for field, (one, other) in told.items() if one is not None and other is not None]
    return [
        None,
        *(_text(pair[name]) for name in ("file", "sheet")),
        *(int(str(pair[name])) for name in ("row", "rows")),
        *_side(pair, ""),
        *_side(pair, "listed_"),
        _text(pair["household_id"]),
        "、".join(COMPARED[field] for field in both if told[field][0] == told[field][1]),
        "、".join(COMPARED[field] for field in both if told[field][0] != told[field][1]),
        float(str(pair["match_weight"])),
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


def _text(told: object) -> str | None:
    return None if told is None else str(told)
