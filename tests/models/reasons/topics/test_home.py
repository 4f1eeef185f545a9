"""The dwelling, the water and the way to the road: the standard beside what was found, and the day of the finding."""

from __future__ import annotations

import pytest

from features.vocabulary import Department
from tests.models.reasons.topics.described import protecting, raising, row

INSPECTED = {"dwelling_grade": row("2024-03-11", by=Department.HOUSING)}
CHECKED = row("2023-12-10", by=Department.WATER)


def test_an_unsafe_dwelling_has_its_grade_and_the_month_since_which_it_waits() -> None:
    """Not the last sheet that repeats the grade: since then nobody has waited for 48 months."""
    unsafe = {"unsafe_dwelling": 1, "dwelling_grade": 3, "months_unremedied": 48}
    first = {**INSPECTED, "oldest_open_hazard": row("2020-12-31", by=Department.HOUSING, known="2021-01-05")}

    assert raising("dwelling_safety", first, **unsafe, housing_help_missing=1) == (
        "住房鉴定为C级，2020年12月以来没有整改，也没有住房帮扶（住建2021年1月5日送达）",
        "dwelling of grade C, not made safe since December 2020, no help for its repair (sent by housing on 5 January 2021)",
    )
    assert raising("dwelling_safety", **unsafe) == (
        "住房鉴定为C级，还没有整改",
        "dwelling of grade C, not yet made safe",
    )


def test_a_safe_dwelling_is_a_relief_and_no_difficulty() -> None:
    safe = {"dwelling_grade": 1, "unsafe_dwelling": 0, "months_since_inspection": 9}

    assert raising("dwelling_safety", INSPECTED, **safe) is None
    assert protecting("dwelling_safety", INSPECTED, **safe) == (
        "住房2024年3月鉴定为A级，住着安全（住建2024年10月5日送达）",
        "dwelling of grade A by the inspection of March 2024, safe to live in (sent by housing on 5 October 2024)",
    )


def test_water_below_a_standard_is_told_beside_the_standard() -> None:
    assert raising(
        "water", {"days_without_water": CHECKED}, days_without_water=85, water_days_out_to_standard=85 / 36
    ) == (
        "一年断水85天，标准是不超过36天（2023年12月检查）",
        "85 days without water in the year, 36 days at most by the standard (check of December 2023)",
    )


def test_an_old_check_of_good_water_is_told_by_its_day_and_not_by_its_months() -> None:
    good = {"water_below_standard": 0, "water_days_out_to_standard": 0.1, "water_quality_fails": 0}

    assert raising("water", {"months_since_water_check": CHECKED}, **good, months_since_water_check=13) == (
        "饮水最近一次检查还是2023年12月（水利2024年10月5日送达）",
        "last check of the drinking water as long ago as December 2023 (sent by water on 5 October 2024)",
    )
    assert raising("water", {"months_since_water_check": CHECKED}, **good, months_since_water_check=3) is None


@pytest.mark.parametrize("km", [0.0, 0.4, 1.9])
def test_a_road_nearby_is_no_reason(km: float) -> None:
    assert raising("remote", distance_to_road=km) is None


def test_neighbours_are_counted_in_a_hundred() -> None:
    assert raising("identified_around", village_identified_rate=0.021) == (
        "同村每100户约有2户近12个月纳入监测",
        "about 2 in 100 households of the village identified as monitored in 12 months",
    )
    assert raising("identified_around", village_identified_rate=0.001) is None
