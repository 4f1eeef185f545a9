"""Rows whose ID number is missing, damaged or on no roster, and whom they are taken for."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from features.records.store import RecordStore
from tests.features.intake.files import as_csv, household, id_number, take_in
from tests.features.intake.linkage.county import (
    band_of,
    bill,
    bills,
    born,
    number_of,
    person_of,
    roster,
    slip,
    take,
    two_slips,
)

ROW = 42
"""Of the bill told behind forty sound ones: the header is row 1."""


@pytest.mark.parametrize(
    "told",
    [
        {"证件号码": ""},
        {"证件号码": slip(number_of(47))},
        {"证件号码": slip(number_of(47)), "出生日期": "", "性别": "", "乡": "", "村": ""},
        {"证件号码": slip(number_of(47)), "姓名": "黄海坡"},
        {"证件号码": "", "村": "柳沟村委会", "乡": "青石"},
    ],
)
def test_a_person_is_found_by_what_else_is_said(tmp_path: Path, county: RecordStore, told: dict[str, str]) -> None:
    report = take(tmp_path, county, "2024-02-05", {"医保.csv": bills(bill(47, **told))})
    assert band_of(county, ROW) == ("probable", person_of(county, 47))
    assert not report.set_aside
    landed = county.records()["illness"].filter(pl.col("source_row") == ROW)
    assert landed.get_column("household_id").to_list() == [household(47)]


def test_a_sound_number_needs_no_name(tmp_path: Path, county: RecordStore) -> None:
    take(tmp_path, county, "2024-02-05", {"医保.csv": bills(bill(47, 姓名="谁也不是", 村="别处"))})
    assert county.links().is_empty()
    assert county.records()["illness"].height == 41


@pytest.mark.parametrize(
    ("told", "band"),
    [
        # Two valid numbers are two people, however alike the rest: somebody has to look.
        ({"证件号码": id_number(900, born(47))}, "review"),
        # Nothing but the name and the village: enough to ask, among sixty people.
        ({"证件号码": "", "出生日期": "", "性别": ""}, "review"),
        # Born on the same day in the same village, but another name.
        ({"证件号码": "", "姓名": "赵无名"}, "review"),
        # A twin whose name differs in one character, and the number in two.
        ({"证件号码": two_slips(number_of(47)), "姓名": "黄海坡"}, "review"),
        # A stranger.
        ({"证件号码": id_number(900, "19440404"), "姓名": "欧阳外来", "出生日期": "1944-04-04"}, "none"),
    ],
)
def test_who_is_not_surely_meant_does_not_land(
    tmp_path: Path, county: RecordStore, told: dict[str, str], band: str
) -> None:
    report = take(tmp_path, county, "2024-02-05", {"医保.csv": bills(bill(47, **told))})
    assert band_of(county, ROW)[0] == band
    assert sum(report.set_aside.values()) == 1
    assert county.records()["illness"].height == 40


def test_a_row_is_not_linked_to_somebody_whom_no_roster_had_named_by_its_day(
    tmp_path: Path, county: RecordStore
) -> None:
    """Both folders land together; person 77 becomes known a month after the bill."""
    root = tmp_path / "in"
    for day, files in {
        "2024-02-05": {"医保.csv": bills(bill(77, 证件号码=""))},
        "2024-03-05": {
            **roster(80),
            "医保.csv": as_csv([bill(p, 结算流水号=f"T{p}") for p in range(9)] + [bill(77, 证件号码="")]),
        },
    }.items():
        (root / day).mkdir(parents=True)
        for name, content in files.items():
            (root / day / name).write_bytes(content)
    take_in(root, county)
    bands = county.links().sort("known_date").select("band", "person_id").rows()
    assert bands == [("none", None), ("probable", person_of(county, 77))]


def test_of_two_people_alike_nobody_is_chosen(tmp_path: Path, county: RecordStore) -> None:
    """Two men of one name, village and birthday: a bill without a number may be either's."""
    same = {"姓名": "王建国", "出生日期": "197001", "性别": "男"}
    twins = {"p60": {**same, "证件号码": id_number(961)}, "p61": {**same, "证件号码": id_number(963)}}
    take(tmp_path, county, "2024-01-20", roster(62, "2024", **twins))
    told = bill(0, 证件号码="", 姓名="王建国", 出生日期="1970-01-15", 性别="男")
    take(tmp_path, county, "2024-02-05", {"医保.csv": bills(told)})
    assert band_of(county, ROW)[0] == "review"


