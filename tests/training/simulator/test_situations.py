"""The simulator's own listing of situations, read against its files without a word of the product's reader."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from tests.training.simulator.files import SmallCounty, day
from training.simulator.clock import Clock, day_number
from training.simulator.situations import SITUATIONS, listed
from training.simulator.situations.reading import EXCEL_EPOCH, Reader
from training.simulator.situations.registers import unsafe_houses, unsafe_water
from training.simulator.writing import Layout

LAST_DAY = dt.date(2022, 3, 5)


@pytest.fixture(scope="module")
def situations(small_county: SmallCounty) -> pl.DataFrame:
    return pl.read_parquet(small_county.folder / "truth" / "situations.parquet")


def households(situations: pl.DataFrame, check: str) -> set[str]:
    return set(situations.filter(check=check)["户编号"])


def test_each_household_is_listed_once_under_a_known_situation(situations: pl.DataFrame) -> None:
    assert set(situations["check"]) <= set(SITUATIONS)
    assert not situations.select("check", "户编号").is_duplicated().any()


def test_planted_situations_are_listed(small_county: SmallCounty, situations: pl.DataFrame) -> None:
    planted = pl.read_parquet(small_county.folder / "truth" / "planted.parquet")
    natural = planted.filter(pl.col("check").is_in(list(SITUATIONS)))
    assert natural["check"].n_unique() == 5
    surely = situations.filter("judged")
    assert natural.join(surely, on=["check", "户编号"], how="anti").is_empty()


def test_most_listings_can_be_judged(situations: pl.DataFrame) -> None:
    # Where the word of a card is missing, the card may have come with a damaged number.
    others = situations.filter(pl.col("check") != "disabled_on_roster_without_card")
    assert 0.85 < others["judged"].to_numpy().mean() < 1


def test_a_monitored_household_without_a_measure_has_none_in_any_file(
    small_county: SmallCounty, situations: pl.DataFrame
) -> None:
    month_ago = dt.date(2022, 2, 5)
    ends: dict[str, list[dt.date]] = {}
    for sheet in small_county.of("support_measure"):
        for row in sheet.rows:
            ends.setdefault(row["户编号"], []).append(day(row["结束日期"]) or LAST_DAY)
    roster = {row["户编号"]: row for row in small_county.of("monitoring_roster")[-1].rows}
    idle = households(situations, "month_without_measure")
    assert idle
    for household in idle:
        assert roster[household]["风险是否消除"] == "否"
        assert max(ends.get(household, [dt.date.min])) < month_ago


def test_no_household_with_unsafe_water_is_on_a_roster(small_county: SmallCounty, situations: pl.DataFrame) -> None:
    monitored = {row["户编号"] for row in small_county.of("monitoring_roster")[-1].rows}
    unsafe = households(situations, "unsafe_water_not_monitored")
    assert unsafe
    assert not unsafe & monitored


CLOCK = Clock(dt.date(2021, 1, 1), 2)
"""Deliveries on 1 January, 5 February and 5 March 2021."""

SOUND = {"_damage": "", "_roster_damage": "", "_listed_from": 0}


def reader(source: str, *rows: dict[str, object], sure: bool = False) -> Reader:
    """What one source wrote; `delivery` of a row is the place of its delivery."""
    frames = [(int(str(row.pop("delivery", 0))), pl.DataFrame([row])) for row in rows]
    return Reader([(at, Layout(source, source, "csv"), frame) for at, frame in frames], CLOCK, sure=sure)


@pytest.mark.parametrize(
    ("litres", "days_out", "minutes", "good", "unsafe"),
    [
        (35, 36, 20, "是", False),
        (34, 36, 20, "是", True),
        (35, 37, 20, "是", True),
        (35, 36, 21, "是", True),
        (35, 36, 20, "否", True),
    ],
)
def test_water_is_safe_at_the_standard_itself(
    litres: int, days_out: int, minutes: int, good: str, unsafe: bool
) -> None:
    check = {
        "户编号": "h1", "_day": day_number(dt.date(2021, 1, 20)), "每人每天水量(升)": litres, "年断水天数": days_out,
        "取水往返时间(分钟)": minutes, "水质是否达标": good, "delivery": 1,
    }  # fmt: skip
    assert unsafe_water(reader("water_check", check)).height == unsafe


def inspection(grade: str, day: dt.date, delivery: int, remedied: dt.date | None = None) -> dict[str, object]:
    serial = None if remedied is None else (remedied - EXCEL_EPOCH).days
    return {
        "_household": "h1",
        "危房级别": grade,
        "整改完成日期": serial,
        "_day": day_number(day),
        "delivery": delivery,
        **SOUND,
    }


@pytest.mark.parametrize(
    ("inspections", "unsafe"),
    [
        ([inspection("C", dt.date(2021, 1, 10), 1)], True),
        ([inspection("B", dt.date(2021, 1, 10), 1)], False),
        ([inspection("D", dt.date(2021, 1, 10), 1), inspection("D", dt.date(2021, 1, 10), 2, dt.date(2021, 3, 5))], False),
        ([inspection("D", dt.date(2021, 1, 10), 1), inspection("D", dt.date(2021, 1, 10), 2, dt.date(2021, 3, 6))], True),
        ([inspection("D", dt.date(2021, 1, 10), 2), inspection("A", dt.date(2021, 1, 11), 1)], False),
    ],
    ids=["unsafe", "safe", "remedied by today", "to be remedied tomorrow", "safe since a later inspection"],
)  # fmt: skip
def test_a_dwelling_is_what_the_last_inspection_and_its_repair_say(
    inspections: list[dict[str, object]], unsafe: bool
) -> None:
    told = reader("housing_inspection", *[dict(one) for one in inspections])
    assert unsafe_houses(told).height == unsafe


@pytest.mark.parametrize(
    "spoiled", [{"_damage": "wrong_digit"}, {"_roster_damage": "missing"}, {"_listed_from": 2}], ids=str
)
def test_a_row_that_may_be_placed_or_not_does_not_count_among_the_sure_ones(spoiled: dict[str, object]) -> None:
    row = inspection("C", dt.date(2021, 1, 10), 1) | spoiled
    assert unsafe_houses(reader("housing_inspection", dict(row))).height == 1
    assert unsafe_houses(reader("housing_inspection", dict(row), sure=True)).is_empty()


def test_a_listing_on_which_a_damaged_number_decides_is_not_judged() -> None:
    day, row = dt.date(2021, 1, 10), inspection("C", dt.date(2021, 1, 10), 1)
    other = inspection("C", day, 1) | {"_household": "h2", "_damage": "transposed"}
    told = listed(reader("housing_inspection", row, other).files, CLOCK).filter(check="unsafe_house_not_monitored")
    assert told.select("户编号", "judged").rows() == [("h1", True), ("h2", False)]


def test_nothing_is_listed_where_nothing_was_written() -> None:
    assert listed([], CLOCK).is_empty()
