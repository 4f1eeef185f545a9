"""其他 | The minimum living allowance, temporary relief and measures: received, ended, or due and not there."""

from __future__ import annotations

from models.reasons.topics.conditions import at_least, at_most, below, between, no, yes
from models.reasons.topics.declaring import phrase, topic

topic(
    "minimum_living",
    "on_minimum_living_allowance newly_on_minimum_living_6m months_since_minimum_living people_on_dibao_by_roster "
    "allowance_year allowances_ended_6m allowance_lost_6m allowance_in_phase_out dibao_missing low_income_without_dibao "
    "ill_or_disabled_without_dibao",
    raises=[
        phrase(
            "lost",
            "{seen.ended_on:month}退出{seen.kind:support}{seen:sent}",
            "{seen.kind:support} that ended in {seen.ended_on:month}{seen:sent}",
            yes("allowance_lost_6m"),
            seen="allowances_ended_6m",
            largest="ended_on",
        ),
        phrase(
            "lost_lately",
            "近6个月退出低保或特困供养",
            "minimum living allowance or support for the destitute that ended in the last 6 months",
            yes("allowance_lost_6m"),
        ),
        phrase(
            "ill_on_a_low_income",
            "家里有大病或重残成员，人均收入{dibao_income_per_person}低于低保标准{policy.dibao_line:yuan}，没有享受低保",
            "a gravely ill or disabled member and {dibao_income_per_person} of income a person, below the line of the minimum "
            "living allowance of {policy.dibao_line:yuan}, which nobody receives",
            yes("ill_or_disabled_without_dibao"),
            yes("dibao_missing"),
            between("dibao_income_per_person", 1, "policy.dibao_line"),
            unless="income_level",
        ),
        phrase(
            "below_line",
            "人均收入{dibao_income_per_person}，低于低保标准{policy.dibao_line:yuan}，没有享受低保",
            "{dibao_income_per_person} of income a person, below the line of the minimum living allowance of "
            "{policy.dibao_line:yuan}, which nobody receives",
            yes("dibao_missing"),
            between("dibao_income_per_person", 1, "policy.dibao_line"),
            unless="income_level",
        ),
        phrase(
            "ill_or_disabled",
            "家里有大病或重残成员，没有享受低保",
            "a gravely ill or disabled member, and nobody on the minimum living allowance",
            yes("ill_or_disabled_without_dibao"),
            below("dibao_income_to_line", 2),
        ),
        phrase(
            "due",
            "人均收入低于低保标准，没有享受低保",
            "income below the line of the minimum living allowance, which nobody receives",
            yes("dibao_missing"),
        ),
        phrase(
            "phased_out",
            "收入超过了低保标准，低保正在渐退",
            "minimum living allowance being phased out, with income now above its line",
            yes("allowance_in_phase_out"),
        ),
    ],
    protects=[
        phrase(
            "received_with_amount",
            "正在享受低保或特困供养，最近一年领到{allowance_year}",
            "minimum living allowance or support for the destitute, {allowance_year} in the last year",
            yes("on_minimum_living_allowance"),
            at_least("allowance_year", 300),
        ),
        phrase(
            "received",
            "正在享受低保或特困供养",
            "minimum living allowance or support for the destitute underway",
            yes("on_minimum_living_allowance"),
        ),
        phrase(
            "by_roster",
            "名册上有{people_on_dibao_by_roster}享受低保或特困供养",
            "{people_on_dibao_by_roster} on the minimum living allowance or support for the destitute by the roster",
            yes("people_on_dibao_by_roster"),
        ),
    ],
    ask="问有没有申请过低保、卡在哪一步，符合条件的帮着报 | "
    "Ask whether the minimum living allowance was applied for and where it stands; help to apply where it is due",
)

topic(
    "temporary_relief",
    "temporary_relief_12m temporary_relief_amount_12m screened_large_temporary_relief",
    raises=[
        phrase(
            "several",
            "近12个月有困难，领过{temporary_relief_12m}临时救助，共{temporary_relief_amount_12m}",
            "in need of temporary relief {temporary_relief_12m} in 12 months, {temporary_relief_amount_12m} in all",
            at_least("temporary_relief_12m", 2),
        ),
        phrase(
            "one",
            "{seen:month}有困难，领过临时救助{seen.amount_yuan:yuan}{seen:sent}",
            "in need of temporary relief in {seen:month}, {seen.amount_yuan:yuan}{seen:sent}",
            yes("temporary_relief_12m"),
            seen="temporary_relief_12m",
        ),
        phrase(
            "times",
            "近12个月有困难，领过{temporary_relief_12m}临时救助",
            "in need of temporary relief {temporary_relief_12m} in 12 months",
            yes("temporary_relief_12m"),
        ),
    ],
    protects=[
        phrase(
            "received",
            "近12个月得到临时救助{temporary_relief_amount_12m}",
            "{temporary_relief_amount_12m} of temporary relief in the last 12 months",
            at_least("temporary_relief_amount_12m", 300),
        ),
    ],
    ask="问当时遇到什么难处、现在过去没有 | Ask what the need was and whether it has passed",
)

topic(
    "measures",
    "measures_underway measures_ended_6m months_without_measure support_amount_12m",
    raises=[
        phrase(
            "one_ended",
            "{seen.ended_on:month}结束{seen.kind:support}，现在没有帮扶措施",
            "{seen.kind:support} that ended in {seen.ended_on:month}, no measure now",
            yes("measures_ended_6m"),
            at_most("measures_ended_6m", 1),
            no("measures_underway"),
            seen="measures_ended_6m",
            unless="minimum_living",
        ),
        phrase(
            "ended",
            "近6个月结束了{measures_ended_6m:items}帮扶措施，现在没有在享受的",
            "{measures_ended_6m:measures} that ended in the last 6 months, none now",
            yes("measures_ended_6m"),
            no("measures_underway"),
        ),
    ],
    protects=[
        phrase(
            "underway_with_amount",
            "正在享受{measures_underway:items}帮扶措施，近12个月新增{support_amount_12m}",
            "{measures_underway:measures} underway, {support_amount_12m} begun in the last 12 months",
            at_least("support_amount_12m", 500),
        ),
        phrase(
            "underway",
            "正在享受{measures_underway:items}帮扶措施",
            "{measures_underway:measures} underway",
            yes("measures_underway"),
        ),
    ],
    ask="问现在最需要什么帮扶，原来的措施停了以后日子怎样 | Ask what help is needed most now and how life goes since the measure ended",
)
