"""Who stays one person though the rosters of two years write the number differently, and what each number was found to be."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from features.intake.linkage.numbers import read_numbers
from features.intake.linkage.register import IDENTITY, Register
from features.records.store import RecordStore
from features.records.store.withdrawing import withdraw
from tests.features.intake.files import household
from tests.features.intake.linkage.county import bill, bills, number_of, roster, slip, take


def persons(store: RecordStore, number: int) -> list[str]:
    """Everybody whom rosters ever listed in household `number`."""
    members = store.records()["members"].filter(pl.col("household_id") == household(number))
    return members.get_column("person_id").unique().to_list()


@pytest.mark.parametrize("wrong", [slip(number_of(7)), ""])
def test_a_number_damaged_a_year_later_is_still_the_same_person_s(
    tmp_path: Path, county: RecordStore, wrong: str
) -> None:
    take(tmp_path, county, "2025-01-05", roster(60, "2024", p7={"证件号码": wrong}))
    assert len(persons(county, 7)) == 1


@pytest.mark.parametrize("wrong", [slip(number_of(70)), ""])
def test_a_number_put_right_a_year_later_leads_to_the_person_known_before(
    tmp_path: Path, county: RecordStore, wrong: str
) -> None:
    take(tmp_path, county, "2024-02-05", roster(71, "2024", p70={"证件号码": wrong}))
    before = persons(county, 70)
    take(tmp_path, county, "2025-01-05", roster(71, "2025"))
    assert persons(county, 70) == before
    take(tmp_path, county, "2025-02-05", {"医保.csv": bills(bill(70))})
    landed = county.records()["illness"].filter(pl.col("household_id") == household(70))
    assert landed.get_column("person_id").to_list() == before
    assert county.links().is_empty()


def test_another_name_in_the_household_is_another_person(tmp_path: Path, county: RecordStore) -> None:
    take(tmp_path, county, "2025-01-05", roster(60, "2024", p7={"证件号码": "", "姓名": "欧阳某"}))
    assert len(persons(county, 7)) == 2


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({}, "sound"),
        ({"证件号码": ""}, "missing"),
        ({"证件号码": slip(number_of(7))}, "unsound"),
        ({"性别": "女" if int(number_of(7)[16]) % 2 else "男"}, "sex_differs"),
        ({"出生日期": "198001"}, "birth_differs"),
        ({"证件号码": "E12345678"}, None),
    ],
)
def test_what_a_number_was_found_to_be_is_told(
    tmp_path: Path, county: RecordStore, told: dict[str, str], found: str | None
) -> None:
    take(tmp_path, county, "2025-01-05", roster(60, "2024", p7=told))
    members = county.records()["members"].filter(pl.col("household_id") == household(7)).sort("known_date")
    assert members.get_column("id_check").to_list()[-1] == found


def test_numbers_are_read_as_people_write_them() -> None:
    sound = "11010519491231002X"
    texts = [
        sound,
        " 110105-19491231-002x",
        "110105491231002",
        sound[:-1] + "1",
        "11010519491331002X",
        "",
        None,
        "E1234567",
    ]
    read = read_numbers(pl.Series(texts, dtype=pl.String))
    assert read.get_column("number").to_list()[:3] == [sound] * 3
    assert read.get_column("sound").to_list() == [True, True, True, False, False, False, False, False]
    cards = read_numbers(pl.Series([sound + "42", sound + "42B1", "11010549123100242"]), card=True)
    assert cards.rows() == [(sound, True)] * 3


@pytest.mark.parametrize(("repeated", "found"), [(True, True), (False, False)])
def test_a_later_roster_vouches_for_people_when_the_first_is_withdrawn(
    tmp_path: Path, county: RecordStore, repeated: bool, found: bool
) -> None:
    if repeated:
        take(tmp_path, county, "2025-01-05", roster(60, "2024"))
    for delivery in county.deliveries().filter(pl.col("known_date") == dt.date(2024, 1, 5)).get_column("delivery_id"):
        withdraw(county, delivery, dt.date(2025, 1, 6), "sent twice")
    if not repeated:
        take(tmp_path, county, "2025-01-07", roster(59, "2024"))
    take(tmp_path, county, "2025-02-05", {"医保.csv": bills(bill(59, 证件号码=slip(number_of(59))))})
    assert (county.links().get_column("band").to_list() == ["probable"]) is found


def test_monthly_lists_that_say_the_same_do_not_pile_up() -> None:
    person = {
        "person_id": "p", "household_id": "h", "name": "张三", "number": "1", "number_id": "p", "sound": True, "head": True,
    }  # fmt: skip
    register = Register(pl.DataFrame(schema=IDENTITY))
    for place, day in enumerate(["2024-01-05", "2024-02-05", "2024-03-05", "2024-12-05", "2025-01-05", "2025-02-05"]):
        known = {"known_date": dt.date.fromisoformat(day), "delivery_id": f"d{place}"}
        register.learn(pl.DataFrame([{**person, **known}], schema=IDENTITY))
        assert register.listed().height == 1
    assert register.take_new().get_column("delivery_id").to_list() == ["d0", "d1", "d4"]


@pytest.mark.parametrize(("left_out", "vouches"), [("phone", True), ("birth_date", False), ("number", False)])
def test_nobody_vouches_for_what_others_said(left_out: str, vouches: bool) -> None:
    person = {
        "person_id": "p", "household_id": "h", "name": "张三", "number": "1", "number_id": "p", "sound": True,
        "birth_date": dt.date(1970, 1, 15), "phone": "1",
    }  # fmt: skip
    damaged = {"number": "2", "number_id": None, "sound": False}
    again = {**person, **(damaged if left_out == "number" else {left_out: None})}
    register = Register(pl.DataFrame(schema=IDENTITY))
    for place, told in enumerate([person, again]):
        known = {"known_date": dt.date(2024, place + 1, 5), "delivery_id": f"d{place}"}
        register.learn(pl.DataFrame([{**told, **known}], schema=IDENTITY))
    assert (register.take_new().height == 2) is vouches
