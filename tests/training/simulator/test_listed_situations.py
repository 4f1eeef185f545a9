"""Who lives where and what holds there, by the simulator's own reading: drawn files, values at the boundaries."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from training.simulator.clock import Clock, day_number
from training.simulator.situations.households import (
    below_line_not_monitored,
    dibao_income_without_grant,
    grant_without_dibao_income,
    month_without_measure,
)
from training.simulator.situations.members import RESIDENT, WORKER, members
from training.simulator.situations.people import school_age_not_at_school, uninsured
from training.simulator.situations.reading import CODE, EXCEL_EPOCH, PERSON, Reader
from training.simulator.situations.sheets import NATIONAL_GAINS
from training.simulator.writing import Layout

CLOCK = Clock(dt.date(2021, 1, 1), 2)
"""Deliveries on 1 January, 5 February and 5 March 2021: the last is today."""

Row = dict[str, Any]


def reader(**sources: list[Row]) -> Reader:
    """What was written, by source; `delivery` of a row is the place of its delivery, the first unless told."""
    rows = [(source, row) for source, told in sources.items() for row in told]
    files = []
    for source, row in rows:
        frame = pl.DataFrame([row]).drop("delivery", strict=False).cast({pl.Null: pl.String})
        files.append((row.get("delivery", 0), Layout(source, source, "csv"), frame))
    return Reader(files, CLOCK, sure=False)


def member(home: str, person: int, year: int = 2020, **told: Any) -> Row:
    """A row of the townships' list of a year, delivered in January after it."""
    said = {"健康状况": "健康", "在校生状况": "", "是否参加医保": "是", "出生日期": "1980-05-01", "_damage": ""}
    return {"户编号": home, PERSON: person, "年度": year, **said, **told}


def change(home: str, person: int, kind: str, day: dt.date) -> Row:
    return {
        "户编号": home,
        PERSON: person,
        "变动类型": kind,
        "出生日期": "202102",
        "_day": day_number(day),
        "delivery": 2,
    }


def at_home(told: Reader) -> list[tuple[str, int]]:
    return sorted(members(told).select(CODE, PERSON).rows())


@pytest.mark.parametrize("kind", ["死亡", "婚嫁迁出", "迁出"])
def test_who_died_or_left_is_at_home_no_more(kind: str) -> None:
    lists, gone = [member("h", 1), member("h", 2)], [change("h", 2, kind, dt.date(2021, 2, 1))]
    assert at_home(reader(county_member=lists, police_population=gone)) == [("h", 1)]


def test_a_child_born_since_the_list_is_at_home() -> None:
    born = [change("h", 2, "出生", dt.date(2021, 2, 1))]
    assert at_home(reader(county_member=[member("h", 1)], police_population=born)) == [("h", 1), ("h", 2)]


def test_who_came_before_the_list_and_is_not_on_it_has_gone() -> None:
    came = [change("h", 2, "婚入", dt.date(2020, 12, 30))]
    assert at_home(reader(county_member=[member("h", 1)], police_population=came)) == [("h", 1)]


def test_a_newer_list_replaces_the_older_one() -> None:
    lists = [member("h", 1, 2019), member("h", 2, 2019), member("h", 1, 2020)]
    assert at_home(reader(county_member=lists)) == [("h", 1)]


def test_the_later_list_says_in_which_household_a_person_lives() -> None:
    lists = [member("old", 1, 2019), member("old", 2, 2019), member("new", 2, 2020)]
    assert at_home(reader(county_member=lists)) == [("new", 2), ("old", 1)]


def test_the_dead_stay_dead_though_a_list_names_them_once_more() -> None:
    died = [change("h", 2, "死亡", dt.date(2020, 11, 20))]
    lists = [member("h", 1), member("h", 2)]
    assert at_home(reader(county_member=lists, police_population=died)) == [("h", 1)]


@pytest.mark.parametrize(
    ("born", "absent"),
    [("2015-03-31", True), ("2015-04-01", False), ("2005-04-01", True), ("2005-03-31", False)],
    ids=["six this month", "six next month", "sixteen next month", "sixteen this month"],
)
def test_a_dropout_counts_while_of_age_for_school(born: str, absent: bool) -> None:
    word = {
        "_household": "h",
        PERSON: 1,
        "_day": day_number(dt.date(2021, 2, 1)),
        "就学状态": "疑似辍学",
        "delivery": 2,
    }
    told = reader(county_member=[member("h", 1, 出生日期=born)], education_enrolment=[word])
    assert school_age_not_at_school(told).height == absent


def test_a_list_newer_than_the_school_has_the_last_word() -> None:
    word = {"_household": "h", PERSON: 1, "_day": day_number(dt.date(2020, 12, 30)), "就学状态": "疑似辍学"}
    pupil = member("h", 1, 出生日期="2011-05-01", 在校生状况="小学")
    assert school_age_not_at_school(reader(county_member=[pupil], education_enrolment=[word])).is_empty()
    stays_home = pupil | {"在校生状况": "非在校生"}
    assert school_age_not_at_school(reader(county_member=[stays_home], education_enrolment=[word])).height == 1


