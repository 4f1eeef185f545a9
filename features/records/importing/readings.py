"""How a column of an imported file is read as the documented type of its table: exactly, or not at all.

A file's own type may be another than the documented one. It is read where every value can mean one thing only; what a
conversion would have to guess or round is refused, cell by cell: a point in time with a zone is not yet a day, a
number is no code (it has lost its leading zeros), and of 2.7 nobody knows which whole number was meant.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import polars as pl

from features.bilingual import Bilingual
from features.vocabulary import Labelled

MIDNIGHT = dt.time(0)
TRUE, FALSE = ("true", "True", "TRUE", "1"), ("false", "False", "FALSE", "0")
WHOLE_IN_A_FLOAT = 2**53
"""Beyond it neighbouring whole numbers become one number."""

_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_NUMBER = r"^[+-]?[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]+)?$"
_WHOLE = r"^[+-]?[0-9]+$"
_PADDED = r"^\s|\s$|[\p{Cc}\p{Cf}]"
_CODE_FROM_A_NUMBER = r"^[0-9](\.[0-9]+)?[eE]\+[0-9]+$|^[0-9]+\.0+$"


class Documented(Labelled):
    """The types of columns as `docs/records.md` calls them."""

    TEXT = "text", "文本", "text"
    DATE = "date", "日期", "date"
    NUMBER = "number", "数值", "number"
    WHOLE = "whole number", "整数", "whole number"
    FLAG = "flag", "是否", "flag"


class Given(Labelled):
    """The kinds of types that a file may give a column; csv gives text only."""

    TEXT = "text", "文本（含分类、字典、枚举）", "text; also categorical, dictionary, enum, large string"
    DATE = "date", "日期", "date"
    TIMESTAMP = "timestamp", "不带时区的时间戳", "timestamp without a zone"
    ZONED = "zoned timestamp", "带时区的时间戳", "timestamp with a zone, UTC too"
    WHOLE = "whole number", "整数", "whole number of any width"
    FLOAT = "float", "浮点数", "float of any width"
    DECIMAL = "decimal", "定点小数", "decimal"
    FLAG = "flag", "布尔", "boolean"
    EMPTY = "null", "空类型", "null (a column of nothing)"
    OTHER = "other", "其他类型", "anything else: binary, time, duration, list, struct"


@dataclass(frozen=True)
class Reading:
    """How one type is read as another.

    Attributes:
        values: the values that can mean one thing only, null for the others; None where none can.
        accepted: which ones those are.
        refusal: what is wrong with the others.
    """

    values: Callable[[pl.Expr], pl.Expr] | None
    accepted: Bilingual
    refusal: Bilingual


@dataclass(frozen=True)
class Refused:
    """What of a column could not be read: its first cell by position, how many there are, what is wrong, what to do."""

    position: int
    cells: int
    problem: Bilingual
    to_do: Bilingual


TO_DO: dict[Documented, Bilingual] = {
    Documented.TEXT: Bilingual(
        "从来源重新导出为文本，编码保留全部位数和前导零，首尾不留空格",
        "Export it from the source as text, codes with all their digits and leading zeros and without spaces around",
    ),
    Documented.DATE: Bilingual(
        "按当地日期写成日期类型或 yyyy-MM-dd 文本", "Write the local day, as a date or as text yyyy-MM-dd"
    ),
    Documented.NUMBER: Bilingual(
        "写成数值（csv 中只用数字、小数点和正负号）", "Write it as a number, in csv with digits, point and sign only"
    ),
    Documented.WHOLE: Bilingual("写成整数", "Write it as a whole number"),
    Documented.FLAG: Bilingual("写成 true 或 false，不知道时留空", "Write it as true or false, empty for unknown"),
}


def documented(kind: pl.DataType) -> Documented:
    """The documented name of a stored type."""
    return {
        pl.String(): Documented.TEXT,
        pl.Date(): Documented.DATE,
        pl.Float64(): Documented.NUMBER,
        pl.Int32(): Documented.WHOLE,
        pl.Boolean(): Documented.FLAG,
    }[kind]


def given(kind: pl.DataType) -> Given:
    """The kind of type that a file gave a column."""
    if kind in (pl.String, pl.Categorical, pl.Enum):
        return Given.TEXT
    if isinstance(kind, pl.Datetime):
        return Given.TIMESTAMP if kind.time_zone is None else Given.ZONED
    if kind.is_integer():
        return Given.WHOLE
    if kind.is_decimal():
        return Given.DECIMAL
    if kind.is_float():
        return Given.FLOAT
    plain = {pl.Date(): Given.DATE, pl.Boolean(): Given.FLAG, pl.Null(): Given.EMPTY}
    return plain.get(kind, Given.OTHER)


def read_column(column: pl.Series, kind: pl.DataType) -> tuple[pl.Series, list[Refused]]:
    """The column in its documented type, null where it was null or could not be read; and what could not."""
    wanted, has = documented(kind), given(column.dtype)
    if has is Given.TEXT:
        column = column.cast(pl.String).replace("", None)
    reading = READINGS.get((has, wanted))
    values = pl.Series(column.name, [None], dtype=kind).new_from_index(0, column.len())
    if reading is None:
        refusal = Bilingual(
            f"文件中该列是{has.zh}（{column.dtype}），不是{wanted.zh}",
            f"the file has it as {has.value} ({column.dtype}), which is no {wanted.en}",
        )
    else:
        refusal = reading.refusal
        if reading.values is not None:
            values = column.to_frame().select(reading.values(pl.col(column.name)).cast(kind)).to_series()
    lost = (column.is_not_null() & values.is_null()).arg_true()
    if lost.is_empty():
        return values, []
    return values, [Refused(int(lost[0]), lost.len(), refusal, TO_DO[wanted])]


def unclear_codes(column: pl.Series) -> Iterator[Refused]:
    """Cells of an identifier that are not what they show: with blanks or invisible characters, or once a number."""
    for pattern, problem in (
        (
            _PADDED,
            Bilingual(
                "标识的首尾有空格，或含有看不见的字符",
                "the identifier begins or ends with a blank or holds an invisible character",
            ),
        ),
        (
            _CODE_FROM_A_NUMBER,
            Bilingual(
                "标识曾被当作数值保存，已不是原来的编码",
                "the identifier was kept as a number once and is no longer what it was",
            ),
        ),
    ):
        unclear = column.str.contains(pattern).fill_null(value=False).arg_true()
        if unclear.len():
            yield Refused(int(unclear[0]), unclear.len(), problem, TO_DO[Documented.TEXT])


def _flag_of_text(column: pl.Expr) -> pl.Expr:
    return pl.when(column.is_in(TRUE)).then(pl.lit(value=True)).when(column.is_in(FALSE)).then(pl.lit(value=False))


def _flag_of_number(column: pl.Expr) -> pl.Expr:
    return pl.when(column == 1).then(pl.lit(value=True)).when(column == 0).then(pl.lit(value=False))


def _matching(pattern: str, kind: type[pl.DataType]) -> Callable[[pl.Expr], pl.Expr]:
    def values(column: pl.Expr) -> pl.Expr:
        text = column.cast(pl.String)
        return pl.when(text.str.contains(pattern)).then(text).cast(kind, strict=False)

    return values


def _day_of_text(column: pl.Expr) -> pl.Expr:
    return pl.when(column.str.contains(_DAY)).then(column).str.to_date("%Y-%m-%d", strict=False)


def _midnights(column: pl.Expr) -> pl.Expr:
    return pl.when(column.dt.time() == MIDNIGHT).then(column.dt.date())


def _exact(column: pl.Expr) -> pl.Expr:
    return pl.when(column.is_between(-WHOLE_IN_A_FLOAT, WHOLE_IN_A_FLOAT)).then(column).cast(pl.Float64)


def _whole(column: pl.Expr) -> pl.Expr:
    # By way of the float: a cast of 2.7 itself would give 2 without a word.
    number = column.cast(pl.Float64)
    return pl.when(number == number.floor()).then(number).cast(pl.Int32, strict=False)


def _as_it_is(column: pl.Expr) -> pl.Expr:
    return column


_ALL = Bilingual("照收", "as it is")
_NO_CELL = {
    one: Bilingual(f"该单元格不是{one.zh}", f"the cell is no {one.en}")
    for one in (Documented.NUMBER, Documented.WHOLE, Documented.FLAG)
}
_NO_TEXT = Bilingual("该单元格不是文本", "the cell is no text")
_NO_DAY = Bilingual("该单元格不是 yyyy-MM-dd 形式的日期", "the cell is no day written yyyy-MM-dd")
_TOO_BIG = Bilingual("整数太大，存为数值会丢失末位", "the whole number is too big to be kept to its last digit")
_ZERO_OR_ONE = Bilingual("只收0和1", "0 and 1 only")
_NEITHER = Bilingual("该数不是0也不是1，不能当作是否", "the number is neither 0 nor 1, so it is no flag")
_NO_WHOLE = Bilingual("该数不是整数，或超出32位", "the number is not whole, or has more than 32 bits")
_DIGITS = Bilingual("只收数字、小数点、正负号", "digits, point, sign, exponent only")
_LOST_ZEROS = Bilingual(
    "文件中该列是数值，不是文本：编码的前导零或末位可能已经丢失",
    "the file has it as a number, which is no text: a code may have lost leading zeros or last digits",
)
_ZONED = Bilingual(
    "文件中该列是带时区的时间戳，不是日期：换算时区会差一天，可能使记录早于实际被知晓",
    "the file has it as a timestamp with a zone, which is no day: in another zone it is the day before or after, and the "
    "record would be known too soon",
)
_TIME_OF_DAY = Bilingual(
    "时间戳不是零点，不能当作日期：可能是换算过时区的日期，会差一天",
    "the timestamp is not at midnight, so it is no day: it may be a day moved to another zone, one day off",
)

READINGS: dict[tuple[Given, Documented], Reading] = {
    (Given.TEXT, Documented.TEXT): Reading(_as_it_is, _ALL, _NO_TEXT),
    (Given.TEXT, Documented.DATE): Reading(_day_of_text, Bilingual("只收 yyyy-MM-dd", "yyyy-MM-dd only"), _NO_DAY),
    (Given.TEXT, Documented.NUMBER): Reading(_matching(_NUMBER, pl.Float64), _DIGITS, _NO_CELL[Documented.NUMBER]),
    (Given.TEXT, Documented.WHOLE): Reading(
        _matching(_WHOLE, pl.Int32), Bilingual("只收数字", "digits only"), _NO_CELL[Documented.WHOLE]
    ),
    (Given.TEXT, Documented.FLAG): Reading(
        _flag_of_text, Bilingual("只收 true、false、1、0", "true, false, 1, 0 only"), _NO_CELL[Documented.FLAG]
    ),
    (Given.DATE, Documented.DATE): Reading(_as_it_is, _ALL, _NO_DAY),
    (Given.TIMESTAMP, Documented.DATE): Reading(_midnights, Bilingual("只收零点", "at midnight only"), _TIME_OF_DAY),
    (Given.ZONED, Documented.DATE): Reading(None, Bilingual("退回", "refused"), _ZONED),
    (Given.WHOLE, Documented.TEXT): Reading(None, Bilingual("退回", "refused"), _LOST_ZEROS),
    (Given.FLOAT, Documented.TEXT): Reading(None, Bilingual("退回", "refused"), _LOST_ZEROS),
    (Given.DECIMAL, Documented.TEXT): Reading(None, Bilingual("退回", "refused"), _LOST_ZEROS),
    (Given.WHOLE, Documented.NUMBER): Reading(
        _exact, Bilingual("不超过2的53次方", "up to 2 to the power of 53"), _TOO_BIG
    ),
    (Given.WHOLE, Documented.WHOLE): Reading(_whole, Bilingual("不超过32位", "within 32 bits"), _NO_WHOLE),
    (Given.WHOLE, Documented.FLAG): Reading(_flag_of_number, _ZERO_OR_ONE, _NEITHER),
    (Given.FLOAT, Documented.NUMBER): Reading(_as_it_is, _ALL, _NO_CELL[Documented.NUMBER]),
    (Given.FLOAT, Documented.WHOLE): Reading(_whole, Bilingual("只收整数值", "whole values only"), _NO_WHOLE),
    (Given.FLOAT, Documented.FLAG): Reading(_flag_of_number, _ZERO_OR_ONE, _NEITHER),
    # By way of its digits, so that 1234.56 is the same number as in a csv.
    (Given.DECIMAL, Documented.NUMBER): Reading(
        _matching(_NUMBER, pl.Float64), Bilingual("取最近的数值", "the nearest number"), _NO_CELL[Documented.NUMBER]
    ),
    (Given.DECIMAL, Documented.WHOLE): Reading(_whole, Bilingual("只收整数值", "whole values only"), _NO_WHOLE),
    (Given.DECIMAL, Documented.FLAG): Reading(_flag_of_number, _ZERO_OR_ONE, _NEITHER),
    (Given.FLAG, Documented.FLAG): Reading(_as_it_is, _ALL, _NO_CELL[Documented.FLAG]),
}
"""How each type of a file is read as each documented one; what is not named here is refused whole."""


def accepted(has: Given, wanted: Documented) -> Bilingual:
    """In words, what of a type is read as another, for the page of the tables."""
    if has is Given.EMPTY:
        return Bilingual("全部为未知", "all unknown")
    reading = READINGS.get((has, wanted))
    return reading.accepted if reading is not None else Bilingual("退回", "refused")
