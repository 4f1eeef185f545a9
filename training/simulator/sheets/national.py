"""The wide sheets of the national system: every registered household and its members, once a year.

The household sheet says neither the village's code nor the household's type: a list of codes comes once, and the
monitoring roster says which of the monitored households were never lifted out.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from training.simulator.directory import words, yes
from training.simulator.names import BANKS, COMPANIES, COUNTY
from training.simulator.outbox import DELIVERY, Outbox
from training.simulator.sheets.collections import Collection, registered
from training.simulator.sheets.common import Desk
from training.simulator.sheets.labels import ATTAINED, DISABILITIES, HOUSE_GRADES, LABOUR, RELATIONS, RISKS, STAGES
from training.simulator.sheets.rosters import (
    health_words,
    net,
    recorded_income,
    recorded_months,
    student_code,
)
from training.simulator.state import ROW, Ints, Stage
from training.simulator.work import CHANNELS, PUBLIC_POST, TIERS
from training.simulator.writing import Layout

HOUSEHOLDS = Layout(
    "national_household",
    "户信息采集表（脱贫户监测对象）",
    "xlsx",
    title="农户信息采集表（脱贫户、监测对象）",
    by_year=True,
)
CODES = Layout("region_codes", "行政区划代码表", "xlsx")
MEMBERS = Layout("national_member", "家庭成员信息采集表（脱贫户监测对象）", "xlsx", by_year=True)


def put_all(desk: Desk, outbox: Outbox) -> None:
    """Both sheets of every collection year that ends before a delivery."""
    region_codes(desk, outbox)
    for collection in registered(desk.run):
        households(desk, outbox, collection)
        members(desk, outbox, collection)


def region_codes(desk: Desk, outbox: Outbox) -> None:
    """The codes of all villages, once: the household sheet names them and gives no code."""
    places = desk.world.places
    villages = len(places.village)
    outbox.put(CODES, pl.DataFrame({
        DELIVERY: np.zeros(villages, dtype=np.int64), "县": [COUNTY[2]] * villages,
        "乡": pl.Series(places.township).gather(places.village_township), "村": pl.Series(places.village),
        "行政区划代码": pl.Series(places.village_code),
    }))  # fmt: skip


def _where(desk: Desk, household: Ints) -> dict[str, object]:
    province, city, county = (pl.Series([word]).gather(np.zeros(household.size, dtype=int)) for word in COUNTY)
    return {
        "省": province,
        "市": city,
        "县": county,
        "乡": desk.directory.township.gather(household),
        "村": desk.directory.village.gather(household),
    }


def heads_of(collection: Collection) -> Ints:
    """Head of each household at the time of the snapshot, by household index (first listed member)."""
    heads = np.zeros(len(collection.listed), dtype=np.int64)
    household = collection.snapshot.people["household"]
    first = np.flatnonzero(np.diff(household, prepend=-1))
    heads[household[first]] = collection.snapshot.person[first]
    return heads


def households(desk: Desk, outbox: Outbox, collection: Collection) -> None:
    snapshot, which = collection.snapshot, collection.households
    home = {name: values[which] for name, values in snapshot.households.items()}
    rng = desk.world.streams[f"national-household.{collection.number}"]
    n, directory = which.size, desk.directory
    heads = heads_of(collection)[which]
    income = recorded_income(desk, collection, registered=True)
    by = {kind: income[row] for kind, row in ROW.items()}
    transfer = sum(
        by[kind] for kind in ("family_planning", "dibao", "tekun", "pension", "ecological", "other_transfer")
    )
    dividend = np.round(by["property"] * 0.5, -1)
    cause = rng.choice(len(RISKS), n, p=[0.42, 0.14, 0.09, 0.02, 0.02, 0.01, 0.12, 0.16, 0.01, 0.01])
    grade = home["house_grade"]
    standard = np.where(home["lifted"], 0, 1)
    outbox.put(HOUSEHOLDS, pl.DataFrame({
        DELIVERY: np.full(n, collection.delivery), **_where(desk, which),
        "户编号": directory.household_code.gather(which),
        "户主编号": directory.household_code.gather(which) + "01", "户主姓名": directory.name.gather(heads),
        "户主证件号码": directory.roster_number.gather(heads),
        "家庭人口数": home["size"], "是否危房户": yes(grade >= 2), "人均纯收入": np.round(net(income) / home["size"], 2),
        "年收入": net(income) + by["business_cost"], "是否解决安全饮用水": yes((home["litres"] >= 35) & home["water_good"]),
        "年度": np.full(n, snapshot.year), "识别标准": words(("国家标准", "市定标准"), standard),
        "主要致贫原因": words(RISKS, cause), "次要致贫原因": words(RISKS, np.where(rng.random(n) < 0.4, (cause + 3) % 8, -1)),
        "工资性收入": by["wage"], "生产经营性收入": by["business"], "财产性收入": by["property"], "转移性收入": transfer,
        "计划生育金": by["family_planning"], "低保金": by["dibao"], "五保金": by["tekun"], "养老保险金": by["pension"],
        "生态补偿金": by["ecological"], "其他转移性收入": by["other_transfer"], "生产经营性支出": by["business_cost"],
        "纯收入": net(income), "资产收益扶贫分红收入": dividend, "其他财产性收入": by["property"] - dividend,
        "耕地面积(亩)": home["land"], "水面面积": np.zeros(n), "是否加入农民专业合作组织": yes(home["cooperative"]),
        "退耕还林面积(亩)": np.round(home["forest"] * 0.3, 1), "林果面积(亩)": home["forest"], "牧草地面积": np.zeros(n),
        "林地面积(亩)": np.round(home["forest"] * 1.8, 1), "是否通生产用电": yes(np.ones(n)), "是否通生活用电": yes(np.ones(n)),
        "是否通广播电视": yes(rng.random(n) < 0.98), "与村主干路距离": home["road"],
        "入户路类型": words(("水泥路", "砂石路", "泥土路"), rng.choice(3, n, p=[0.8, 0.14, 0.06])), "住房面积": home["dwelling"],
        "是否有卫生厕所": yes(rng.random(n) < 0.83), "主要燃料类型": words(("柴草", "煤炭", "清洁能源"), rng.choice(3, n, p=[0.3, 0.3, 0.4])),
        "危房级别": words(HOUSE_GRADES, np.where(grade >= 1, grade, np.where(rng.random(n) < 0.5, 0, -1))),
        "是否有龙头企业带动": yes(home["enterprise"]), "是否有创业致富带头人带动": yes(rng.random(n) < 0.3),
        "家庭理赔收入": by["payout"], "合规自付支出": by["self_paid"], "开户银行": words(BANKS, which % len(BANKS)),
        "银行账号": pl.Series(6_210_000_000_000_000 + which * 137).cast(pl.String), "开户名": directory.name.gather(heads),
        "_home": which,
    }))  # fmt: skip


def members(desk: Desk, outbox: Outbox, collection: Collection) -> None:
    snapshot, at = collection.snapshot, collection.people()
    who = {name: values[at] for name, values in snapshot.people.items()}
    person, household = snapshot.person[at], who["household"]
    rng = desk.world.streams[f"national-member.{collection.number}"]
    n, directory = at.size, desk.directory
    heads = heads_of(collection)[household]
    months = recorded_months(snapshot.work_months[at], rng)
    months = np.where(who["stage"] > Stage.NOT, 0, months)
    worked = months > 0
    post = worked & (who["channel"] == PUBLIC_POST)
    serial = np.arange(n) - np.searchsorted(household, household) + 1
    age = (desk.clock.last_day(snapshot.month) - who["birth_day"]) / 365.25
    outbox.put(MEMBERS, pl.DataFrame({
        DELIVERY: np.full(n, collection.delivery), **_where(desk, household),
        "户编号": directory.household_code.gather(household),
        "人口编号": directory.household_code.gather(household) + pl.Series(serial).cast(pl.String).str.zfill(2),
        "姓名": directory.name.gather(person), "性别": words(("男", "女"), who["female"].astype(int)),
        "出生日期": pl.Series(who["birth_day"].astype(np.int32)).cast(pl.Date).dt.strftime("%Y%m"),
        "证件类型": words(("居民身份证", "残疾人证"), ((who["disability"] > 0) & (rng.random(n) < 0.3)).astype(int)),
        "证件号码": directory.roster_number.gather(person), "民族": words(("汉族", "苗族", "回族"), rng.choice(3, n, p=[0.93, 0.04, 0.03])),
        "户联系电话": pl.Series(19_900_000_000 + household * 7).cast(pl.String),
        "成员联系电话": pl.Series(19_900_000_000 + person * 3).cast(pl.String),
        "年度": np.full(n, snapshot.year), "与户主关系": words(RELATIONS, who["relation"]),
        "文化程度": words(ATTAINED, np.where((who["stage"] > Stage.NOT) | (age < 6), -1, who["attained"])),
        "在校生状况": words(STAGES, student_code(snapshot, at)), "劳动技能": words(LABOUR, who["labour"]),
        "务工时间(月)": months, "健康状况": health_words(snapshot, at, ",", rng),
        "政治面貌": words(("群众", "中共党员"), ((age > 18) & (rng.random(n) < 0.06)).astype(int)),
        "务工企业名称": words(COMPANIES, np.where(worked & ~post, person % len(COMPANIES), -1)),
        "是否享受低保": yes(snapshot.households["dibao"][household]), "是否参加城镇职工基本养老保险": yes(np.zeros(n)),
        "是否参加大病保险": yes(who["insured"]), "是否参加新型农村合作医疗(城乡居民基本医疗保险)": yes(who["insured"]),
        "是否参加城乡居民基本养老保险": yes(who["pension"] & (age >= 16)), "失学或辍学原因": words((), np.full(n, -1)),
        "是否会讲普通话": yes(age < 60), "是否参加商业补充医疗保险": yes(rng.random(n) < 0.1), "是否国外务工": yes(np.zeros(n)),
        "产业分类": words(("种植业", "养殖业"), np.where(rng.random(n) < 0.2, rng.integers(0, 2, n), -1)),
        "是否接受大病医疗救助": yes(who["major"]), "是否接受其他健康扶贫": yes(who["chronic"]),
        "公益性岗位类型": words(("护林员", "保洁员"), np.where(post, person % 2, -1)), "公益性岗位(月数)": np.where(post, months, 0),
        "就业渠道": words(CHANNELS, np.where(worked, who["channel"], -1)),
        "残疾类别": words(DISABILITIES, who["disability"] - 1),
        "务工所在地": words(TIERS, np.where(worked, who["last_tier"], -1)), "户主姓名": directory.name.gather(heads),
        "户主证件号码": directory.roster_number.gather(heads), "是否参加城镇职工基本医疗保险": yes(np.zeros(n)),
        "是否特困供养人员": yes(np.zeros(n)),
        "残疾证办证年度": (pl.Series(who["card_day"].astype(np.int32)).cast(pl.Date).dt.year().cast(pl.String)).set(pl.Series(who["card_day"] == 0), ""),
        "识别标准": words(("国家标准", "市定标准"), (~snapshot.households["lifted"][household]).astype(int)),
        "_written": directory.roster_number.gather(person), "_damage": directory.roster_damage.gather(person),
        **desk.who(person),
    }))  # fmt: skip
