"""Members of a roster without a sound ID number: two rows of one sheet are two people, unless nobody can tell them apart."""

from __future__ import annotations

import polars as pl

from features.intake.who.identity import Pseudonyms

ALIKE = ("household_id", "name", "birth_date", "sex", "number")
"""What tells people without a sound number apart; `number` as it is written, damaged or none."""

OF_ONE_PERSON = ("change_kind", "event_date", "year")
"""Columns in which several rows about one person differ: changes, and the years of a sheet of several years."""


def indistinct(frame: pl.DataFrame, described: pl.DataFrame) -> pl.DataFrame:
    """`source_row` of those rows that say the same of their person as a row above them.

    Args:
        frame: the rows of the sheet.
        described: how they describe their people, row by row, in the columns of DESCRIPTION.
    """
    apart = frame.select("source_row", *(name for name in OF_ONE_PERSON if name in frame.columns))
    told = apart.hstack(described.select(*ALIKE, "sound")).filter(~pl.col("sound"))
    first = told.unique(pl.exclude("source_row"), keep="first", maintain_order=True)
    return told.join(first, on="source_row", how="anti").select("source_row")


def described_people(unnumbered: pl.DataFrame, taken: pl.Series, pseudonyms: Pseudonyms) -> pl.Series:
    """A pseudonym for each described person; people who share household, name and month get one each.

    Args:
        unnumbered: rows of DESCRIPTION, without those that are `indistinct`.
        taken: the persons of the sheet's other rows.
    """
    alone = pseudonyms.of_described(unnumbered)
    people = unnumbered.select(ALIKE).with_columns(alone.alias("alone"))
    several = people.select(pl.struct(ALIKE).n_unique().over("alone") > 1).to_series() | alone.is_in(taken.implode())
    if not several.any():
        return alone
    apart = pseudonyms.of_described(people, ("birth_date", "sex", "number"))
    return pl.select(pl.when(several).then(apart).otherwise(alone)).to_series()
