"""因安全饮水 | The last check of the drinking water: which of the four indicators is below its standard, and how old the word is."""

from __future__ import annotations

from models.reasons.topics.conditions import at_least, at_most, below, no, yes
from models.reasons.topics.declaring import phrase, topic

topic(
    "water",
    "water_declared_safe months_since_water_check water_per_person water_quantity_to_standard days_without_water "
    "water_days_out_to_standard minutes_to_water metres_to_water climb_to_water water_fetch_to_standard water_quality_fails "
    "water_below_standard water_indicators_failed",
    raises=[
        phrase(
            "quality",
            "饮水{seen:month}检测水质不达标{seen:sent}",
            "drinking water below the standard of quality in {seen:month}{seen:sent}",
            yes("water_quality_fails"),
            seen="water_quality_fails",
        ),
        phrase(
            "days_without",
            "一年断水{days_without_water}，标准是不超过{policy.water_days_out:days}（{seen:month}检查）",
            "{days_without_water} without water in the year, {policy.water_days_out:days} at most by the standard (check of {seen:month})",
            at_least("water_days_out_to_standard", 1.01),
            seen="days_without_water",
        ),
        phrase(
            "quantity",
            "每人每天用水只有{water_per_person}，标准是{policy.water_litres_per_day:litres}（{seen:month}检查）",
            "{water_per_person} of water a person and day, {policy.water_litres_per_day:litres} by the standard (check of {seen:month})",
            below("water_quantity_to_standard", 1),
            seen="water_per_person",
        ),
        phrase(
            "time",
            "取水来回要{minutes_to_water}，标准是不超过{policy.water_fetch_minutes:minutes}",
            "{minutes_to_water} to fetch water and come back, {policy.water_fetch_minutes:minutes} at most by the standard",
            at_least("water_fetch_to_standard", 1.01),
            at_least("minutes_to_water", "policy.water_fetch_minutes"),
        ),
        phrase(
            "distance",
            "取水要走{metres_to_water}，标准是不超过{policy.water_fetch_distance:metres}",
            "{metres_to_water} to the water, {policy.water_fetch_distance:metres} at most by the standard",
            at_least("water_fetch_to_standard", 1.01),
            at_least("metres_to_water", "policy.water_fetch_distance"),
        ),
        phrase(
            "climb",
            "取水要爬坡{climb_to_water}，标准是不超过{policy.water_fetch_climb:metres}",
            "{climb_to_water} of climb to the water, {policy.water_fetch_climb:metres} at most by the standard",
            at_least("water_fetch_to_standard", 1.01),
            at_least("climb_to_water", "policy.water_fetch_climb"),
        ),
        phrase(
            "declared_unsafe",
            "农户表登记饮水还不安全{seen:sent}",
            "drinking water not yet safe by the household sheet{seen:sent}",
            no("water_declared_safe"),
            seen="water_declared_safe",
        ),
        phrase(
            "checked_long_ago",
            "饮水最近一次检查还是{seen:month}{seen:sent}",
            "last check of the drinking water as long ago as {seen:month}{seen:sent}",
            at_least("months_since_water_check", 12),
            seen="months_since_water_check",
        ),
    ],
    protects=[
        phrase(
            "good",
            "饮水{seen:month}检查达标{seen:sent}",
            "drinking water up to the standard in {seen:month}{seen:sent}",
            no("water_below_standard"),
            at_most("months_since_water_check", 12),
            seen="months_since_water_check",
        ),
        phrase(
            "declared_safe",
            "农户表登记饮水安全",
            "drinking water safe by the household sheet",
            yes("water_declared_safe"),
            no("water_below_standard"),
        ),
    ],
    ask="看水龙头出不出水、水清不清，问一年断几次水 | Open the tap and look whether water runs clear; ask how often it fails in a year",
)
