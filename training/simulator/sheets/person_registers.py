"""Registers keyed by a person's identity number: insurance, health, disability, work, police, school."""

from __future__ import annotations

import numpy as np
import polars as pl

from training.simulator.directory import days, serials, words, yes
from training.simulator.health import CLASSES, SETTINGS
from training.simulator.names import CHRONIC_DISEASES, COMPANIES, HOSPITALS, MAJOR_DISEASES, SCHOOLS
from training.simulator.outbox import DELIVERY, Outbox
from training.simulator.population import CHANGES
from training.simulator.schooling import STATUSES
from training.simulator.sheets import described
from training.simulator.sheets.common import Desk
from training.simulator.sheets.labels import DISABILITIES, GRADES, RELATIONS, STAGES
from training.simulator.shocks import ACCIDENTS, HARMS
from training.simulator.state import Watch
from training.simulator.work import CHANNELS, PUBLIC_POST, TIERS
from training.simulator.writing import Layout

MEDICAL = Layout("medical_settlement", "医保结算明细", "csv", "gbk", wrapped=("结算流水号", "证件号码"))
DIAGNOSIS = Layout("health_diagnosis", "大病慢病确诊登记", "csv", "utf-8-sig", wrapped=("证件号码",))
DISABILITY = Layout("disability_card", "残疾人证办理名单", "xlsx", title="残疾人证办理情况统计表")
EMPLOYMENT = Layout("employment_spell", "农村劳动力就业实名制台账", "csv", "utf-8")
ACCIDENT = Layout("police_accident", "交通事故及案件情况", "csv", "gbk", wrapped=("证件号码",))
POPULATION = Layout("police_population", "人口自然变动", "csv", "gbk", wrapped=("户编号", "证件号码"))
ENROLMENT = Layout("education_enrolment", "学生学籍与资助", "csv", "gbk")


def put_all(desk: Desk, outbox: Outbox) -> None:
    """Every register of this family."""
    medical(desk, outbox)
    diagnosis(desk, outbox)
    disability(desk, outbox)
    employment(desk, outbox)
    accident(desk, outbox)
    population(desk, outbox)
    enrolment(desk, outbox)


