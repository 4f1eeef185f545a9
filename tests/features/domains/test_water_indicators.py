"""The four indicators of drinking water, each at its standard."""

from __future__ import annotations

import polars as pl
import pytest

from tests.drawn_tables import drawn, value

AS_OF = "2024-06-30"
COLUMNS = "litres_per_day | days_out | fetch_minutes | fetch_distance_m | fetch_climb_m"


def check(measured: str, quality: bool | None) -> pl.DataFrame:
    return drawn("water", f"event_date | {COLUMNS}\n2024-03-31 | {measured}").with_columns(
        pl.lit(quality, dtype=pl.Boolean).alias("quality_ok")
    )


@pytest.mark.parametrize(
    ("measured", "quality", "below", "failed"),
    [
        ("35 | 36 | 20 | 800 | 80", True, 0, 0),
        ("34.9 | 36 | 20 | 800 | 80", True, 1, 1),
        ("35 | 37 | 20 | 800 | 80", True, 1, 1),
        ("35 | 36 | 21 | 800 | 80", True, 1, 1),
        ("35 | 36 | 20 | 801 | 80", True, 1, 1),
        ("35 | 36 | 20 | 800 | 81", True, 1, 1),
        ("35 | 36 | 21 | 801 | 81", True, 1, 1),  # one indicator, however often it fails
        ("35 | 36 | 20 | 800 | 80", False, 1, 1),
        ("0 | 366 | 60 | 5000 | 500", False, 1, 4),
        ("35 | 36 |  | 800 | ", True, 0, 0),  # the way is told by its distance
        ("35 | 36 |  |  | 80", True, 0, 0),
        ("35 | 36 |  |  | ", True, None, 0),  # nothing tells of the way
        (" |  |  | 801 | ", None, 1, 1),
        (" |  |  |  | ", None, None, None),
    ],
)
def test_water_is_below_the_standard_by_any_of_four(
    measured: str, quality: bool | None, below: float | None, failed: float | None
) -> None:
    water = check(measured, quality)
    assert value("water_below_standard", AS_OF, water=water) == below
    assert value("water_indicators_failed", AS_OF, water=water) == failed


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("water_quantity_to_standard", 0.6),
        ("water_days_out_to_standard", 0.5),
        ("water_fetch_to_standard", 1.25),  # 1,000 m of 800; the climb is 80 of 80 and the time 5 of 20
        ("metres_to_water", 1000),
        ("climb_to_water", 80),
    ],
)
def test_how_far_off_the_standard(name: str, expected: float) -> None:
    assert value(name, AS_OF, water=check("21 | 18 | 5 | 1000 | 80", None)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("measured", "expected"), [("21 | 18 | 5 | 1000 | 80", 2), (" |  |  |  | 80", 2), (" |  |  |  | ", None)]
)
def test_a_check_that_states_nothing_is_no_check(measured: str, expected: float | None) -> None:
    assert value("months_since_water_check", AS_OF, water=check(measured, None)) == expected


def test_a_flag_of_the_yearly_sheet_is_no_check() -> None:
    sheet = drawn("water", "event_date | safe\n2023-12-31 | yes").with_columns(
        quality_ok=pl.lit(None, dtype=pl.Boolean)
    )
    assert value("months_since_water_check", AS_OF, water=sheet) is None
