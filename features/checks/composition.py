"""Who makes up a household, in the words that checks use: labour, health, school, work; now, or on another day.

No features: an earlier day is asked about by what is known now, which a feature of that day does not know, and both days
have to be counted alike; and that nobody has labour is unknown here while one grown-up's is.
"""

from __future__ import annotations

import polars as pl

from features.checks.state import State
from features.domains.members.described import AT_SCHOOL
from features.domains.members.who import AGE, HAS_LABOUR
from features.language import underway
from features.language.views import current_members, the_dead

ADULT = AGE.fill_null(99) >= 16
"""Of unknown age is taken for grown up: whether such a person has labour is then unknown, not no."""

ILL = pl.col("chronic") | pl.col("major_illness")


def living_members(state: State) -> pl.LazyFrame:
    """The people of each household on the day, one row each, without those known to have died."""
    return _living(state.known("members"))


def members_on(state: State, days: pl.LazyFrame) -> pl.LazyFrame:
    """The people of households on an earlier day of each, by what is known now.

    Args:
        days: `row` and `day`, at most the as-of day.
    """
    rows = state.known("members").join(days, on="row", how="inner", maintain_order="left")
    return _living(rows.with_columns(as_of=pl.col("day")))


def _living(rows: pl.LazyFrame) -> pl.LazyFrame:
    return current_members(rows.join(the_dead(rows), on=["row", "person_id"], how="anti", maintain_order="left"))


def composition(members: pl.LazyFrame) -> pl.LazyFrame:
    """One row per household: how many people, who has labour, whether somebody is ill, disabled, at school, worked.

    Somebody is true where one person is; false where nobody is and at least one row states it; else null.
    """
    labour_is_told = ~(ADULT & pl.col("labour").is_null()).any()
    with_labour = HAS_LABOUR.sum()
    return members.group_by("row").agg(
        pl.len().alias("people"),
        with_labour.alias("with_labour"),
        pl.when(labour_is_told).then(with_labour == 0).alias("nobody_has_labour"),
        pl.col("labour").is_in(["ordinary", "skilled"]).any().alias("somebody_is_able"),
        _somebody(ILL).alias("somebody_ill"),
        _somebody(pl.col("disabled")).alias("somebody_disabled"),
        _somebody(AT_SCHOOL).alias("somebody_at_school"),
        (pl.col("work_months") > 0).any().alias("somebody_worked"),
    )


def _somebody(is_so: pl.Expr) -> pl.Expr:
    return pl.when(is_so.is_not_null().any()).then(is_so.any())


def now(state: State) -> pl.LazyFrame:
    """The composition today, and whether anybody is or ever was in the register of work."""
    spells = (
        state.known("employment")
        .group_by("row")
        .agg(pl.lit(value=True).first().alias("ever_in_register"), underway().any().alias("somebody_in_register"))
    )
    return composition(state.once(living_members)).join(spells, on="row", how="full", coalesce=True)
