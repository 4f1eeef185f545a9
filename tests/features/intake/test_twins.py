"""Two rows of one roster are two people, though neither has a number of its own or a name yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from features.intake.problems import Reason
from features.records.store import RecordStore
from tests.features.intake.files import Cell, as_csv, as_workbook, deliver, household, members, take_in

HOME = household(3)


def newborn(**told: Cell) -> dict[str, Cell]:
    return {**members(1)[0], "户编号": HOME, "姓名": "未取名", "证件号码": "", "出生日期": "20240301",
            "与户主关系": "子女", "年度": "2024", **told}  # fmt: skip


def listed(tmp_path: Path, county: RecordStore, day: str, *children: dict[str, Cell]) -> dict[Reason, int]:
    """The yearly roster of a day: the head and these children."""
    head = {**members(4)[3], "年度": "2024"}
    # A day of its own in each, or the second of two equal files would be the first one again.
    sheet = as_workbook({"人口": [head, *children]}, before=[[f"截至{day}"]])
    return take_in(deliver(tmp_path / f"in-{day}", day, {"人口.xlsx": sheet}), county).set_aside


def children_of(county: RecordStore) -> dict[str, str]:
    """Sex by person of the children of whom rosters have told."""
    rows = county.records()["members"].filter(household_id=HOME, relation="child")
    return dict(rows.select("person_id", "sex").unique().sort("sex").iter_rows())


@pytest.mark.parametrize("name", ["", "某某之子"])
def test_a_boy_and_a_girl_are_two_and_stay_the_same_two(tmp_path: Path, county: RecordStore, name: str) -> None:
    boy, girl = newborn(姓名=name), newborn(姓名=name, 性别="女")
    assert listed(tmp_path, county, "2024-04-05", boy, girl) == {}
    before = children_of(county)
    assert sorted(before.values()) == ["female", "male"]
    # Again, the other way round, and with something new of the household besides.
    assert listed(tmp_path, county, "2024-05-05", girl, boy) == {}
    assert children_of(county) == before


@pytest.mark.parametrize("name", ["未取名", "某某之子"])
def test_who_was_listed_alone_stays_who_it_is_when_a_twin_comes(tmp_path: Path, county: RecordStore, name: str) -> None:
    listed(tmp_path, county, "2024-04-05", newborn(姓名=name))
    (boy,) = children_of(county)
    assert listed(tmp_path, county, "2024-05-05", newborn(姓名=name, 性别="女"), newborn(姓名=name)) == {}
    after = children_of(county)
    assert len(after) == 2
    assert after[boy] == "male"


def test_of_two_who_cannot_be_told_apart_one_waits_for_people(tmp_path: Path, county: RecordStore) -> None:
    for day in ("2024-04-05", "2024-05-05"):
        assert listed(tmp_path, county, day, newborn(), newborn()) == {Reason.INDISTINCT: 1}
        assert len(children_of(county)) == 1
    aside = county.set_aside().filter(reason=Reason.INDISTINCT.value)
    assert aside.select("sheet", "row", "column").unique().rows() == [("人口", 5, "姓名")]


def test_sex_or_day_of_birth_or_a_number_tells_them_apart(tmp_path: Path, county: RecordStore) -> None:
    told = [newborn(), newborn(出生日期="20240302"), newborn(证件号码="99010120240301001"), newborn(性别="女")]
    listed(tmp_path, county, "2024-04-05", *told)
    assert len(children_of(county)) == 4


def test_several_changes_of_one_person_are_no_twins(tmp_path: Path, county: RecordStore) -> None:
    """A birth and a move of one child without a number: one person, two rows."""
    row = {
        "户编号": HOME,
        "姓名": "未取名",
        "证件号码": "",
        "性别": "男",
        "出生日期": "2024-03-01",
        "与户主关系": "子女",
    }
    changes = [
        {**row, "变动类型": "出生", "变动日期": "2024-03-01"},
        {**row, "变动类型": "迁出", "变动日期": "2024-03-20"},
    ]
    report = take_in(deliver(tmp_path / "in", "2024-04-05", {"变动.csv": as_csv(changes)}), county)
    assert report.set_aside == {}
    assert len(children_of(county)) == 1
