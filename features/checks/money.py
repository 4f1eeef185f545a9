"""The last year's income of each household by category, and the allowances granted in that year.

No features, though made of the same amounts in the same caliber: a check holds the figures of one sheet against each other,
however old it is and only where it tells a whole year, while a `..._year` takes the latest of each figure in the last 12
months and scales what is collected more often.
"""

from __future__ import annotations

import polars as pl

from features.checks.state import State, last_place
from features.domains.income.recorded import COMPARABLE, COST, EARNED, SIGNED_AMOUNT
from features.language.measure import in_yuan
from features.records.gate import EVENT_DATE
from features.vocabulary import IncomeCategory

A_YEAR = "-12mo"
FEN = (pl.col("amount_yuan") * 100).round()
"""Sums are made in fen, so that they do not hang on the order of rows."""
CATEGORIES = {
    IncomeCategory.WAGE: "wage",
    IncomeCategory.BUSINESS: "business",
    IncomeCategory.BUSINESS_COST: "business_cost",
    IncomeCategory.TRANSFER_DIBAO: "dibao_recorded",
    IncomeCategory.INSURANCE_PAYOUT: "insurance_payout",
    IncomeCategory.COMPLIANT_SELF_PAID: "compliant_self_paid",
}
ITEMISED = ["transfer_dibao", "transfer_tekun", "transfer_pension", "transfer_ecological", "transfer_family_planning"]
"""Told by sheets that list each kind of transfer: only on those a blank allowance says that there was none."""


def last_year(state: State) -> pl.LazyFrame:
    """The figures of the last whole year told: categories (null where not told), net income, day on which it ended."""
    whole_years = state.known("income").filter(
        pl.col("period_months") == 12, COMPARABLE, pl.col("amount_yuan").is_not_null()
    )
    earned = whole_years.filter(EARNED | COST)
    ended = earned.group_by("row").agg(EVENT_DATE.max().alias("income_year_ends"))
    year = whole_years.join(ended, on="row", how="inner", maintain_order="left").filter(
        EVENT_DATE == pl.col("income_year_ends")
    )
    category = pl.col("category")
    counts = EARNED | COST
    figures = year.group_by("row").agg(
        # The sum of nothing would be 0: what is not told stays unknown.
        *(
            pl.when((category == wanted.value).any())
            .then(in_yuan(FEN.filter(category == wanted.value).sum()))
            .alias(name)
            for wanted, name in CATEGORIES.items()
        ),
        in_yuan((SIGNED_AMOUNT.filter(counts) * 100).round().sum()).alias("net_income"),
        category.is_in(ITEMISED).any().alias("transfers_are_itemised"),
        EVENT_DATE.first().alias("income_year_ends"),
        (EVENT_DATE.first() > state.a_year_began).alias("income_is_recent"),
    )
    places = last_place(year.filter(counts), "income_place")
    dibao = last_place(year.filter(category == IncomeCategory.TRANSFER_DIBAO.value), "dibao_place")
    return (
        figures.join(places, on="row", how="left")
        .join(dibao, on="row", how="left")
        .join(_grants(state, figures), on="row", how="left")
        .with_columns(pl.col("dibao_in_year", "dibao_whole_year").fill_null(value=False))
    )


def _grants(state: State, figures: pl.LazyFrame) -> pl.LazyFrame:
    """Whether the minimum living allowance was granted for a part of the year, or for all of it."""
    rows = state.known("support").filter(pl.col("kind") == "dibao")
    ends = pl.col("income_year_ends")
    begins = ends.dt.offset_by(A_YEAR)
    lasts_until = pl.col("ended_on").fill_null(ends)
    rows = rows.join(figures.select("row", "income_year_ends"), on="row", how="inner", maintain_order="left")
    whole = (pl.col("started_on") <= begins) & (lasts_until >= ends)
    return rows.group_by("row").agg(
        ((pl.col("started_on") <= ends) & (lasts_until > begins)).any().alias("dibao_in_year"),
        whole.any().alias("dibao_whole_year"),
    )
