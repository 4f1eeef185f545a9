"""ID numbers as written, damaged ones too: what can still be read in them."""

from __future__ import annotations

import polars as pl

from features.vocabulary import IdCheck, Sex

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"


def read_numbers(texts: pl.Series, *, card: bool = False) -> pl.DataFrame:
    """`number`, the characters without what stands around them and 15 digits of old brought to 18, and `sound`, whether
    it is a valid ID number: its form, its check character and its birthday.

    Of a disability card (ID number, category, grade) the part that is the ID number. An empty text is null, and not sound.
    """
    bare = pl.col("text").str.replace_all(r"[\s'-]", "").str.to_uppercase()
    if card:
        bare = bare.str.replace(r"B[0-9]+$", "").str.replace(r"(.)..$", "$1")
    of_old = pl.col("bare").str.contains(r"^[0-9]{15}$")
    longer = pl.concat_str(pl.col("bare").str.slice(0, 6), pl.lit("19"), pl.col("bare").str.slice(6))
    # Column by column: as one expression the seventeen digits would each be cut out of the whole chain anew.
    read = pl.DataFrame({"text": texts}, schema={"text": pl.String}).select(bare.alias("bare"))
    read = read.select(
        pl.when(of_old).then(longer).when(pl.col("bare").str.len_bytes() > 0).then("bare").alias("number"),
        of_old.alias("old"),
    )
    read = read.with_columns(
        _check_character(pl.col("number")).alias("check"), birthday(pl.col("number")).alias("birthday")
    )
    read = read.with_columns(pl.when("old").then(pl.concat_str("number", "check")).otherwise("number").alias("number"))
    form = pl.col("number").str.contains(r"^[0-9]{17}[0-9X]$")
    sound = form & (pl.col("check") == pl.col("number").str.slice(17)) & pl.col("birthday").is_not_null()
    return read.select("number", sound.fill_null(False).alias("sound"))


def _check_character(number: pl.Expr) -> pl.Expr:
    """The 18th character (GB 11643: ISO 7064 MOD 11-2); null where the first 17 are no digits."""
    digits = [number.str.slice(place, 1).cast(pl.Int32, strict=False) for place in range(17)]
    total = pl.sum_horizontal(
        (digit * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)), ignore_nulls=False
    )
    return (total % 11).replace_strict(dict(enumerate(_CHECK_CHARACTERS)), default=None, return_dtype=pl.String)


def birthday(number: pl.Expr) -> pl.Expr:
    """The day that is written into a number; null where it is none, as in a year 0000."""
    day = number.str.slice(6, 8).str.to_date("%Y%m%d", strict=False)
    return pl.when(day.dt.year() > 0).then(day)


def sex(number: pl.Expr) -> pl.Expr:
    """What digit 17 says: odd for men."""
    digit = number.str.slice(16, 1).cast(pl.Int32, strict=False)
    return pl.when(digit.is_not_null()).then(
        pl.when(digit % 2 == 1).then(pl.lit(Sex.MALE.value)).otherwise(pl.lit(Sex.FEMALE.value))
    )


def id_check(number: pl.Expr, sound: pl.Expr, told_sex: pl.Expr, told_birth: pl.Expr) -> pl.Expr:
    """What the number in a roster was found to be, by itself and against the sex and month of birth beside it.

    Other documents, such as passports, begin with a letter: nothing is said of them.
    """
    return (
        pl.when(number.is_null())
        .then(pl.lit(IdCheck.MISSING.value))
        .when(number.str.contains(r"^[A-Z]"))
        .then(None)
        .when(~sound)
        .then(pl.lit(IdCheck.UNSOUND.value))
        .when(birthday(number).dt.truncate("1mo") != told_birth.dt.truncate("1mo"))
        .then(pl.lit(IdCheck.BIRTH_DIFFERS.value))
        .when(sex(number) != told_sex)
        .then(pl.lit(IdCheck.SEX_DIFFERS.value))
        .otherwise(pl.lit(IdCheck.SOUND.value))
    )