def medical(desk: Desk, outbox: Outbox) -> None:
    facts = desk.facts("medical_settlement")
    if facts.is_empty():
        return
    facts = facts.with_row_index("serial")
    noise = desk.world.parameters.noise

    def amended(rows: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
        # A later settlement of aid moves money from the household's share to the aid layer.
        moved = (rows["self_paid"] * pl.Series(rng.uniform(0.05, 0.4, rows.height))).round(2)
        return rows.with_columns(aid=(rows["aid"] + moved).round(2), self_paid=(rows["self_paid"] - moved).round(2))

    facts = desk.corrected(facts, noise.corrected, "medical", amended)
    facts = desk.as_exported(desk.repeated(facts, noise.duplicated / 4, "medical"), "serial")
    person = facts["person"].to_numpy()
    ids = desk.numbered(person, "medical")
    day = facts["day"].to_numpy()
    stay = facts["stay"].to_numpy()
    serial = pl.select(pl.concat_str(days(day, "%Y%m%d"), facts["serial"].cast(pl.String).str.zfill(8))).to_series()
    outbox.put(MEDICAL, pl.DataFrame({
        DELIVERY: facts[DELIVERY], "结算流水号": serial, **described.person(desk, person, "medical"), "证件号码": ids["_written"],
        "就诊类型": words(SETTINGS, facts["setting"].to_numpy()), "病种类别": words(CLASSES, facts["disease"].to_numpy()),
        "入院日期": days(np.where(stay > 0, day - stay, 0)), "结算日期": days(day), "总费用": facts["total"],
        "基本医保支付": facts["basic"], "大病保险支付": facts["major"], "医疗救助支付": facts["aid"],
        "补充保险支付": facts["top_up"], "个人自付": facts["self_paid"], **ids, "_day": facts["day"],
    }))  # fmt: skip


def diagnosis(desk: Desk, outbox: Outbox) -> None:
    facts = desk.facts("health_diagnosis", history_days=None)
    if facts.is_empty():
        return
    facts = desk.repeated(facts, desk.world.parameters.noise.duplicated / 2, "diagnosis")
    person = facts["person"].to_numpy()
    ids = desk.numbered(person, "diagnosis")
    major = facts["disease"].to_numpy() == CLASSES.index("大病")
    name = np.where(major, person % len(MAJOR_DISEASES), len(MAJOR_DISEASES) + person % len(CHRONIC_DISEASES))
    outbox.put(DIAGNOSIS, pl.DataFrame({
        DELIVERY: facts[DELIVERY], **described.person(desk, person, "diagnosis"), "证件号码": ids["_written"],
        "确诊病种": words(MAJOR_DISEASES + CHRONIC_DISEASES, name), "病种类别": words(CLASSES, facts["disease"].to_numpy()),
        "确诊日期": days(facts["day"].to_numpy(), "%Y年%-m月%-d日"), "救治医院": words(HOSPITALS, person % len(HOSPITALS)), **ids, "_day": facts["day"],
    }))  # fmt: skip


def disability(desk: Desk, outbox: Outbox) -> None:
    facts = desk.facts("disability_card", history_days=None)
    if facts.is_empty():
        return
    person = facts["person"].to_numpy()
    ids = desk.numbered(person, "disability")
    suffix = (facts["category"] * 10 + facts["grade"]).cast(pl.String)
    card = pl.select(
        pl.when(ids["_written"] != "").then(pl.concat_str(ids["_written"], suffix)).otherwise(pl.lit(""))
    ).to_series()
    outbox.put(DISABILITY, pl.DataFrame({
        DELIVERY: facts[DELIVERY], **described.person(desk, person, "disability"), "残疾人证号": card,
        "残疾类别": words(DISABILITIES, facts["category"].to_numpy() - 1),
        "残疾等级": words(GRADES, facts["grade"].to_numpy() - 1), "办证日期": serials(facts["day"].to_numpy()),
        "是否享受困难残疾人生活补贴": yes(facts["living"].to_numpy()),
        "是否享受重度残疾人护理补贴": yes(facts["nursing"].to_numpy()), **ids, "_day": facts["day"],
    }))  # fmt: skip


def employment(desk: Desk, outbox: Outbox) -> None:
    noise = desk.world.parameters.noise
    facts = desk.facts("employment_spell", history_days=None)
    if facts.is_empty():
        return
    before = facts.filter(pl.col(DELIVERY) == 0).unique(["person", "started"], keep="last", maintain_order=True)
    before = before.filter((pl.col("ended") == 0) | (pl.col("ended") >= desk.start - 365))
    facts = pl.concat([before, facts.filter(pl.col(DELIVERY) > 0)])

    def moved_end(rows: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
        shift = pl.Series(rng.integers(3, 40, rows.height))
        moved = pl.max_horizontal(pl.col("started") + 1, pl.col("ended") - shift)
        return rows.with_columns(pl.when(pl.col("ended") > 0).then(moved).otherwise(pl.col("ended")).alias("ended"))

    facts = desk.corrected(facts, noise.corrected, "employment", moved_end)
    # An old word of a post never comes after its end: the office that pays for it would notice.
    facts = desk.repeated(facts, noise.duplicated, "employment", only=pl.col("channel") != PUBLIC_POST)
    facts = desk.as_exported(facts, "person", "started")
    person, ended = facts["person"].to_numpy(), facts["ended"].to_numpy()
    ids = desk.numbered(person, "employment", careful=facts["channel"].to_numpy() == PUBLIC_POST)
    state = np.where(ended == 0, 0, 1)
    outbox.put(EMPLOYMENT, pl.DataFrame({
        DELIVERY: facts[DELIVERY], **described.person(desk, person, "employment", born="%Y%m%d"), "证件号码": ids["_written"],
        "就业状态": words(("在岗", "离岗"), state), "务工企业名称": words(COMPANIES, person % len(COMPANIES)),
        "务工所在地": words(TIERS, facts["tier"].to_numpy()), "就业渠道": words(CHANNELS, facts["channel"].to_numpy()),
        "月工资": facts["wage"].cast(pl.Int64), "开始日期": days(facts["started"].to_numpy()), "结束日期": days(ended), **ids, "_day": facts["day"],
    }))  # fmt: skip


def accident(desk: Desk, outbox: Outbox) -> None:
    facts = desk.facts("police_accident")
    if facts.is_empty():
        return
    facts = desk.repeated(facts, desk.world.parameters.noise.duplicated / 3, "accident")
    person = facts["person"].to_numpy()
    ids = desk.numbered(person, "accident")
    outbox.put(ACCIDENT, pl.DataFrame({
        DELIVERY: facts[DELIVERY], **described.person(desk, person, "accident", placed=False), "证件号码": ids["_written"],
        "事件类型": words(ACCIDENTS, facts["kind"].to_numpy()), "发生日期": days(facts["day"].to_numpy()),
        "伤亡情况": words(HARMS, facts["harm"].to_numpy()), "损失金额": facts["loss"].cast(pl.Int64), **ids, "_day": facts["day"],
    }))  # fmt: skip


def population(desk: Desk, outbox: Outbox) -> None:
    facts = desk.facts("police_population", history_days=92)
    if facts.is_empty():
        return
    person = facts["person"].to_numpy()
    people = desk.world.people
    homes = desk.directory.household_of(person, facts["day"].to_numpy())
    # Of monitored households the office compares every change itself.
    watched = desk.world.households.watch[people.household[person]] != Watch.NEVER
    ids = desk.numbered(person, "population", share=desk.world.parameters.noise.damaged_id * 0.6, careful=watched)
    outbox.put(POPULATION, pl.DataFrame({
        DELIVERY: facts[DELIVERY], "户编号": desk.directory.household_code.gather(homes),
        "姓名": desk.directory.name.gather(person), "证件号码": ids["_written"],
        "性别": words(("男", "女"), people.female[person].astype(int)), "出生日期": days(people.birth_day[person], "%Y%m"),
        "与户主关系": words(RELATIONS, facts["relation"].to_numpy()), "变动类型": words(CHANGES, facts["change"].to_numpy()),
        "变动日期": days(facts["day"].to_numpy()), **ids, "_day": facts["day"],
    }))  # fmt: skip


def enrolment(desk: Desk, outbox: Outbox) -> None:
    facts = desk.facts("education_enrolment", history_days=200)
    if facts.is_empty():
        return
    person, stage = facts["person"].to_numpy(), facts["stage"].to_numpy()
    ids = desk.numbered(person, "enrolment")
    school = np.array([0, 0, 0, 1, 2, 3, 4])[stage]
    outbox.put(ENROLMENT, pl.DataFrame({
        DELIVERY: facts[DELIVERY], **described.person(desk, person, "enrolment", born="%Y%m%d"), "证件号码": ids["_written"],
        "学段": words(STAGES, stage), "学校": words(SCHOOLS, school), "就学状态": words(STATUSES, facts["status"].to_numpy()),
        "登记日期": days(facts["day"].to_numpy(), "%Y%m%d"), "学年费用": facts["cost"].cast(pl.Int64),
        "资助金额": facts["aid"].cast(pl.Int64), **ids, "_day": facts["day"],
    }))  # fmt: skip
