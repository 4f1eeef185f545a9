"""Errors that take a row in another file, or a household in two lists."""

from __future__ import annotations

import numpy as np
import polars as pl

from training.simulator.clock import date_of
from training.simulator.planting.cases import RECENT, ROSTER, Case, enter, last_roster, serial
from training.simulator.planting.ground import Error, Ground, Listing
from training.simulator.planting.paper import Cells
from training.simulator.sheets.labels import RELATIONS
from training.simulator.situations import registers
from training.simulator.state import Flags, Relation, Stage

JUST_NOW = 3
"""Days before the last delivery: later than anything that a yearly sheet describes."""


def _able(ground: Ground) -> Flags:
    return ground.county.has((ground.county["labour"] <= 1) & (ground.county.age > 24))


def _safe_so_far(ground: Ground) -> Flags:
    """What is planted is all that is wrong with dwelling and water."""
    return (ground.county.size > 0) & ~ground.unsafe


def _in_a_settlement(ground: Ground) -> Flags:
    """Moved there by the ledger that was sent, from a dwelling that nobody called unsafe."""
    return ground.homes(registers.relocated(ground.surely)) & ~ground.unsafe


def _whose(ground: Ground, person: int) -> Cells:
    """The hidden columns of a row about a person whose number is written as it is."""
    told = ground.desk.who(np.array([person]))
    hidden = {name: values[0] for name, values in told.items()}
    return hidden | {"_written": hidden["_true"], "_damage": ""}


def _described_head(ground: Ground, household: int) -> Cells:
    directory, head = ground.desk.directory, int(ground.desk.world.heads[household])
    return {
        "乡": directory.township[household],
        "村": directory.village[household],
        "户主姓名": directory.name[head],
        "户主证件号码": directory.number[head],
        **_whose(ground, head),
    }


def _condemn(ground: Ground, household: int) -> tuple[int, int]:
    """Have the dwelling graded C a few days before the last delivery. Returns file and row."""
    file, day = ground.paper.file_at("housing_inspection", ground.last_delivery), ground.last_day - JUST_NOW
    cells = {
        "危房级别": "C",
        "鉴定日期": serial(day),
        "是否因灾受损": "否",
        "是否唯一住房": "是",
        "是否实际居住": "是",
        "_day": day,
        "_grade": 2,
        "_home": household,
    }
    return file, ground.paper.add(file, {**_described_head(ground, household), **cells})


def _removed_house(ground: Ground, household: int) -> None:
    enter(ground, household, Case(removed=ground.last_day - RECENT), last_roster(ground))
    ground.spot("removed_house_unsafe", household, *_condemn(ground, household))


def _relocated_house(ground: Ground, household: int) -> None:
    ground.spot("relocated_house_unsafe", household, *_condemn(ground, household))


def _removed_water(ground: Ground, household: int) -> None:
    enter(ground, household, Case(removed=ground.last_day - RECENT), last_roster(ground))
    file, day = ground.paper.file_at("water_check", ground.last_delivery), ground.last_day - JUST_NOW
    cells = {
        "村": ground.desk.directory.village[household], "户编号": ground.desk.directory.household_code[household],
        "排查日期": date_of(day).isoformat(), "每人每天水量(升)": 20, "年断水天数": 5, "取水往返时间(分钟)": 6,
        "取水水平距离(米)": 200, "取水垂直高差(米)": 5, "水质是否达标": "是",
        "_home": household, "_day": day,
    }  # fmt: skip
    ground.spot("removed_water_unsafe", household, file, ground.paper.add(file, cells))


def _went_back(ground: Ground, household: int) -> None:
    """Every roster from the last national sheet on calls a lifted-out household a general one."""
    since = ground.national.collection.delivery
    for roster in ground.paper.files(ROSTER):
        if ground.paper.delivery(roster) >= since:
            enter(ground, household, Case(), roster)
    file, row = ground.national.homes_file, int(ground.national.row_of_home[household])
    ground.spot("type_went_back", household, file, row)


def _lifted_for_long(ground: Ground) -> Flags:
    national = ground.national
    listed_before = np.zeros(national.homes, dtype=bool)
    listed_before[ground.paper.frame(ground.paper.files("national_household")[0])["_home"].to_numpy()] = True
    able = national.has((national["labour"] <= 1) & (national.age > 24))
    return ground.desk.world.households.lifted & listed_before & (national.size > 0) & able


def _elder(listing: Listing) -> Flags:
    return listing.relation(Relation.PARENT) & (listing.age > 55) & (listing["labour"] > 1)


