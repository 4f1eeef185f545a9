"""What makes a whole file doubtful though each of its rows could be true: wrong signs, wrong units, wrong codes.

A rule speaks only of files with enough rows: three bills of nothing are three bills of nothing.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from features.bilingual import Bilingual
from features.records.tables.rules import FileRule, Severity, limit
from features.vocabulary import IllnessSetting, Sex

ENOUGH_VALUES = 20
"""Fewer amounts say nothing about their file."""

ENOUGH_PEOPLE = 100
"""Fewer people may well be of one sex."""

AMOUNT = pl.col("amount_yuan")
INPATIENT_BILL = pl.col("total_yuan").filter(pl.col("setting") == IllnessSetting.INPATIENT.value)
WAGE = pl.col("monthly_wage_yuan")
NET_INCOME = pl.col("stated_net_income_yuan")

FILE_RULES: dict[str, list[FileRule]] = {}
"""The rules over a file's rows for each table, in the order in which they are declared."""


def refused_unless(
    table: str, column: str, *, zh: str, en: str, to_do_zh: str, to_do_en: str, limit: str | None = None
) -> Callable[[Callable[[], pl.Expr]], Callable[[], pl.Expr]]:
    """Declare a rule over a file's rows; the function gives one value, unknown where there are too few of them."""

    def declare(holds: Callable[[], pl.Expr]) -> Callable[[], pl.Expr]:
        rule = FileRule(
            table,
            holds.__name__,
            Severity.REFUSE,
            Bilingual(zh, en),
            Bilingual(to_do_zh, to_do_en),
            column,
            holds=holds(),
            limit=limit,
        )
        FILE_RULES.setdefault(table, []).append(rule)
        return holds

    return declare


def of_enough(values: pl.Expr, holds: pl.Expr, enough: int = ENOUGH_VALUES) -> pl.Expr:
    """What holds, where at least so many values are told; unknown where fewer are."""
    return pl.when(values.count() >= enough).then(holds)


@refused_unless(
    "income",
    "amount_yuan",
    zh="全部收入金额都不大于0",
    en="no amount of income in it is above 0",
    to_do_zh="核对金额列的正负号和列名后重新导出",
    to_do_en="check the sign of the amounts and the headers, then export again",
)
def some_income_is_positive() -> pl.Expr:
    return of_enough(AMOUNT, (AMOUNT > 0).any())


@refused_unless(
    "households",
    "stated_net_income_yuan",
    zh="纯收入的中位数过低，单位可能是万元",
    en="half of the net incomes are next to nothing: they may be in ten thousands of yuan",
    to_do_zh="以元为单位重新导出",
    to_do_en="export it again in yuan",
    limit="contract_median_net_income_least",
)
def net_income_is_in_yuan() -> pl.Expr:
    return of_enough(NET_INCOME, NET_INCOME.abs().median() >= limit("contract_median_net_income_least").first())


@refused_unless(
    "illness",
    "total_yuan",
    zh="住院总费用的中位数过低，单位可能是万元",
    en="half of the in-patient bills are next to nothing: they may be in ten thousands of yuan",
    to_do_zh="以元为单位重新导出",
    to_do_en="export it again in yuan",
    limit="contract_median_bill_least",
)
def bills_are_in_yuan() -> pl.Expr:
    return of_enough(INPATIENT_BILL, INPATIENT_BILL.median() >= limit("contract_median_bill_least").first())


@refused_unless(
    "employment",
    "monthly_wage_yuan",
    zh="月工资的中位数过低，单位可能是千元或万元",
    en="half of the monthly wages are next to nothing: they may be in thousands or ten thousands of yuan",
    to_do_zh="以元为单位重新导出",
    to_do_en="export it again in yuan",
    limit="contract_median_wage_least",
)
def wages_are_in_yuan() -> pl.Expr:
    return of_enough(WAGE, WAGE.median() >= limit("contract_median_wage_least").first())


@refused_unless(
    "members",
    "sex",
    zh="名册中所有人都是同一性别",
    en="everybody on the roster is of one sex",
    to_do_zh="核对性别列的代码，以“男”“女”重新导出",
    to_do_en="check the codes of the column, and export it again with 男 and 女",
)
def both_sexes_are_listed() -> pl.Expr:
    sex = pl.col("sex")
    return of_enough(sex, sex.n_unique() == len(Sex), ENOUGH_PEOPLE)
