"""Registers keyed by the head's number or the household code: disasters, projects, housing, water, moves, relief, visits."""

from __future__ import annotations

import numpy as np
import polars as pl

from training.simulator.directory import days, serials, words, yes
from training.simulator.names import PROJECTS
from training.simulator.outbox import DELIVERY, Outbox
from training.simulator.procedure import CONFIRMED, OUTCOMES, SOURCES
from training.simulator.safety_net import DIBAO, KINDS
from training.simulator.sheets import described
from training.simulator.sheets.common import Desk
from training.simulator.sheets.labels import HOUSE_GRADES, RISKS
from training.simulator.shocks import DISASTERS
from training.simulator.writing import Layout

DISASTER = Layout("emergency_disaster", "灾害损失台账", "xlsx", title="自然灾害农户损失情况台账")
FAILURE = Layout("agriculture_failure", "产业项目失败情况", "csv", "utf-8-sig", wrapped=("户主证件号码",))
HOUSING = Layout("housing_inspection", "农村房屋安全鉴定", "xlsx", title="农村房屋安全鉴定结果")
WATER = Layout("water_check", "农村饮水状况排查", "csv", "utf-8-sig", wrapped=("户编号",))
MOVES = Layout("relocation", "易地搬迁后续帮扶台账", "xlsx", title="易地扶贫搬迁后续帮扶工作台账")
RELIEF = Layout("civil_relief", "社会救助发放名单", "csv", "gbk", wrapped=("户主证件号码",))
SUPPORT = Layout("support_measure", "帮扶措施台账", "csv", "utf-8-sig", wrapped=("户编号",))
UNSAFE = HOUSE_GRADES.index("C")

VISIT = Layout("visit_result", "线索核查结果", "csv", "utf-8-sig")


def put_all(desk: Desk, outbox: Outbox) -> None:
    """Every register of this family."""
    disaster(desk, outbox)
    failure(desk, outbox)
    housing(desk, outbox)
    water(desk, outbox)
    relocation(desk, outbox)
    relief(desk, outbox)
    support(desk, outbox)
    visit(desk, outbox)


def _head(
    desk: Desk, facts: pl.DataFrame, stream: str, careful: np.ndarray | None = None
) -> tuple[dict[str, pl.Series], dict[str, pl.Series]]:
    """What a row says of the head beside the number, and the number with its hidden columns."""
    head = facts["head"].to_numpy()
    about = described.head(desk, head, facts["household"].to_numpy(), stream)
    return about, desk.numbered(head, stream, careful=careful)


def disaster(desk: Desk, outbox: Outbox) -> None:
    facts = desk.facts("emergency_disaster")
    if facts.is_empty():
        return
    about, ids = _head(desk, facts, "disaster")
    outbox.put(DISASTER, pl.DataFrame({
        DELIVERY: facts[DELIVERY], **about,
        "户主证件号码": ids["_written"], "灾害类型": words(DISASTERS, facts["kind"].to_numpy()),
        "受灾日期": serials(facts["day"].to_numpy()), "损失金额": facts["loss"], "房屋受损": yes(facts["damaged"].to_numpy()), **ids, "_day": facts["day"],
    }))  # fmt: skip


def failure(desk: Desk, outbox: Outbox) -> None:
    facts = desk.facts("agriculture_failure")
    if facts.is_empty():
        return
    about, ids = _head(desk, facts, "failure")
    outbox.put(FAILURE, pl.DataFrame({
        DELIVERY: facts[DELIVERY], **about, "户主证件号码": ids["_written"],
        "项目名称": words(PROJECTS, facts["project"].to_numpy()), "失败日期": days(facts["day"].to_numpy(), "%Y年%-m月%-d日"),
        "损失金额": facts["loss"].cast(pl.Int64), **ids, "_day": facts["day"],
    }))  # fmt: skip


def housing(desk: Desk, outbox: Outbox) -> None:
    inspected = desk.facts("housing_inspection", history_days=None)
    remedy = desk.facts("housing_remedy", history_days=None)
    if not remedy.is_empty():
        # The same inspection comes back with the day on which the dwelling was made safe.
        remedy = remedy.with_columns(remedied=pl.col("day"), day=pl.col("inspected")).drop("inspected")
        inspected = pl.concat([inspected, remedy.select(inspected.columns)])
    inspected = desk.as_exported(inspected.filter(pl.col("day") >= desk.start - 365), "household", "day")
    if inspected.is_empty():
        return
    # Told alike of one dwelling by the inspection and by its repair. What an office looks at since it is dangerous is lived in.
    draw = (inspected["household"].to_numpy() * 40_503) % 1_000
    unsafe = inspected["grade"].to_numpy() >= UNSAFE
    about, ids = _head(desk, inspected, "housing", careful=inspected["remedied"].to_numpy() > 0)
    outbox.put(HOUSING, pl.DataFrame({
        DELIVERY: inspected[DELIVERY], **about,
        "户主证件号码": ids["_written"], "危房级别": words(HOUSE_GRADES, inspected["grade"].to_numpy()),
        "鉴定日期": serials(inspected["day"].to_numpy()), "整改完成日期": serials(inspected["remedied"].to_numpy()),
        "是否因灾受损": yes(inspected["damage"].to_numpy()), "是否唯一住房": yes(unsafe | (draw >= 60)),
        "是否实际居住": yes(unsafe | (draw % 25 > 0)), **ids, "_day": inspected["day"], "_grade": inspected["grade"],
    }))  # fmt: skip


