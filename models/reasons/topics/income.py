"""其他 | Recorded income against the lines and against the years before, and what it comes from."""

from __future__ import annotations

from models.reasons.topics.conditions import at_least, at_most, below, between, known
from models.reasons.topics.declaring import DECLARED, phrase, topic

topic(
    "income_level",
    "net_income_year net_income_per_person income_to_line income_margin reference_income_per_person "
    "reference_income_to_line dibao_income_recorded dibao_income_per_person dibao_income_to_line screened_income_low",
    raises=[
        phrase(
            "in_the_red",
            "最近一年全家收支相抵亏{net_income_year:loss}",
            "{net_income_year:loss} short in the last year, with costs above income",
            at_most("net_income_year", -100),
        ),
        phrase(
            "below_line",
            "人均年收入{net_income_per_person}，低于监测线{policy.monitoring_line:yuan}",
            "{net_income_per_person} of yearly income a person, below the monitoring line of {policy.monitoring_line:yuan}",
            between("income_to_line", 0.0, 1),
        ),
        phrase(
            "below_line_after_expense",
            "扣除看病自付后人均年收入{reference_income_per_person}，低于监测线{policy.monitoring_line:yuan}",
            "{reference_income_per_person} of yearly income a person after medical expense, below the monitoring line of "
            "{policy.monitoring_line:yuan}",
            between("reference_income_to_line", 0.0, 1),
            below("reference_income_per_person", "net_income_per_person"),
        ),
        phrase(
            "at_line",
            "人均年收入{net_income_per_person}，刚到监测线{policy.monitoring_line:yuan}",
            "{net_income_per_person} of yearly income a person, just at the monitoring line of {policy.monitoring_line:yuan}",
            between("income_to_line", 1, 1.005),
        ),
        phrase(
            "hardly_above_line",
            "人均年收入{net_income_per_person}，只比监测线高{income_margin:yuan}",
            "{net_income_per_person} of yearly income a person, only {income_margin:yuan} above the monitoring line",
            between("income_to_line", 1.005, 1.3),
        ),
        phrase(
            "low_income_group",
            "人均年收入{net_income_per_person}，在低收入组{policy.low_income_group:yuan}以内",
            "{net_income_per_person} of yearly income a person, within the low income group of up to {policy.low_income_group:yuan}",
            at_most("net_income_per_person", "policy.low_income_group"),
        ),
    ],
    protects=[
        phrase(
            "well_above_line",
            "人均年收入{net_income_per_person}，是监测线的{income_to_line:share}",
            "{net_income_per_person} of yearly income a person, {income_to_line:share of} the monitoring line",
            at_least("income_to_line", 1.5),
        ),
    ],
    ask="问今年实际收入和登记的差多少，有没有少算、漏算 | Ask how this year's real income differs from what is recorded",
)

topic(
    "income_change",
    "income_change income_swing_3y screened_income_drop",
    raises=[
        phrase(
            "fell",
            "最近一年全家纯收入{net_income_year}，比上年少{income_change:drop}",
            "{net_income_year} of net income in the last year, {income_change:drop} less than in the year before",
            between("income_change", 0.0, 0.8),
        ),
        phrase(
            "swings",
            "近3年全家纯收入起落大：{net_income_two_years_before}、{net_income_year_before}、{net_income_year}",
            "net income that swings from year to year: {net_income_two_years_before}, {net_income_year_before}, {net_income_year}",
            at_least("income_swing_3y", 0.4),
            below("net_income_year", "net_income_year_before"),
        ),
        phrase(
            "swings_and_has_not_come_back",
            "近3年全家纯收入起落大：{net_income_two_years_before}、{net_income_year_before}、{net_income_year}",
            "net income that swings from year to year: {net_income_two_years_before}, {net_income_year_before}, {net_income_year}",
            at_least("income_swing_3y", 0.4),
            below("net_income_year", "net_income_two_years_before"),
        ),
        phrase(
            "swings_over_two_years",
            "全家纯收入起落大：上一年{net_income_year_before}，最近一年{net_income_year}",
            "net income that swings from year to year: {net_income_year_before}, then {net_income_year}",
            at_least("income_swing_3y", 0.4),
            below("net_income_year", "net_income_year_before"),
        ),
    ],
    protects=[
        phrase(
            "steady",
            "近3年全家纯收入比较稳：{net_income_two_years_before}、{net_income_year_before}、{net_income_year}",
            "steady net income: {net_income_two_years_before}, {net_income_year_before}, {net_income_year}",
            at_most("income_swing_3y", 0.35),
            at_least("income_change", 0.85),
            known("net_income_two_years_before"),
        ),
        phrase(
            "rose",
            "最近一年全家纯收入{net_income_year}，比上年多{income_change:rise}",
            "{net_income_year} of net income in the last year, {income_change:rise} more than in the year before",
            at_least("income_change", 1.2),
        ),
    ],
    ask="问收入为什么有起落，今年有没有变化 | Ask why income goes up and down and what changed this year",
)

topic(
    "income_sources",
    "income_concentration",
    raises=[
        phrase(
            "one_source",
            "全家收入几乎只靠一个来源",
            "nearly all income from one source",
            at_least("income_concentration", 0.8),
        ),
    ],
    protects=[
        phrase(
            "several_sources",
            "全家收入有好几个来源",
            "income from several sources",
            at_most("income_concentration", 0.4),
        ),
    ],
    ask="问除了这份收入还有什么门路 | Ask what else the family could live on",
)

topic(
    "property_income",
    "property_year",
    protects=[
        phrase(
            "earned",
            "最近一年有租金、分红等财产性收入{property_year}",
            "{property_year} of rents and dividends in the last year",
            at_least("property_year", 500),
        ),
    ],
)

topic(
    "transfers",
    "transfer_year transfer_3m transfer_6m",
    protects=[
        phrase(
            "received",
            "最近一年有养老金、补贴等收入{transfer_year}",
            "{transfer_year} of pensions and subsidies in the last year",
            at_least("transfer_year", 2_000),
        ),
    ],
)

topic(
    "insurance_paid",
    "insurance_payout_year",
    protects=[
        phrase(
            "paid",
            "最近一年保险理赔{insurance_payout_year}",
            "{insurance_payout_year} paid by insurance in the last year",
            at_least("insurance_payout_year", 300),
        ),
    ],
)

DECLARED.leave_untold(
    "what a year before brought is told beside what there is now", "net_income_year_before net_income_two_years_before"
)
DECLARED.leave_untold("how old the word of an income is says nothing of the household", "months_since_income")
