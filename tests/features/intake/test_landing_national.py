"""What the national sheets become: amounts in the unit of their header, kinds of insurance, the steps of monitoring."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from features.records.store import RecordStore
from tests.features.intake.files import Cell, as_csv, deliver, household, id_number, take_in

IDENTIFIED = dt.date(2023, 5, 1)


def landed(root: Path, store: RecordStore, *rows: dict[str, Cell], day: str = "2024-02-05") -> RecordStore:
    report = take_in(deliver(root / "delivered", day, {"表.csv": as_csv(rows)}), store)
    assert not report.refused, report.refused[0].refusal
    return store


def sheet(**more: Cell) -> dict[str, Cell]:
    return {
        "行政区划代码": "990101001002", "户编号": household(3), "户主证件号码": id_number(3), "家庭人口数": "4", "年度": "2023",
        "生产经营性支出": "800", **more,
    }  # fmt: skip


def member(number: int = 3, **more: Cell) -> dict[str, Cell]:
    return {
        "户编号": household(3), "人口编号": str(number), "姓名": "某人", "证件号码": id_number(number), "与户主关系": "户主",
        "健康状况": "健康", "劳动技能": "普通劳动力", "年度": "2023", **more,
    }  # fmt: skip


def test_the_sheet_s_own_net_income_is_kept_beside_its_parts(tmp_path: Path, store: RecordStore) -> None:
    records = landed(tmp_path, store, sheet(工资性收入="30000", 纯收入="-1200.5")).records()
    assert records["households"]["stated_net_income_yuan"].to_list() == [-1200.5]
    assert "stated_net_income_yuan" not in records["income"]["category"].to_list()


def test_what_the_sheet_does_not_add_up_is_unknown(tmp_path: Path, store: RecordStore) -> None:
    records = landed(tmp_path, store, sheet(工资性收入="30000")).records()
    assert records["households"]["stated_net_income_yuan"].to_list() == [None]


def test_amounts_land_in_the_unit_of_the_table(tmp_path: Path, store: RecordStore) -> None:
    row = sheet(
        **{
            "工资性收入（万元）": "3.2657",
            "纯收入(千元)": "31.5",
            "与村主干路距离（米）": "350",
            "耕地面积(公顷)": "0.3",
        }
    )
    records = landed(tmp_path, store, row).records()
    amounts = dict(records["income"].select("category", "amount_yuan").iter_rows())
    assert amounts == {"wage": 32_657, "business_cost": 800}
    described = records["households"].select("stated_net_income_yuan", "road_km", "land_mu").row(0)
    assert described == (31_500, 0.35, 4.5)


def test_a_required_column_in_an_unknown_unit_refuses_the_file(tmp_path: Path, store: RecordStore) -> None:
    rows = [sheet(**{"工资性收入（美元）": "3"})]
    (file,) = take_in(deliver(tmp_path, "2024-02-05", {"表.csv": as_csv(rows)}), store).refused
    assert "工资性收入（美元） looks like 工资性收入" in str(file.refusal)


def test_any_other_column_in_an_unknown_unit_is_reported_and_not_read(tmp_path: Path, store: RecordStore) -> None:
    row = sheet(**{"工资性收入": "30000", "耕地面积（垧）": "3"})
    report = take_in(deliver(tmp_path, "2024-02-05", {"表.csv": as_csv([row])}), store)
    (unknown,) = report.files[0].unknown_headers
    assert (unknown.header, unknown.nearest) == ("耕地面积（垧）", "耕地面积(亩)")
    assert store.records()["households"]["land_mu"].to_list() == [None]


@pytest.mark.parametrize(
    ("resident", "worker", "kind"),
    [
        ("是", "否", "resident"),
        ("是", "", "resident"),
        ("否", "是", "worker"),
        ("", "是", "worker"),
        ("是", "是", "both"),
        ("否", "否", "none"),
        ("否", "", "none"),
        ("", "", None),
    ],
)
def test_which_insurance(tmp_path: Path, store: RecordStore, resident: str, worker: str, kind: str | None) -> None:
    row = {
        **member(),
        "是否参加城乡居民基本医疗保险": resident, "是否参加城镇职工基本医疗保险": worker,
        "是否参加城乡居民基本养老保险": worker, "是否参加城镇职工基本养老保险": resident,
    }  # fmt: skip
    told = landed(tmp_path, store, row).records()["members"]
    assert told["medical_insurance"].to_list() == [kind]
    swapped = {"resident": "worker", "worker": "resident"}
    assert told["pension_insurance"].to_list() == [swapped.get(kind, kind) if kind else None]


@pytest.mark.parametrize(("resident", "worker", "insured"), [("参保中", "否", None), ("是", "居民", True)])
def test_a_flag_that_is_not_understood_is_not_a_no(
    tmp_path: Path, store: RecordStore, resident: str, worker: str, insured: bool | None
) -> None:
    row = {**member(), "是否参加城乡居民基本医疗保险": resident, "是否参加城镇职工基本医疗保险": worker}
    told = landed(tmp_path, store, row).records()["members"]
    assert told.select("insured", "medical_insurance").row(0) == (insured, None)


def test_months_in_a_public_post(tmp_path: Path, store: RecordStore) -> None:
    told = landed(tmp_path, store, {**member(), "公益性岗位（月数）": "7"}).records()["members"]
    assert told["public_post_months"].to_list() == [7]


def test_marks_of_allowances_and_their_absence(tmp_path: Path, store: RecordStore) -> None:
    told = landed(tmp_path, store, {**member(), "是否享受低保": "是", "是否特困供养人员": ""}).records()["members"]
    assert (told["on_dibao"].to_list(), told["on_tekun"].to_list()) == ([True], [None])


@pytest.mark.parametrize(
    ("born", "month"),
    [
        ("1970-01-15", dt.date(1970, 1, 1)),
        ("197001", dt.date(1970, 1, 1)),
        ("19700131", dt.date(1970, 1, 1)),
        ("1970年1月", dt.date(1970, 1, 1)),
        ("1970/1/31 00:00:00", dt.date(1970, 1, 1)),
        ("25583", dt.date(1970, 1, 1)),  # Excel's serial of 15 January 1970
        ("197013", None),
        ("不详", None),
    ],
)
def test_a_birth_in_any_form_and_an_unreadable_one_costs_no_row(
    tmp_path: Path, store: RecordStore, born: str, month: dt.date | None
) -> None:
    told = landed(tmp_path, store, member(出生日期=born)).records()["members"]
    assert told["birth_month"].to_list() == [month]


def step(number: int = 3, **more: Cell) -> dict[str, Cell]:
    return {
        "户编号": household(number), "监测对象类别": "突发严重困难户", "风险是否消除": "是", "识别监测时间": "2023-05-01",
        "消除监测时间": "2024-01-10", "致贫返贫风险": "因病", **more,
    }  # fmt: skip


def test_how_the_risk_was_removed_is_told_of_the_removal_alone(tmp_path: Path, store: RecordStore) -> None:
    rows = [
        step(3, 风险消除方式="自然消除", 整户无劳动能力兜底保障户=""),
        step(4, 风险消除方式="帮扶消除", 整户无劳动能力兜底保障户="是"),
    ]
    told = landed(tmp_path, store, *rows).records()["monitoring"].sort("household_id", "event_date")
    assert told.select("step", "removal_mode", "no_labour_household").rows() == [
        ("identified", None, None),
        ("removed", "natural", None),
        ("identified", None, True),
        ("removed", "support", True),
    ]


def test_a_roster_with_a_row_for_each_person_tells_each_step_once(tmp_path: Path, store: RecordStore) -> None:
    people = [
        step(3, 姓名="某人", 证件号码=id_number(number), 与户主关系=relation, 人员识别时间=since)
        for number, relation, since in (
            (3, "户主", "2023-05-01"),
            (30, "配偶", "2023-05-01"),
            (31, "之子", "2023-11-01"),
        )
    ]
    store = landed(tmp_path, store, *people)
    steps = store.records()["monitoring"].sort("event_date")
    assert steps.select("step", "event_date", "source_row").rows() == [
        ("identified", IDENTIFIED, 2),
        ("removed", dt.date(2024, 1, 10), 2),
    ]
    assert store.deliveries()["source"].to_list() == ["monitoring_roster"]
    # It names the people, so their bills find them, but says nothing of them that a listing would.
    assert store.people().height == 3
    assert store.records()["members"].is_empty()


def test_a_roster_that_describes_its_people_lists_them_too(tmp_path: Path, store: RecordStore) -> None:
    people = [{**member(number), **step(3)} for number in (3, 30)]
    records = landed(tmp_path, store, *people).records()
    assert records["monitoring"].height == 2
    assert records["members"].select("labour", "chronic", "listing").rows() == [("ordinary", False, "full")] * 2


def test_the_household_s_and_the_people_s_roster_of_a_month_tell_the_same_steps(
    tmp_path: Path, store: RecordStore
) -> None:
    files = {
        "户.csv": as_csv([step(3)]),
        "人.csv": as_csv([step(3, 证件号码=id_number(number), 与户主关系="户主") for number in (3, 30)]),
    }
    report = take_in(deliver(tmp_path, "2024-02-05", files), store)
    assert not report.refused
    assert store.records()["monitoring"].height == 2
