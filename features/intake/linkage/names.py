"""Names brought to one form before they are compared: one dot, one width, nothing that cannot be seen."""

from __future__ import annotations

import unicodedata

import polars as pl

DOT = "·"
"""U+00B7, the dot of GB/T 39999 between the parts of a name."""

DOTS = "•‧∙⋅・･●‣․。．.｡˙⸱ꞏ᛫◦∘﹒॰‐‑‒–—―－-"
"""What stands for it in files: bullets, katakana and full-width dots, full stops, and dashes where no dot could be typed."""

UNREADABLE = r"[\x{E000}-\x{F8FF}\x{F0000}-\x{FFFFD}\x{100000}-\x{10FFFD}\x{FFFD}□〓?？]"
"""A rare character as one system's own code or as what another system puts for it: which character it was, nobody can tell."""

NOT_YET_NAMED = (
    "未取名",
    "未命名",
    "未起名",
    "暂未取名",
    "尚未取名",
    "待取名",
    "无名",
    "无名氏",
    "新生儿",
    "婴儿",
    "暂无",
    "待定",
    "无",
)
"""What stands in the column of names for somebody who has none yet."""

_INVISIBLE = r"[\p{Cc}\p{Cf}\s]"


def normal_name(name: pl.Expr) -> pl.Expr:
    """The name without blanks and invisible characters, in full code points (NFKC), with one kind of dot; empty is null."""
    bare = name.str.normalize("NFKC").str.replace_all(_INVISIBLE, "")
    dotted = bare.str.replace_all(f"[{DOT}{DOTS}]+", DOT).str.strip_chars(DOT)
    return pl.when(dotted.str.len_bytes() > 0).then(dotted)


def name_key(name: pl.Expr) -> pl.Expr:
    """What is compared of a name in its normal form: the dot, which some offices leave out, tells nothing."""
    return name.str.replace_all(DOT, "", literal=True)


def may_be_one_name(one: str, other: str) -> bool:
    """Whether two names are the same but for characters that nobody can read in one of them."""
    return len(one) == len(other) and all(
        mine == theirs or _unreadable(mine) or _unreadable(theirs) for mine, theirs in zip(one, other, strict=True)
    )


def _unreadable(character: str) -> bool:
    return unicodedata.category(character) == "Co" or character in "\ufffd□〓?？"


def is_nobody_s(name: pl.Expr) -> pl.Expr:
    """Whether a name tells nothing of who it is: none is there, or words that say that none was given yet."""
    return name.is_null() | name.is_in(NOT_YET_NAMED)


def holds_unreadable(name: pl.Expr) -> pl.Expr:
    """Whether a character of the name is one system's own code; false where there is no name."""
    return name.str.contains(UNREADABLE).fill_null(value=False)
