"""What a text cell says: identifiers, flags and words, as Polars expressions over text columns.

Numbers and dates have modules of their own.

An expression gives null for an empty cell and for one it cannot read; `columns.py` tells the two apart.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from features.texts.invisible import NEVER_MEANT

BLANK = ("", "/", "\\", "-", "--", "—", "——", "无", "空", "null", "NULL", "None", "N/A", "#N/A")
"""What people and systems write into a cell that has nothing to say."""

TRUE = ("是", "有", "1", "Y", "y", "true", "TRUE", "True", "√", "已消除", "已参加", "达标")
FALSE = ("否", "0", "N", "n", "false", "FALSE", "False", "×", "x", "X", "未消除", "未参加", "不达标", "没有")

ERROR_VALUE = r"^#(?:REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA|BLOCKED!|FIELD!)$"
"""What a spreadsheet shows for a formula that failed, as it is then written into a csv."""

AROUND = ' \t\r\n\f\v\u0085\u1680\u2028\u2029\u3000\xa0\ufeff="'
"""Characters that may stand around what a cell says."""

MAY_NEED_FOLDING = r"[^\t\n\v\f\r\x20-\x7E\u4E00-\u9FFF]|_x00"
"""Printed ASCII and common Chinese stay as they are; folding is the dearest step, so it is asked first."""

ESCAPED = r"_x00(?i:0[0-9A-F]|1[0-9A-F]|7F)_"
"""A control character as workbooks write it: some programs hand _x000D_ on as if it were text."""

NO_FULL_WIDTH_DIGIT = r"[\u00B2\u00B3\u00B9\u00BC-\u00BE\u2070-\u209F\u2150-\u218B\u2460-\u249B\u24EA\u3220-\u3229]"
"""Raised, lowered, circled digits and fractions: NFKC makes plain digits of them, and 4000① would be 40001."""


def clean(cells: pl.DataFrame) -> pl.DataFrame:
    """Half-width, trimmed, without what nobody sees and without the `="…"` that keeps Excel's hands off a number; null
    when nothing is left.
    """
    if cells.is_empty():
        return cells
    wide = cells.select(pl.all().str.contains(MAY_NEED_FOLDING).any()).row(0)
    folded = cells.with_columns(
        _folded(pl.col(name)).alias(name) for name, folds in zip(cells.columns, wide, strict=True) if folds
    )
    trimmed = folded.with_columns(pl.all().str.strip_chars(AROUND))
    return trimmed.select(pl.when(pl.col(name) != "").then(pl.col(name)) for name in cells.columns)


def _folded(text: pl.Expr) -> pl.Expr:
    seen = text.str.replace_all(NEVER_MEANT, "").str.replace_all(ESCAPED, " ").str.replace_all("m²", "m2", literal=True)
    return pl.when(seen.str.contains(NO_FULL_WIDTH_DIGIT)).then(seen).otherwise(seen.str.normalize("NFKC"))


def blank_as_null(text: pl.Expr) -> pl.Expr:
    """The text, or null where it is one of the marks for "nothing"."""
    return pl.when(~text.is_in(BLANK)).then(text)


def as_identifier(text: pl.Expr) -> pl.Expr:
    """Without spaces, in upper case. Anything but letters, digits, `-` and `_` is no identifier."""
    bare = text.str.replace_all(r"\s", "").str.to_uppercase().str.strip_prefix("'")
    return pl.when(bare.str.contains(r"^[0-9A-Z_-]{1,40}$")).then(bare)


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
    """All words of a cell that names several, in its order, without repeats: a list, null when one of them is unknown.

    Those that are known would say of the others that they are not so: 残疾、白血病 would be no grave illness.
    """
    labels = text.str.replace_all(r"[;；、，|/+\s]+", ",").str.split(",")
    bare = pl.element().str.replace(r"[(].*$", "")
    found = bare.replace_strict(words, default=None, return_dtype=pl.String)
    told = labels.list.eval(found.filter(bare != "").unique(maintain_order=True))
    return pl.when((told.list.len() > 0) & ~told.list.contains(None)).then(told)
