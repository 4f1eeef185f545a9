"""The townships' own lists of general households: fewer columns, rougher figures, once a year in January."""

from __future__ import annotations

import numpy as np
import polars as pl

from training.simulator.directory import days, words, yes
from training.simulator.outbox import DELIVERY, Outbox
from training.simulator.sheets.collections import Collection, unregistered
from training.simulator.sheets.common import Desk
from training.simulator.sheets.labels import HOUSE_GRADES, LABOUR, RELATIONS, STAGES
from training.simulator.sheets.national import heads_of
from training.simulator.sheets.rosters import (
    health_words,
    recorded_income,
    recorded_months,
    student_code,
)
from training.simulator.state import ROW, Labour, Stage
from training.simulator.work import TIERS
from training.simulator.writing import Layout

HOUSEHOLDS = Layout(
    "county_household",
    "一般农户收入摸底表",
    "csv",
    "gbk",
    wrapped=("行政区划代码", "户编号", "户主证件号码"),
    by_year=True,
)
MEMBERS = Layout("county_member", "一般农户人口花名册", "csv", "gbk", wrapped=("户编号", "证件号码"), by_year=True)


def put_all(desk: Desk, outbox: Outbox) -> None:
    """Both lists of every calendar year that ends before a delivery; registered households are not on them."""
    for collection in unregistered(desk.run):
        households(desk, outbox, collection)
        members(desk, outbox, collection)


def households(desk: Desk, outbox: Outbox, collection: Collection) -> None:
    snapshot, which = collection.snapshot, collection.households
    home = {name: values[which] for name, values in snapshot.households.items()}
    rng = desk.world.streams[f"county-household.{collection.number}"]
    n, directory = which.size, desk.directory
    heads = heads_of(collection)[which]
    income = np.round(recorded_income(desk, collection, registered=False), -1).astype(np.int64)
    by = {kind: income[row] for kind, row in ROW.items()}
    others = by["dibao"] + by["pension"] + by["ecological"] + by["family_planning"] + by["other_transfer"]
    unasked = rng.random(n) < 0.05
    outbox.put(HOUSEHOLDS, pl.DataFrame({
        DELIVERY: np.full(n, collection.delivery), "乡": directory.township.gather(which), "村": directory.village.gather(which),
        "行政区划代码": directory.village_code.gather(which), "户编号": directory.household_code.gather(which),
        "户主姓名": directory.name.gather(heads), "户主证件号码": directory.roster_number.gather(heads),
        "户类型": pl.Series(["一般农户"]).gather(np.zeros(n, dtype=int)), "家庭人口数": home["size"],
        "年度": np.full(n, snapshot.year), "务工工资": _unless(by["wage"], unasked), "家庭经营收入": _unless(by["business"], unasked),
        "经营支出": _unless(by["business_cost"], unasked), "财产收入": _unless(by["property"], unasked),
        "补贴及其他收入": _unless(others, unasked), "耕地面积(亩)": home["land"], "住房面积": home["dwelling"].astype(np.int64),
        "危房级别": words(HOUSE_GRADES, np.where(rng.random(n) < 0.85, home["house_grade"], -1)),
        "是否解决安全饮用水": yes((home["litres"] >= 35) & home["water_good"]),
        "联系电话": pl.Series(19_900_000_000 + which * 7).cast(pl.String), "_home": which,
    }))  # fmt: skip


def _wish(who: dict[str, np.ndarray], months: np.ndarray, age: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Whether people who can work and did not want to: asked of them alone, and not of all."""
    asked = (who["labour"] <= Labour.WEAK) & (who["stage"] == Stage.NOT) & (age < 65) & (months == 0)
    asked &= rng.random(months.size) < 0.8
    return np.where(asked, (rng.random(months.size) < 0.6).astype(int), -1)


def _unless(amounts: np.ndarray, unasked: np.ndarray) -> pl.Series:
    """Households that nobody asked leave the income columns empty: unknown, not zero."""
    return pl.Series(amounts).set(pl.Series(unasked), None)


def members(desk: Desk, outbox: Outbox, collection: Collection) -> None:
    snapshot, at = collection.snapshot, collection.people()
    who = {name: values[at] for name, values in snapshot.people.items()}
    person, household = snapshot.person[at], who["household"]
    rng = desk.world.streams[f"county-member.{collection.number}"]
    n, directory = at.size, desk.directory
    months = np.where(who["stage"] > Stage.NOT, 0, recorded_months(snapshot.work_months[at], rng))
    age = (desk.clock.last_day(snapshot.month) - who["birth_day"]) / 365.25
    outbox.put(MEMBERS, pl.DataFrame({
        DELIVERY: np.full(n, collection.delivery), "乡": directory.township.gather(household),
        "村": directory.village.gather(household), "户编号": directory.household_code.gather(household),
        "姓名": directory.name.gather(person), "证件号码": directory.roster_number.gather(person),
        "性别": words(("男", "女"), who["female"].astype(int)), "出生日期": days(who["birth_day"]),
        "年度": np.full(n, snapshot.year), "与户主关系": words(RELATIONS, who["relation"]),
        "健康状况": health_words(snapshot, at, "，", rng),
        "劳动技能": words(LABOUR, np.where(rng.random(n) < 0.97, who["labour"], -1)),
        "在校生状况": words(STAGES, student_code(snapshot, at)), "务工时间(月)": months,
        "务工所在地": words(TIERS, np.where(months > 0, who["last_tier"], -1)),
        "就业意愿": words(("否", "是"), _wish(who, months, age, rng)), "是否参加医保": yes(who["insured"]),
        "是否参加养老保险": yes(who["pension"] & (age >= 16)),
        "_written": directory.roster_number.gather(person), "_damage": directory.roster_damage.gather(person),
        **desk.who(person),
    }))  # fmt: skip