def test_two_descriptions_that_contradict_each_other_do_not_share_a_person(tmp_path: Path, county: RecordStore) -> None:
    """Row 42 is Zhao's to the letter but for a slip; row 43 has another name and a slip of its own."""
    number = number_of(46)
    other = number[:-2] + str((int(number[-2]) + 2) % 10) + number[-1]
    told = [bill(46, 证件号码=slip(number)), bill(46, 证件号码=other, 姓名="赵海坡", 结算流水号="T1")]
    take(tmp_path, county, "2024-02-05", {"医保.csv": bills(*told)})
    assert band_of(county, ROW) == ("probable", person_of(county, 46))
    assert band_of(county, ROW + 1) == ("twice", person_of(county, 46))


def test_one_person_may_have_many_bills_each_with_a_slip_of_its_own(tmp_path: Path, county: RecordStore) -> None:
    number = number_of(46)
    told = [bill(46, 证件号码=slip(number)), bill(46, 证件号码="", 结算流水号="T1")]
    take(tmp_path, county, "2024-02-05", {"医保.csv": bills(*told)})
    assert band_of(county, ROW) == band_of(county, ROW + 1) == ("probable", person_of(county, 46))


def test_a_number_on_no_roster_is_found_where_the_roster_s_own_is_damaged(tmp_path: Path, county: RecordStore) -> None:
    number = number_of(60)
    take(tmp_path, county, "2024-01-20", roster(61, "2024", p60={"证件号码": slip(number)}))
    take(tmp_path, county, "2024-02-05", {"医保.csv": bills(bill(60))})
    assert band_of(county, ROW) == ("probable", person_of(county, 60))


def test_a_damaged_disability_card_still_tells_category_and_grade(tmp_path: Path, county: RecordStore) -> None:
    def card(person: int, number: str) -> dict[str, str]:
        told = {key: value for key, value in bill(person).items() if key in {"姓名", "性别", "出生日期", "乡", "村"}}
        return {**told, "残疾人证号": number, "办证日期": "2024-01-10"}

    cards = [card(person, number_of(person) + "42") for person in range(10)] + [card(47, slip(number_of(47)) + "31B1")]
    take(tmp_path, county, "2024-02-05", {"残联.csv": as_csv(cards)})
    landed = county.records()["disability"].filter(pl.col("household_id") == household(47))
    assert landed.select("category", "grade").rows() == [(3.0, 1.0)]


def test_a_head_is_found_by_name_and_village(tmp_path: Path, county: RecordStore) -> None:
    def loss(person: int, number: str) -> dict[str, str]:
        told = {"乡": "青石镇", "村": "柳沟村", "户主姓名": bill(person)["姓名"], "户主证件号码": number}
        return {**told, "灾害类型": "旱灾", "受灾日期": "2024-01-12", "损失金额": "3000"}

    losses = [loss(person, number_of(person)) for person in range(10)] + [loss(47, slip(number_of(47)))]
    take(tmp_path, county, "2024-02-05", {"应急.csv": as_csv(losses)})
    assert band_of(county, 12) == ("probable", person_of(county, 47))
    assert household(47) in county.records()["shocks"].get_column("household_id").to_list()


def test_a_file_full_of_damaged_numbers_is_refused_however_lucky_the_names(tmp_path: Path, county: RecordStore) -> None:
    told = [bill(person, 证件号码=slip(number_of(person))) for person in range(40, 52)]
    report = take(tmp_path, county, "2024-02-05", {"医保.csv": bills(*told)})
    assert report.refused
    assert county.links().is_empty()