def water(desk: Desk, outbox: Outbox) -> None:
    facts = desk.facts("water_check")
    if facts.is_empty():
        return
    household, rng = facts["household"].to_numpy(), desk.world.streams["water.way"]
    # Half of the round trip at 80 metres a minute and less where it climbs: what fails by time fails by distance.
    metres = facts["minutes"].to_numpy() * 40 * rng.uniform(0.75, 1, facts.height)
    climb = facts["minutes"].to_numpy() * rng.uniform(0, 3.8, facts.height)
    outbox.put(WATER, pl.DataFrame({
        DELIVERY: facts[DELIVERY], "村": desk.directory.village.gather(household),
        "户编号": desk.directory.household_code.gather(household), "排查日期": days(facts["day"].to_numpy()),
        "每人每天水量(升)": facts["litres"].cast(pl.Int64), "年断水天数": facts["days_out"].cast(pl.Int64),
        "取水往返时间(分钟)": facts["minutes"].cast(pl.Int64), "取水水平距离(米)": np.floor(metres / 10).astype(int) * 10,
        "取水垂直高差(米)": np.floor(climb).astype(int), "水质是否达标": yes(facts["good"].to_numpy()),
        "_home": household, "_day": facts["day"],
    }))  # fmt: skip


def relocation(desk: Desk, outbox: Outbox) -> None:
    facts = desk.facts("relocation", history_days=None)
    if facts.is_empty():
        return
    household = facts["household"].to_numpy()
    outbox.put(MOVES, pl.DataFrame({
        DELIVERY: facts[DELIVERY], "户编号": desk.directory.household_code.gather(household),
        "户主姓名": desk.directory.name.gather(facts["head"]), "安置点": words(desk.world.places.settlements, facts["settlement"].to_numpy()),
        "入住日期": days(facts["moved"].to_numpy(), "%Y-%m-%d"), "走访日期": serials(facts["day"].to_numpy()),
        "住房负债": (facts["debt"] / 100).round() * 100, "房屋是否空置": yes(facts["empty"].to_numpy()),
    }))  # fmt: skip


def relief(desk: Desk, outbox: Outbox) -> None:
    facts = desk.facts("civil_relief", history_days=None)
    if facts.is_empty():
        return
    before = facts.filter(pl.col(DELIVERY) == 0).unique(
        ["household", "kind", "started"], keep="last", maintain_order=True
    )
    standing = (pl.col("kind") == DIBAO) & (pl.col("ended") == 0)
    before = before.filter(standing | (pl.col("day") >= desk.start - 365))
    facts = pl.concat([before, facts.filter(pl.col(DELIVERY) > 0)])
    facts = desk.repeated(facts, desk.world.parameters.noise.duplicated / 2, "relief")
    about, ids = _head(desk, facts, "relief")
    outbox.put(RELIEF, pl.DataFrame({
        DELIVERY: facts[DELIVERY], **about, "户主证件号码": ids["_written"],
        "救助类型": words(KINDS, facts["kind"].to_numpy()), "救助金额": facts["amount"].cast(pl.Int64),
        "开始日期": days(facts["started"].to_numpy()), "结束日期": days(facts["ended"].to_numpy()), **ids, "_day": facts["day"],
    }))  # fmt: skip


def support(desk: Desk, outbox: Outbox) -> None:
    facts = desk.facts("support_measure")
    if facts.is_empty():
        return
    facts = _with_allowances(desk, facts)
    facts = desk.repeated(facts, desk.world.parameters.noise.duplicated / 3, "support")
    outbox.put(SUPPORT, pl.DataFrame({
        DELIVERY: facts[DELIVERY], "户编号": desk.directory.household_code.gather(facts["household"]),
        "帮扶措施类型": words(KINDS, facts["kind"].to_numpy()), "帮扶金额": facts["amount"].cast(pl.Int64),
        "开始日期": days(facts["started"].to_numpy()), "结束日期": days(facts["ended"].to_numpy()), "_home": facts["household"],
    }))  # fmt: skip


def _with_allowances(desk: Desk, facts: pl.DataFrame) -> pl.DataFrame:
    """Allowances that civil affairs report as well: the same grant in two departments' lists."""
    rng = desk.world.streams["allowances-twice"]
    grants = desk.facts("civil_relief")
    if grants.is_empty():
        return facts
    grants = grants.filter((pl.col("kind") == DIBAO) & (pl.col("ended") == 0))
    grants = grants.filter(pl.Series(rng.random(grants.height) < desk.world.parameters.noise.duplicated))
    return desk.delivered(pl.concat([facts, grants.select(facts.columns)]).sort("known", maintain_order=True))


def visit(desk: Desk, outbox: Outbox) -> None:
    facts = desk.facts("visit_result")
    if facts.is_empty():
        return
    outcome = facts["outcome"].to_numpy()
    risk = np.where(outcome == CONFIRMED, facts["cause"].to_numpy(), -1)
    outbox.put(VISIT, pl.DataFrame({
        DELIVERY: facts[DELIVERY], "户编号": desk.directory.household_code.gather(facts["household"]),
        "线索来源": words(SOURCES, facts["lead_source"].to_numpy()), "核查日期": days(facts["day"].to_numpy(), "%Y/%m/%d"),
        "核查结果": words(OUTCOMES, outcome), "核实风险类型": words(RISKS, risk),
    }))  # fmt: skip
