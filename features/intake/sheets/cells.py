"""What a text cell says: numbers, dates, months, flags and words, as Polars expressions over text columns.

An expression gives null for an empty cell and for one it cannot read; `columns.py` tells the two apart.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import polars as pl

BLANK = ("", "/", "\\", "-", "--", "—", "——", "无", "空", "null", "NULL", "None", "N/A", "#N/A")
"""What people and systems write into a cell that has nothing to say."""

TRUE = ("是", "有", "1", "Y", "y", "true", "TRUE", "True", "√", "已消除", "已参加", "达标")
FALSE = ("否", "0", "N", "n", "false", "FALSE", "False", "×", "x", "X", "未消除", "未参加", "不达标", "没有")

AROUND = ' \t\r\n\f\v\u3000\xa0\ufeff="'
"""Characters that may stand around what a cell says."""

MAY_NEED_FOLDING = r"[^\x00-\x7F\u4E00-\u9FFF]"
"""Plain ASCII and common Chinese are what NFKC leaves as they are; folding is the dearest step, so it is asked first."""

EXCEL_EPOCH = dt.date(1899, 12, 30)
"""Day 0 of Excel's serial numbers, with its 29 February 1900 that never was already taken off."""

_SEPARATED = r"^(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?(?:[T ]+\d{1,2}:\d{2}.*)?$"
_COMPACT = r"^(\d{4})(\d{2})(\d{2})?$"
_SERIAL = r"^(\d{5})(?:\.\d+)?$"


def clean(cells: pl.DataFrame) -> pl.DataFrame:
    """Half-width, trimmed, and without the `="…"` that keeps Excel's hands off a number; null when nothing is left."""
    if cells.is_empty():
        return cells
    wide = cells.select(pl.all().str.contains(MAY_NEED_FOLDING).any()).row(0)
    folded = cells.with_columns(
        pl.col(name).str.normalize("NFKC") for name, folds in zip(cells.columns, wide, strict=True) if folds
    )
    trimmed = folded.with_columns(pl.all().str.strip_chars(AROUND))
    return trimmed.select(pl.when(pl.col(name) != "").then(pl.col(name)) for name in cells.columns)


def said(text: pl.Expr) -> pl.Expr:
    """The text, or null where it is one of the marks for "nothing"."""
    return pl.when(~text.is_in(BLANK)).then(text)


def as_identifier(text: pl.Expr) -> pl.Expr:
    """Without spaces, in upper case. Anything but letters, digits, `-` and `_` is no identifier."""
    bare = text.str.replace_all(r"\s", "").str.to_uppercase().str.strip_prefix("'")
    return pl.when(bare.str.contains(r"^[0-9A-Z_-]{1,40}$")).then(bare)


def as_plain_number(text: pl.Expr) -> pl.Expr:
    """A finite number written with nothing but digits, sign and point."""
    number = text.cast(pl.Float64, strict=False)
    return pl.when(number.is_finite()).then(number)


def as_number(text: pl.Expr) -> pl.Expr:
    """A finite number; thousands separators, ¥ and 元 are taken off."""
    return as_plain_number(text.str.replace_all(",", "", literal=True).str.strip_prefix("¥").str.strip_suffix("元"))


def as_iso_date(text: pl.Expr) -> pl.Expr:
    """yyyy-MM-dd and nothing else."""
    return text.str.to_date("%Y-%m-%d", strict=False)


def as_date(text: pl.Expr) -> pl.Expr:
    """yyyy-MM-dd, yyyy/M/d, yyyy.M.d, yyyy年M月d日, yyyyMMdd, an Excel serial; without a day the first of the month."""
    separated, compact = text.str.extract_groups(_SEPARATED), text.str.extract_groups(_COMPACT)
    parts = [
        pl.coalesce(separated.struct.field(group), compact.struct.field(group)).str.zfill(2) for group in ("1", "2")
    ]
    day = pl.coalesce(separated.struct.field("3"), compact.struct.field("3"), pl.lit("01")).str.zfill(2)
    written = pl.concat_str([*parts, day], separator="-").str.to_date("%Y-%m-%d", strict=False)
    serial = text.str.extract(_SERIAL).cast(pl.Int32, strict=False)
    return pl.coalesce(written, pl.lit(EXCEL_EPOCH) + pl.duration(days=serial))


def as_flag(text: pl.Expr) -> pl.Expr:
    return pl.when(text.is_in(TRUE)).then(True).when(text.is_in((*FALSE, "无"))).then(False)


def as_word(text: pl.Expr, words: Mapping[str, str]) -> pl.Expr:
    """The word that the label or code stands for. A label keeps its meaning behind a code ("01 健康", "01-健康")."""
    bare = text.str.replace_all(r"\s", "")
    label = bare.str.replace(r"^\d+[-.、:]?", "")
    return pl.coalesce(
        bare.replace_strict(words, default=None, return_dtype=pl.String),
        label.replace_strict(words, default=None, return_dtype=pl.String),
    )


def as_words(text: pl.Expr, words: Mapping[str, str]) -> pl.Expr:
    """All words of a cell that names several, in its order, without repeats: a list, null when none is known."""
    labels = text.str.replace_all(r"[;；、，|/+\s]+", ",").str.split(",")
    bare = pl.element().str.replace(r"[(].*$", "")
    found = bare.replace_strict(words, default=None, return_dtype=pl.String)
    known = labels.list.eval(found.drop_nulls().unique(maintain_order=True))
    return pl.when(known.list.len() > 0).then(known)