def roster(**told: Any) -> Row:
    entered = (dt.date(2021, 1, 1) - EXCEL_EPOCH).days
    said = {
        "户编号": "h",
        "户类型": "一般农户",
        "风险是否消除": "否",
        "识别监测时间": entered,
        "风险消除回退时间": None,
    }
    return {**said, **told}


@pytest.mark.parametrize(
    ("ended", "idle"),
    [("2021-03-05", False), ("2021-02-05", False), ("2021-02-04", True)],
    ids=["ends today", "ended a month ago", "ended a month and a day ago"],
)
def test_a_month_without_a_measure_is_more_than_a_month(ended: str, idle: bool) -> None:
    measure = {"户编号": "h", "帮扶措施类型": "产业帮扶", "开始日期": "2020-06-01", "结束日期": ended}
    assert month_without_measure(reader(monitoring_roster=[roster()], support_measure=[measure])).height == idle


def test_who_is_monitored_no_more_needs_no_measure() -> None:
    assert month_without_measure(reader(monitoring_roster=[roster()])).height == 1
    assert month_without_measure(reader(monitoring_roster=[roster(风险是否消除="是")])).is_empty()


def sheet(**told: float) -> Row:
    """The national sheet of September 2020: no income but what is told."""
    income = dict.fromkeys((*NATIONAL_GAINS, "生产经营性支出", "家庭理赔收入", "合规自付支出"), 0.0)
    return {"户编号": "h", "年度": 2020, "危房级别": "A", "是否解决安全饮用水": "是", **income, **told}


def national_member(person: int, **told: Any) -> Row:
    flags = {RESIDENT: "是", WORKER: "否"}
    said = {"健康状况": "健康", "在校生状况": "", "出生日期": "198005", "_damage": "", **flags}
    return {"户编号": "h", PERSON: person, "年度": 2020, **said, **told}


@pytest.mark.parametrize(
    ("told", "below"),
    [
        ({"工资性收入": 12_000}, False),
        ({"工资性收入": 11_999}, True),
        ({"工资性收入": 12_000, "生产经营性支出": 1}, True),
        ({"工资性收入": 12_000, "合规自付支出": 1}, True),
        ({"工资性收入": 11_999, "家庭理赔收入": 1}, False),
    ],
)
def test_two_people_are_below_a_line_of_6_000_under_12_000(told: dict[str, float], below: bool) -> None:
    people = [national_member(1), national_member(2)]
    written = {"national_household": [sheet(**told)], "national_member": people}
    assert below_line_not_monitored(reader(**written)).height == below
    assert below_line_not_monitored(reader(**written, monitoring_roster=[roster()])).is_empty()


def grant(started: str, ended: str | None) -> Row:
    days = {"开始日期": started, "结束日期": ended}
    return {
        "_household": "h",
        "救助类型": "最低生活保障",
        **days,
        "_damage": "",
        "_roster_damage": "",
        "_listed_from": 0,
    }


@pytest.mark.parametrize(
    ("started", "ended", "reaches_into", "covers"),
    [
        ("2019-09-30", None, True, True),
        ("2019-10-01", None, True, False),
        ("2018-01-01", "2020-09-30", True, True),
        ("2018-01-01", "2020-09-29", True, False),
        ("2018-01-01", "2019-10-01", True, False),
        ("2018-01-01", "2019-09-30", False, False),
        ("2020-09-30", None, True, False),
        ("2020-10-01", None, False, False),
    ],
)
def test_a_grant_reaches_into_the_year_of_the_sheet_or_covers_it(
    started: str, ended: str | None, reaches_into: bool, covers: bool
) -> None:
    relief = [grant(started, ended)]
    tells = reader(national_household=[sheet(低保金=3_000)], civil_relief=relief)
    silent = reader(national_household=[sheet()], civil_relief=relief)
    assert dibao_income_without_grant(tells).height == (not reaches_into)
    assert grant_without_dibao_income(silent).height == covers


@pytest.mark.parametrize(
    ("resident", "worker", "without"), [("否", "否", True), ("是", "否", False), ("否", "是", False)]
)
def test_either_insurance_is_insurance(resident: str, worker: str, without: bool) -> None:
    flags = {RESIDENT: resident, WORKER: worker}
    told = reader(national_household=[sheet()], national_member=[national_member(1, **flags)])
    assert uninsured(told).height == without


def test_only_lifted_out_and_monitored_households_are_asked_about_insurance() -> None:
    nobody = {"national_household": [sheet()], "national_member": [national_member(1, **{RESIDENT: "否"})]}
    assert uninsured(reader(**nobody)).height == 1
    once = roster(风险是否消除="是")
    assert uninsured(reader(**nobody, monitoring_roster=[once])).is_empty()
    assert uninsured(reader(**nobody, monitoring_roster=[once | {"户类型": "脱贫户"}])).height == 1
    assert uninsured(reader(**nobody, monitoring_roster=[roster()])).height == 1