def _listed_dead(ground: Ground, household: int) -> None:
    """The police know that somebody died before the day that the list describes."""
    listing, people = ground.county, ground.desk.world.people
    place = listing.first(household, _elder(listing))
    person = int(listing.person[place])
    day = ground.desk.clock.last_day(listing.collection.snapshot.month) - 40
    file = ground.paper.file_at("police_population", ground.last_delivery)
    cells = {
        "户编号": ground.desk.directory.household_code[household], "姓名": ground.desk.directory.name[person],
        "证件号码": ground.desk.directory.number[person], "性别": "女" if people.female[person] else "男",
        "出生日期": date_of(int(people.birth_day[person])).strftime("%Y%m"), "与户主关系": RELATIONS[Relation.PARENT],
        "变动类型": "死亡", "变动日期": date_of(day).isoformat(), **_whose(ground, person), "_day": day,
    }  # fmt: skip
    ground.paper.add(file, cells)
    ground.spot("dead_still_listed", household, listing.members_file, place, person)


def _listed_twice(ground: Ground, household: int) -> None:
    """A child of the household is also on the list of the household that comes after it, whose size counts it in."""
    listing = ground.county
    place = listing.first(household, listing.relation(Relation.CHILD))
    [other] = ground.choose("same_person_in_two_households.other", _without_child(ground), 1).tolist()
    row = ground.member_cells(listing, place)
    home = ground.home_cells(listing, int(other))
    told = {name: home[name] for name in ("乡", "村", "户编号")}
    second = ground.paper.add(listing.members_file, {**row, **told, "与户主关系": RELATIONS[Relation.SIBLING]})
    ground.paper.change(listing.homes_file, int(listing.row_of_home[other]), {"家庭人口数": home["家庭人口数"] + 1})
    check, person = "same_person_in_two_households", int(listing.person[place])
    ground.spot(check, household, listing.members_file, place, person)
    ground.spot(check, int(other), listing.members_file, second, person)


def _without_child(ground: Ground) -> Flags:
    return (ground.county.size > 0) & ~ground.county.has(ground.county.relation(Relation.CHILD))


def _with_child(ground: Ground) -> Flags:
    return ground.county.has(ground.county.relation(Relation.CHILD))


def _pupil(listing: Listing) -> Flags:
    return np.isin(listing["stage"], [Stage.PRIMARY, Stage.JUNIOR]) & (listing.age > 7) & (listing.age < 13)


def _dropped_out(ground: Ground, household: int) -> None:
    listing, directory = ground.county, ground.desk.directory
    person = int(listing.person[listing.first(household, _pupil(listing))])
    file, day = ground.paper.file_at("education_enrolment", ground.last_delivery), ground.last_day - JUST_NOW
    cells = {
        "姓名": directory.name[person], "证件号码": directory.number[person], "学段": "小学", "就学状态": "疑似辍学",
        "登记日期": date_of(day).strftime("%Y%m%d"), "学年费用": 0, "资助金额": 0, **_whose(ground, person), "_day": day,
    }  # fmt: skip
    ground.spot("school_age_not_at_school", household, file, ground.paper.add(file, cells), person)


def _long_carded(ground: Ground) -> Flags:
    """By place of the national list: a member whose card the federation surely told of before the list was made."""
    listing, carded = ground.national, np.zeros(len(ground.desk.world.people), dtype=bool)
    for file in ground.paper.files("disability_card"):
        if ground.paper.delivery(file) < listing.collection.delivery or ground.paper.delivery(file) == 0:
            frame = ground.paper.frame(file)
            sure = frame.filter((pl.col("_damage") == "") & (pl.col("_listed_from") <= ground.paper.delivery(file)))
            carded[sure["_person"].to_numpy()] = True
    early = listing["card_day"] < ground.desk.clock.last_day(listing.collection.snapshot.month) - 150
    return carded[listing.person] & (listing["disability"] > 0) & early


def _called_healthy(ground: Ground, household: int) -> None:
    listing = ground.national
    place = listing.first(household, _long_carded(ground))
    ground.change_member("card_not_on_roster", listing, place, {"健康状况": "健康"})


OTHER_ERRORS: tuple[Error, ...] = (
    Error("removed_house_unsafe", lambda ground: _safe_so_far(ground) & _able(ground), _removed_house),
    Error("removed_water_unsafe", lambda ground: _safe_so_far(ground) & _able(ground), _removed_water),
    Error("relocated_house_unsafe", _in_a_settlement, _relocated_house),
    Error("type_went_back", _lifted_for_long, _went_back),
    Error("dead_still_listed", lambda ground: ground.county.has(_elder(ground.county)), _listed_dead),
    Error("same_person_in_two_households", _with_child, _listed_twice),
    Error("school_age_not_at_school", lambda ground: ground.county.has(_pupil(ground.county)), _dropped_out),
    Error("card_not_on_roster", lambda ground: ground.national.has(_long_carded(ground)), _called_healthy),
)
