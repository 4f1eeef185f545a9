"""How a file describes the people whom it is about, brought to the columns that are compared."""

from __future__ import annotations

from datetime import date

import polars as pl

from features.intake.linkage import numbers
from features.intake.linkage.comparing import DESCRIPTION
from features.intake.linkage.names import name_key, normal_name

PARTS = ("name", "number", "birth_date", "sex", "township", "village", "household_id")
"""What makes a described identity: two rows that say the same of these are about the same person."""

_OF_A_VILLAGE = r"(.)(村民委员会|居民委员会|行政村|村委会|居委会|社区|村)$"
_OF_A_TOWNSHIP = r"(.)(人民政府|街道办事处|办事处|街道|乡|镇)$"

AGE_GROUPS = ((0, "0-15"), (16, "16-34"), (35, "35-59"), (60, "60-74"), (75, "75+"))
"""First age of each group, and what it is called."""

UNKNOWN = "not told"


def describe(rows: pl.DataFrame, *, number: str, name: str, head: bool, by_household: bool = False) -> pl.DataFrame:
    """`source_row`, the columns of DESCRIPTION, `phone`; what the file does not say is null.

    Args:
        number: the column of ID or disability-card numbers.
        name: the column of names.
        head: whether the described people head their households.
        by_household: whether the rows name the household's code.
    """

    def optional(column: str, kind: type[pl.DataType]) -> pl.Expr:
        return pl.col(column) if column in rows.columns else pl.lit(None, kind)

    is_head = optional("relation", pl.String) == "head" if by_household and not head else pl.lit(head)
    read = rows.select(
        "source_row",
        normal_name(optional(name, pl.String)).alias("name"),
        optional("birth_date", pl.Date).alias("birth_date"),
        optional("sex", pl.String).alias("sex"),
        optional("township", pl.String).alias("township"),
        optional("village", pl.String).alias("village"),
        (optional("household_id", pl.String) if by_household else pl.lit(None, pl.String)).alias("household_id"),
        is_head.alias("head"),
        pl.coalesce(optional("phone", pl.String), optional("household_phone", pl.String)).alias("phone"),
    )
    written = rows.select(optional(number, pl.String).alias("number")).to_series()
    read = read.hstack(numbers.read_numbers(written, card=number == "card_number"))
    # A valid number tells birth and sex itself; a damaged one only takes part as a whole. The column may tell the month only.
    inside = numbers.birthday(pl.col("number"))
    month, month_inside = pl.col("birth_date").dt.truncate("1mo"), inside.dt.truncate("1mo")
    exact = pl.col("sound") & (pl.col("birth_date").is_null() | (month == month_inside))
    return read.with_columns(
        pl.when(exact).then(inside).otherwise("birth_date").alias("birth_date"),
        pl.coalesce("sex", pl.when("sound").then(numbers.sex(pl.col("number")))),
    ).select("source_row", *DESCRIPTION, "phone")


def folded(people: pl.DataFrame) -> pl.DataFrame:
    """Villages and townships without what they are called by (青石镇 and 青石, 柳沟村委会 and 柳沟), names without dots."""
    return people.with_columns(
        name_key(pl.col("name")),
        pl.col("township").str.replace(_OF_A_TOWNSHIP, "$1"),
        pl.col("village").str.replace(_OF_A_VILLAGE, "$1"),
    )


def identity_text(described: pl.DataFrame) -> pl.Series:
    """One text per described identity, to be hashed: it holds names and numbers."""
    parts = [pl.col(part).cast(pl.String).fill_null("") for part in PARTS]
    return described.select(pl.concat_str(parts, separator="\x1f")).to_series()


def groups(described: pl.DataFrame, on: date) -> pl.DataFrame:
    """`age_group`, `sex` and `township` of described people, for telling whether some groups are linked less well."""
    age = (pl.lit(on) - pl.col("birth_date")).dt.total_days() / 365.25
    group = pl.lit(UNKNOWN)
    for least, called in AGE_GROUPS:
        group = pl.when(age >= least).then(pl.lit(called)).otherwise(group)
    return described.select(
        group.alias("age_group"), pl.col("sex").fill_null(UNKNOWN), pl.col("township").fill_null(UNKNOWN)
    )
