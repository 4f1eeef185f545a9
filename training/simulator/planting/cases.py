"""Errors of monitored households: a case of the county's first days that only the last roster tells of.

So old an identification lies before every date on which anybody would be trained or judged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from training.simulator.names import COUNTY
from training.simulator.planting.ground import Error, Ground
from training.simulator.planting.paper import Cells
from training.simulator.state import Flags

EXCEL_EPOCH = 25_569
ROSTER = "monitoring_roster"
RECENT, SETTLED = 10, 70
"""Days before the last delivery on which a risk was removed."""

EVENTS = ("emergency_disaster", "police_accident", "agriculture_failure")
HEALTH = ("medical_settlement", "health_diagnosis", "disability_card", "police_accident")
SUPPORT = ("support_measure", "civil_relief")


@dataclass(frozen=True)
class Case:
    """A monitored household as the roster tells of it; `removed` is the day on which the risk was removed."""

    risk: str = "其他"
    removed: int | None = None
    mode: str = "自然消除"
    marked: str = "否"
    kind: str = "边缘易致贫户"
    household_type: str = "一般农户"


def serial(day: int) -> int:
    return day + EXCEL_EPOCH


def enter(ground: Ground, household: int, case: Case, roster: int) -> int:
    """Add the household to a roster. Returns the row."""
    directory, places = ground.desk.directory, ground.desk.world.places
    village = int(ground.desk.world.households.village[household])
    head = int(ground.desk.world.heads[household])
    frame = ground.paper.frame(roster)
    cells: Cells = {
        "省": COUNTY[0], "市": COUNTY[1], "县": COUNTY[2],
        "乡": places.township[places.village_township[village]], "村": places.village[village],
        "户编号": directory.household_code[household], "户主姓名": directory.name[head],
        "户主证件号码": directory.roster_number[head], "家庭人口数": int(ground.desk.world.households.size[household]),
        "户类型": case.household_type, "监测对象类型": case.kind, "风险是否消除": "否" if case.removed is None else "是",
        "首次识别时间": serial(ground.first_day), "风险识别时间": serial(ground.first_day),
        "人员识别时间": serial(ground.first_day), "识别监测时间": serial(ground.first_day), "致贫返贫风险": case.risk,
        "整户无劳动能力兜底保障户": case.marked, "是否易地扶贫搬迁人口": "否",
        "纳入监测对象的收入参考范围": frame["纳入监测对象的收入参考范围"][0],
        "纳入监测对象的人均收入参考范围": frame["纳入监测对象的人均收入参考范围"][0], "_home": household,
    }  # fmt: skip
    if case.removed is not None:
        cells |= {
            "风险消除时间": serial(case.removed), "消除监测时间": serial(case.removed), "风险消除方式": case.mode,
        }  # fmt: skip
    return ground.paper.add(roster, cells)


def last_roster(ground: Ground) -> int:
    return ground.paper.file_at(ROSTER, ground.last_delivery)


def _of_county(ground: Ground) -> Flags:
    return ground.county.size > 0


def _error(check: str, case: Callable[[Ground], Case], where: Callable[[Ground], Flags], *also: str) -> Error:
    """The roster's row is itself the error, of `check` and of those in `also`, which it cannot help."""

    def plant(ground: Ground, household: int) -> None:
        roster = last_roster(ground)
        row = enter(ground, household, case(ground), roster)
        for name in (check, *also):
            ground.spot(name, household, roster, row)

    def fits(ground: Ground) -> Flags:
        fitting = _of_county(ground) & _sure_of_labour(ground) & where(ground)
        # A removal from an unsafe dwelling would be a second error.
        return fitting if case(ground).removed is None else fitting & ~ground.unsafe

    return Error(check, fits, plant)


def _sure_of_labour(ground: Ground) -> Flags:
    """The list leaves no grown member's labour open, now or at the start."""
    file = ground.paper.frame(ground.county.members_file)
    return ~ground.county.has((file["劳动技能"] == "").to_numpy() & (ground.county.age >= 14))


