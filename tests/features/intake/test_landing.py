"""What each kind of file becomes in the record tables."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from features.intake import Reason
from features.records.store import RecordStore
from tests.features.intake.files import Row, as_csv, deliver, household, households, id_number, members, take_in

DELIVERED = dt.date(2024, 2, 5)


def landed(root: Path, store: RecordStore, *rows: Row, day: dt.date = DELIVERED) -> dict[str, pl.DataFrame]:
    """The record tables after delivering one csv of these rows."""
    report = take_in(deliver(root / "delivered", day.isoformat(), {"表.csv": as_csv(rows)}), store)
    assert not report.refused, report.refused[0].refusal
    return store.records()


def only(rows: pl.DataFrame, **wanted: Any) -> dict[str, Any]:
    """The one row about household 3, which must have these values."""
    (row,) = rows.filter(household_id=household(3)).to_dicts()
    assert {name: row[name] for name in wanted} == wanted
    return row


def test_a_national_household_sheet(tmp_path: Path, store: RecordStore) -> None:
    records = landed(
        tmp_path,
        store,
        {
            "行政区划代码": "990101001002", "户编号": household(3), "户主证件号码": id_number(3), "户类型": "脱贫户",
            "家庭人口数": "4", "年度": "2023", "工资性收入": "30000", "生产经营性支出": "800", "低保金": "", "养老保险金": "0",
            "危房级别": "C级", "是否解决安全饮用水": "是", "银行账号": "6222000000000000000",
        },
    )  # fmt: skip
    year_end = dt.date(2023, 9, 30)
    only(records["households"], event_date=year_end, household_type="lifted_out", household_size=4, land_mu=None)
    income = records["income"].sort("category")
    assert income.select("category", "amount_yuan", "period_months", "event_date").rows() == [
        ("business_cost", 800, 12, year_end),
        ("transfer_pension", 0, 12, year_end),
        ("wage", 30_000, 12, year_end),
    ]
    only(records["housing"], grade="C", event_date=year_end)
    only(records["water"], safe=True)


def test_a_year_in_progress_ends_with_its_delivery(tmp_path: Path, store: RecordStore) -> None:
    records = landed(tmp_path, store, *households(4, 年度="2024"))
    only(records["households"], event_date=DELIVERED, record_id="county-2024")


def test_a_household_without_a_region_code_is_set_aside(tmp_path: Path, store: RecordStore) -> None:
    rows = [*households(20), {**households(21)[20], "行政区划代码": "990101"}]
    report = take_in(deliver(tmp_path / "delivered", "2024-02-05", {"户.csv": as_csv(rows)}), store)
    assert report.set_aside == {Reason.BAD_REGION: 1}
    assert store.records()["households"].height == 20


@pytest.mark.parametrize(
    ("health", "flags"),
    [
        ("健康", (False, False, False)),
        ("01", (False, False, False)),
        ("02,04", (True, False, True)),
        ("长期慢性病、患有大病", (True, True, False)),
        ("", (None, None, None)),
        ("尚可", (None, None, None)),
    ],
)
def test_health_may_name_several_states(
    tmp_path: Path, store: RecordStore, health: str, flags: tuple[bool | None, ...]
) -> None:
    records = landed(tmp_path, store, *({**row, "健康状况": health} for row in members(4)))
    row = only(records["members"], listing="full", relation="head", event_date=dt.date(2023, 12, 31))
    assert (row["chronic"], row["major_illness"], row["disabled"]) == flags


def test_either_insurance_insures(tmp_path: Path, store: RecordStore) -> None:
    kinds = [("是", "否", True), ("否", "是", True), ("否", "否", False), ("否", "", False), ("", "", None)]
    rows = [
        {
            **row, "人口编号": "1", "劳动技能": "普通劳动力",
            "是否参加城乡居民基本医疗保险": resident, "是否参加城镇职工基本医疗保险": worker,
        }
        for row, (resident, worker, _) in zip(members(5), kinds, strict=True)
    ]  # fmt: skip
    records = landed(tmp_path, store, *rows)
    assert records["members"].sort("household_id")["insured"].to_list() == [insured for _, _, insured in kinds]


@pytest.mark.parametrize(
    ("change", "left"), [("死亡", "died"), ("婚嫁迁出", "married_out"), ("迁出", "moved"), ("出生", None)]
)
def test_a_change_of_population(tmp_path: Path, county: RecordStore, change: str, left: str | None) -> None:
    row = {"户编号": household(3), "证件号码": id_number(3), "变动类型": change, "变动日期": "2024-01-09"}
    records = landed(tmp_path, county, row)
    told = records["members"].filter(listing="change")
    only(told, left_reason=left, left_on=dt.date(2024, 1, 9) if left else None, event_date=dt.date(2024, 1, 9))


def test_a_newborn_on_the_police_list_is_matched_from_then_on(tmp_path: Path, county: RecordStore) -> None:
    child = id_number(500, born="20240101")
    born = {"户编号": household(3), "证件号码": child, "变动类型": "出生", "变动日期": "2024-01-01"}
    landed(tmp_path, county, born)
    bill = {"证件号码": child, "就诊类型": "门诊", "结算日期": "2024-02-09", "总费用": "90", "个人自付": "9"}
    only(landed(tmp_path, county, bill, day=dt.date(2024, 3, 5))["illness"], self_paid_yuan=9, disease_class="ordinary")


def test_who_died_is_not_moved_to_the_household_that_told(tmp_path: Path, county: RecordStore) -> None:
    row = {"户编号": household(4), "证件号码": id_number(3), "变动类型": "死亡", "变动日期": "2024-01-09"}
    landed(tmp_path, county, row)
    bill = {"证件号码": id_number(3), "就诊类型": "门诊", "结算日期": "2024-01-08", "总费用": "90", "个人自付": "9"}
    only(landed(tmp_path, county, bill, day=dt.date(2024, 3, 5))["illness"], self_paid_yuan=9)


def test_a_monitoring_roster_tells_three_steps(tmp_path: Path, county: RecordStore) -> None:
    row = {
        "户编号": household(3), "监测对象类型": "突发严重困难户", "风险是否消除": "否", "识别监测时间": "202211",
        "消除监测时间": "2023-06-01", "风险消除回退时间": "2024-01-15", "致贫返贫风险": "因病；因自然灾害(洪涝)、其他",
    }  # fmt: skip
    steps = landed(tmp_path, county, row)["monitoring"].sort("event_date")
    assert steps.select("step", "event_date").rows() == [
        ("identified", dt.date(2022, 11, 1)),
        ("removed", dt.date(2023, 6, 1)),
        ("rolled_back", dt.date(2024, 1, 15)),
    ]
    assert set(steps["risk_types"]) == {"illness;disaster;other"}


PERSON = {"证件号码": id_number(3)}
HEAD = {"户主证件号码": id_number(3)}
HOUSE = {"户编号": household(3)}
DAY = dt.date(2024, 1, 9)


@pytest.mark.parametrize(
    ("row", "table", "wanted"),
    [
        (
            {**PERSON, "确诊病种": "肺癌", "病种类别": "大病", "确诊日期": "2024-01-09"},
            "illness",
            {"setting": "diagnosis", "disease_class": "major", "total_yuan": None, "event_date": DAY},
        ),
        (
            {"残疾人证号": f"{id_number(3)}42", "办证日期": "2024-01-09", "是否享受困难残疾人生活补贴": "否"},
            "disability",
            {"category": 4, "grade": 2, "living_subsidy": False, "nursing_subsidy": None, "event_date": DAY},
        ),
        (
            {**PERSON, "就业状态": "在岗", "务工所在地": "省外", "月工资": "4,500", "开始日期": "2024-01-09", "结束日期": ""},
            "employment",
            {"place_tier": "outside", "monthly_wage_yuan": 4500, "started_on": DAY, "ended_on": None, "event_date": DAY},
        ),
        (
            {**PERSON, "事件类型": "交通事故", "发生日期": "2024-01-09", "伤亡情况": "致残", "损失金额": ""},
            "shocks",
            {"kind": "accident_traffic", "harm": "disabled", "loss_yuan": None},
        ),
        (
            {**PERSON, "学段": "高中", "就学状态": "疑似辍学", "登记日期": "", "学年费用": "6000"},
            "education",
            {"stage": "senior", "status": "dropped_out", "cost_yuan": 6000, "event_date": DELIVERED},
        ),
        (
            {**HEAD, "灾害类型": "洪涝灾害", "受灾日期": "2024-01-09", "损失金额": "8000", "房屋受损": "是"},
            "housing",
            {"grade": None, "disaster_damage": True, "event_date": DAY},
        ),
        (
            {**HEAD, "项目名称": "养牛", "失败日期": "2024-01-09", "损失金额": "30000"},
            "shocks",
            {"kind": "business_failure", "loss_yuan": 30_000, "harm": None},
        ),
        (
            {**HEAD, "危房级别": "D级", "鉴定日期": "2024-01-09", "整改完成日期": "2024-06-30", "是否唯一住房": "是", "是否长期居住": "否"},
            "housing",
            {"grade": "D", "remedied_on": dt.date(2024, 6, 30), "only_dwelling": True, "lived_in": False, "event_date": DAY},
        ),
        (
            {
                **HOUSE, "排查日期": "2024-01-09", "每人每天水量(升)": "30", "年断水天数": "40", "水质是否达标": "不达标",
                "取水水平距离（公里）": "0.9", "取水高差": "75",
            },
            "water",
            {
                "litres_per_day": 30, "days_out": 40, "quality_ok": False, "safe": None, "event_date": DAY,
                "fetch_distance_m": 900, "fetch_climb_m": 75, "fetch_minutes": None,
            },
        ),
        (
            {**HOUSE, "安置点": "一号", "入住日期": "2024-01-09", "走访日期": "", "住房负债": "20000"},
            "relocation",
            {"kind": "moved", "settlement_id": "一号", "housing_debt_yuan": 20_000, "event_date": DAY},
        ),
        (
            {**HEAD, "救助类型": "最低生活保障", "救助金额": "5600", "开始日期": "2024-01-09", "结束日期": "2025-01-08"},
            "support",
            {"kind": "dibao", "amount_yuan": 5600, "ended_on": dt.date(2025, 1, 8), "event_date": DAY},
        ),
        (
            {**HOUSE, "帮扶措施类型": "产业帮扶", "帮扶金额": "", "开始日期": "2024-01-09"},
            "support",
            {"kind": "industry", "amount_yuan": None, "ended_on": None},
        ),
        (
            {**HOUSE, "线索来源": "部门筛查预警", "核查日期": "2024-01-09", "核查结果": "存在风险", "核实风险类型": "因病"},
            "visits",
            {"lead_source": "trigger", "outcome": "confirmed", "risk_type": "illness", "event_date": DAY},
        ),
    ],
)  # fmt: skip
def test_a_row_becomes_a_record(
    tmp_path: Path, county: RecordStore, row: Row, table: str, wanted: dict[str, Any]
) -> None:
    known = {"known_date": DELIVERED, "source_row": 2}
    before = set(county.records()[table]["record_id"])
    records = landed(tmp_path, county, row)[table]
    only(records.filter(~pl.col("record_id").is_in(before)), **wanted, **known)


def test_a_visited_settlement_household_is_a_move_and_a_follow_up(tmp_path: Path, county: RecordStore) -> None:
    row = {
        **HOUSE,
        "安置点": "一号",
        "入住日期": "2019-06-01",
        "走访日期": "2024-01-09",
        "住房负债": "1",
        "房屋是否空置": "否",
    }
    rows = landed(tmp_path, county, row)["relocation"].sort("event_date")
    assert rows.select("kind", "event_date", "moved_on", "housing_debt_yuan", "empty_flat").rows() == [
        ("moved", dt.date(2019, 6, 1), dt.date(2019, 6, 1), None, None),
        ("follow_up", DAY, dt.date(2019, 6, 1), 1, False),
    ]


def test_a_word_that_nobody_knows_sets_its_row_aside_where_the_table_needs_one(
    tmp_path: Path, county: RecordStore
) -> None:
    rows = [
        {**HOUSE, "帮扶措施类型": kind, "开始日期": f"2024-01-0{day}"}
        for day, kind in enumerate(["产业帮扶"] * 8 + ["送温暖"], 1)
    ]
    report = take_in(deliver(tmp_path / "delivered", "2024-02-05", {"措施.csv": as_csv(rows)}), county)
    assert report.set_aside == {Reason.UNREAD_WORD: 1}
    aside = county.set_aside().row(0, named=True)
    assert (aside["row"], aside["column"]) == (10, "帮扶措施类型")
    assert county.records()["support"].height == 8


def test_no_name_and_no_id_number_reaches_the_store(tmp_path: Path, store: RecordStore) -> None:
    take_in(
        deliver(tmp_path / "d", "2024-01-05", {"人.csv": as_csv(members(4)), "户.csv": as_csv(households(4))}), store
    )
    tables = [*store.records().values(), store.deliveries(), store.set_aside(), store.people()]
    everything = "".join(rows.write_csv() for rows in tables)
    assert household(3) in everything
    assert id_number(3) not in everything
    assert "某人" not in everything
