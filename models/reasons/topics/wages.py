"""因务工就业不稳 | What the work brings: wages now, against a year ago and the line, and wages as the year's collection tells them."""

from __future__ import annotations

from models.reasons.topics.conditions import at_least, at_most, between, yes
from models.reasons.topics.declaring import DECLARED, phrase, topic

topic(
    "wages",
    "monthly_wages_now wages_now_to_line wages_change highest_wage highest_wage_share wage_year wage_3m wage_6m wage_change "
    "wage_share",
    raises=[
        phrase(
            "fell",
            "全家务工月工资从一年前的{monthly_wages_year_before}降到{monthly_wages_now}",
            "{monthly_wages_now} of wages a month, down from {monthly_wages_year_before} a year ago",
            between("wages_change", 0.01, 0.8),
        ),
        phrase(
            "below_line",
            "全家务工月工资{monthly_wages_now}，按人口平摊只有监测线的{wages_now_to_line:share}",
            "{monthly_wages_now} of wages a month for the family, {wages_now_to_line:share of} the monitoring line for each person",
            between("wages_now_to_line", 0.01, 1),
        ),
        phrase(
            "gone",
            "一年前全家务工月工资{monthly_wages_year_before}，现在没有这份收入了",
            "no wages now, after {monthly_wages_year_before} a month a year ago",
            at_most("monthly_wages_now", 0),
            at_least("monthly_wages_year_before", 300),
            unless="work jobs_ended",
        ),
        phrase(
            "year_fell",
            "最近一年全家工资收入{wage_year}，比上年少{wage_change:drop}",
            "{wage_year} of wages in the last year, {wage_change:drop} less than in the year before",
            at_most("wage_change", 0.8),
            at_least("wage_year_before", 3_000),
        ),
        phrase(
            "small_part",
            "最近一年全家工资收入{wage_year}，只占纯收入的{wage_share:share}",
            "{wage_year} of wages in the last year, only {wage_share:share of} net income",
            between("wage_share", 0.005, 0.5),
            yes("people_with_labour"),
        ),
        phrase(
            "none_in_the_year",
            "家里有{people_with_labour:workers}，最近一年没有工资收入",
            "{people_with_labour:workers}, no wages in the last year",
            at_most("wage_year", 0),
            unless="work",
        ),
    ],
    protects=[
        phrase(
            "rose",
            "全家务工月工资从一年前的{monthly_wages_year_before}涨到{monthly_wages_now}",
            "{monthly_wages_now} of wages a month, up from {monthly_wages_year_before} a year ago",
            at_least("wages_change", 1.2),
            at_least("wages_now_to_line", 1),
        ),
        phrase(
            "above_line",
            "全家务工月工资{monthly_wages_now}，按人口平摊是监测线的{wages_now_to_line:share}",
            "{monthly_wages_now} of wages a month for the family, {wages_now_to_line:share of} the monitoring line for each person",
            at_least("wages_now_to_line", 1.2),
        ),
        phrase(
            "large_part",
            "最近一年全家工资收入{wage_year}，占纯收入的{wage_share:share}",
            "{wage_year} of wages in the last year, {wage_share:share of} net income",
            between("wage_share", 0.5, 1),
            at_least("wage_year", 12_000),
        ),
    ],
    ask="问现在每月实际到手多少、活稳不稳、有没有拖欠 | Ask what is really paid each month, whether the work is steady, and whether wages are owed",
)

DECLARED.leave_untold(
    "what a year before brought is told beside what there is now", "monthly_wages_year_before wage_year_before"
)