def _able(ground: Ground) -> Flags:
    """Somebody has ordinary or skilled labour and nobody is too young or old to have had it all along."""
    return ground.county.has((ground.county["labour"] <= 1) & (ground.county.age > 24))


def _helpless(ground: Ground) -> Flags:
    """Nobody could work, then or now."""
    return (ground.county.with_labour == 0) & ~ground.county.has((ground.county.age < 66) & (ground.county.age > 12))


def _healthy(ground: Ground) -> Flags:
    county = ground.county
    ill = county.has(county["chronic"] | county["major"] | (county["disability"] > 0))
    return ~ill & ~ground.named_in(*HEALTH)


def _lacks_nothing(ground: Ground) -> Flags:
    """Four people or more, well over half of them able all along."""
    county = ground.county
    able = county.count((county["labour"] <= 1) & (county.age > 24) & (county.age < 58))
    return (county.size >= 4) & (able * 2 > county.size) & ~county.has(county.age < 6)


def _recently(ground: Ground) -> int:
    return ground.last_day - RECENT


def _all(ground: Ground) -> Flags:
    return np.ones(ground.county.homes, dtype=bool)


def _graded_safe(ground: Ground) -> Flags:
    """The first list already said A or B, as every later one."""
    houses = ground.desk.world.households
    first = ground.paper.files("county_household")[0]
    frame = ground.paper.frame(first)
    graded = np.zeros(ground.county.homes, dtype=bool)
    graded[frame["_home"].to_numpy()] = frame["危房级别"].is_in(["A", "B"]).to_numpy()
    return graded & (houses.house_grade <= 1) & ~ground.named_in("housing_inspection")


def _without_pupil(ground: Ground, household: int) -> None:
    """The list, which mostly leaves it open, says of every member that they are not at school."""
    for place in np.flatnonzero(ground.county.household == household):
        ground.paper.change(ground.county.members_file, int(place), {"在校生状况": "非在校生"})
    roster = last_roster(ground)
    ground.spot("education_risk_nobody_at_school", household, roster, enter(ground, household, Case("因学"), roster))


CASES: tuple[Error, ...] = (
    _error("no_labour_not_flagged", lambda _: Case(), _helpless),
    _error(
        "job_risk_no_labour_no_work",
        lambda _: Case("因务工就业不稳", marked="是"),
        lambda ground: _helpless(ground) & ~ground.named_in("employment_spell"),
    ),
    _error("no_labour_removed", lambda ground: Case(removed=_recently(ground), marked="是"), _helpless),
    _error("no_labour_flag_wrong", lambda _: Case(marked="是"), _able),
    _error("labour_risk_enough_labour", lambda _: Case("缺劳动力"), _lacks_nothing),
    _error(
        "illness_risk_nobody_ill",
        lambda _: Case("因病"),
        lambda ground: _able(ground) & _healthy(ground),
        "illness_risk_no_expense",
    ),
    _error(
        "illness_risk_no_expense",
        lambda _: Case("因病"),
        lambda ground: (
            _able(ground) & ground.county.has(ground.county["major"]) & ~ground.named_in("medical_settlement")
        ),
    ),
    _error("disability_risk_nobody_disabled", lambda _: Case("因残"), lambda ground: _able(ground) & _healthy(ground)),
    Error(
        "education_risk_nobody_at_school",
        lambda ground: (
            _sure_of_labour(ground)
            & _able(ground)
            & ~ground.county.ever_pupil
            & ~ground.named_in("education_enrolment")
        ),
        _without_pupil,
    ),
    _error(
        "housing_risk_house_safe", lambda _: Case("因安全住房"), lambda ground: _able(ground) & _graded_safe(ground)
    ),
    _error(
        "disaster_risk_no_event",
        lambda _: Case("因自然灾害"),
        lambda ground: _able(ground) & ~ground.named_in(*EVENTS, "housing_inspection"),
    ),
    _error(
        "removed_by_support_without_measure",
        lambda ground: Case(removed=ground.last_day - SETTLED, mode="帮扶消除"),
        lambda ground: _able(ground) & ~ground.named_in(*SUPPORT),
    ),
    _error("removed_too_soon", lambda ground: Case(removed=ground.first_day + 40), _able),
)
