"""因产业项目失败 | Failed projects with day and loss, the household's own business and farming, its land and its links."""

from __future__ import annotations

from models.reasons.topics.conditions import at_least, at_most, below, between, yes
from models.reasons.topics.declaring import DECLARED, phrase, topic

topic(
    "business_failed",
    "business_failures_12m business_losses_12m business_failed_after_help industry_help_missing screened_project_failure",
    raises=[
        phrase(
            "several",
            "近12个月产业项目失败{business_failures_12m}，损失共{business_losses_12m}，最近一次在{seen:month}{seen:sent}",
            "business projects that failed {business_failures_12m} in 12 months with {business_losses_12m} lost, last in "
            "{seen:month}{seen:sent}",
            at_least("business_failures_12m", 2),
            at_least("business_losses_12m", 300),
            seen="business_failures_12m",
        ),
        phrase(
            "against_income",
            "{seen:month}产业项目失败，损失{business_losses_12m}，相当于全家年收入的{losses_to_income:share}{seen:sent}",
            "business project that failed in {seen:month} with {business_losses_12m} lost, {losses_to_income:share of} yearly "
            "income{seen:sent}",
            at_least("business_losses_12m", 300),
            at_least("losses_to_income", 0.05),
            at_most("shocks_12m", 1),
            seen="business_failures_12m",
        ),
        phrase(
            "without_help",
            "{seen:month}产业项目失败，还没有享受产业帮扶{seen:sent}",
            "business project that failed in {seen:month}, and no help for another yet{seen:sent}",
            yes("industry_help_missing"),
            seen="business_failures_12m",
        ),
        phrase(
            "with_loss",
            "{seen:month}产业项目失败，损失{seen.loss_yuan:yuan}{seen:sent}",
            "business project that failed in {seen:month} with {seen.loss_yuan:yuan} lost{seen:sent}",
            at_least("business_losses_12m", 300),
            seen="business_failures_12m",
            largest="loss_yuan",
        ),
        phrase(
            "failed",
            "{seen:month}产业项目失败{seen:sent}",
            "business project that failed in {seen:month}{seen:sent}",
            yes("business_failures_12m"),
            seen="business_failures_12m",
        ),
    ],
    ask="问失败的原因、还欠多少钱、保险赔没赔，打算怎么接着干 | "
    "Ask why it failed, what is still owed, whether insurance paid, and what comes next",
)

topic(
    "industry_help",
    "industry_help_12m industry_help_36m",
    protects=[
        phrase(
            "lately",
            "近12个月享受了产业帮扶",
            "help for a business project in the last 12 months",
            yes("industry_help_12m"),
        ),
        phrase(
            "begun",
            "近3年新得到产业帮扶{industry_help_36m}",
            "help for a business project given {industry_help_36m} in 3 years",
            yes("industry_help_36m"),
        ),
    ],
)

topic(
    "farming",
    "business_year business_3m business_6m business_change business_cost_year business_net_year screened_business_income_drop",
    raises=[
        phrase(
            "lost_money",
            "最近一年自家生产经营亏了{business_net_year:loss}",
            "{business_net_year:loss} lost by the family's own farming and business in the last year",
            at_most("business_net_year", -300),
        ),
        phrase(
            "fell",
            "最近一年生产经营收入{business_year}，比上年少{business_change:drop}",
            "{business_year} from farming and business in the last year, {business_change:drop} less than in the year before",
            at_most("business_change", 0.75),
            at_least("business_year_before", 3_000),
        ),
        phrase(
            "cost_eats_it",
            "最近一年生产经营收入{business_year}，成本就花了{business_cost_year}",
            "{business_year} from farming and business in the last year, of which {business_cost_year} went into its cost",
            at_least("business_cost_year", 3_000),
            at_most("business_net_year", "business_cost_year"),
        ),
        phrase(
            "little",
            "最近一年生产经营净收入只有{business_net_year}",
            "only {business_net_year} left from farming and business in the last year",
            between("business_net_year", 1, 3_000),
        ),
    ],
    protects=[
        phrase(
            "rose",
            "最近一年生产经营收入{business_year}，比上年多{business_change:rise}",
            "{business_year} from farming and business in the last year, {business_change:rise} more than in the year before",
            at_least("business_change", 1.2),
            at_least("business_net_year", 5_000),
        ),
        phrase(
            "earned",
            "最近一年生产经营净收入{business_net_year}",
            "{business_net_year} left from farming and business in the last year",
            at_least("business_net_year", 5_000),
        ),
    ],
    ask="看地里和圈里的情况，问今年种养了什么、好不好卖 | Look at fields and stock; ask what is grown or raised this year and how it sells",
)

topic(
    "business_links",
    "in_cooperative led_by_enterprise business_without_link",
    protects=[
        phrase(
            "both",
            "加入了合作社，还有龙头企业带动",
            "member of a cooperative, and led by an enterprise",
            yes("in_cooperative"),
            yes("led_by_enterprise"),
        ),
        phrase("cooperative", "加入了农民合作社", "member of a farmers' cooperative", yes("in_cooperative")),
        phrase("enterprise", "有龙头企业带动", "led by an enterprise", yes("led_by_enterprise")),
    ],
)

topic(
    "land",
    "land orchard",
    raises=[
        phrase(
            "little_land",
            "全家{persons:mouths}只有{land}耕地",
            "{land} of arable land for a family of {persons}",
            below("land", 3),
            at_least("persons", 3),
        ),
        phrase(
            "hardly_any_land",
            "家里只有{land}耕地",
            "only {land} of arable land",
            below("land", 1.5),
        ),
        phrase("no_land", "家里没有耕地", "no arable land", at_most("land", 0)),
    ],
    protects=[
        phrase(
            "land_and_orchard",
            "家里有耕地{land}、林果{orchard}",
            "{land} of arable land and {orchard} of orchard",
            at_least("land", 4),
            at_least("orchard", 1),
        ),
        phrase("enough_land", "家里有耕地{land}", "{land} of arable land", at_least("land", 4)),
        phrase("orchard", "家里有林果地{orchard}", "{orchard} of orchard", at_least("orchard", 2)),
    ],
    ask="问地够不够种、有没有流转出去，口粮够不够 | Ask whether the land is enough, whether some is rented out, and whether there is enough to eat",
)

DECLARED.leave_untold("what a year before brought is told beside what there is now", "business_year_before")
DECLARED.leave_untold(
    "a cost that nobody recorded is a question to the records, not to the household", "business_without_cost"
)
