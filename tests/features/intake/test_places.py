"""A household sheet of the national system names the village and gives neither its code nor the household's type."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from features.intake import IntakeReport, Reason
from features.intake.places import Places
from features.records.store import RecordStore
from features.records.store.side_tables import PLACES
from features.records.store.withdrawing import withdraw
from tests.features.intake.files import Cell, as_csv, as_workbook, deliver, household, id_number, take_in

FIRST, SECOND = "990101001001", "990101001002"


def named(number: int, village: str = "梨树村", township: str = "河口镇", **more: Cell) -> dict[str, Cell]:
    """A row of the national household sheet as it really is."""
    return {
        "乡": township,
        "村": village,
        "户编号": household(number),
        "户主证件号码": id_number(number),
        "家庭人口数": "3",
        "年度": "2023",
        "工资性收入": "30000",
        "生产经营性支出": "800",
        **more,
    }


def place(village: str = "梨树村", code: str = FIRST, township: str = "河口镇") -> dict[str, Cell]:
    return {"乡": township, "村": village, "行政区划代码": code}


def delivered(root: Path, store: RecordStore, day: str, **files: list[dict[str, Cell]]) -> IntakeReport:
    report = take_in(deliver(root / day, day, {f"{name}.csv": as_csv(rows) for name, rows in files.items()}), store)
    assert not report.refused, report.refused[0].refusal
    return report


def regions(store: RecordStore) -> dict[str, str]:
    rows = store.records()["households"].sort("known_date")
    return dict(rows.select("household_id", "region_code").iter_rows())


def test_a_list_of_region_codes_lands_in_the_places_alone(tmp_path: Path, store: RecordStore) -> None:
    report = delivered(tmp_path, store, "2024-01-05", 代码表=[place(), place("石桥村", SECOND)])
    assert report.files[0].sources == ("region_codes",)
    assert store.places().select("region_code", "township", "village", "known_date").rows() == [
        (FIRST, "河口镇", "梨树村", dt.date(2024, 1, 5)),
        (SECOND, "河口镇", "石桥村", dt.date(2024, 1, 5)),
    ]
    assert not any(rows.height for rows in store.records().values())


@pytest.mark.parametrize(
    ("township", "village"),
    [
        ("河口镇", "梨树村"),
        ("河口镇", "梨树村委会"),
        ("河口镇", "梨树村村民委员会"),
        ("河口", "梨树社区"),
        ("河口镇人民政府", "梨树"),
        (" 河口镇", "梨 树村"),
    ],
)
def test_a_village_is_found_by_its_names(tmp_path: Path, store: RecordStore, township: str, village: str) -> None:
    sheet = [named(3, village, township)]
    delivered(tmp_path, store, "2024-01-05", 代码表=[place(), place("石桥村", SECOND)], 户=sheet)
    assert regions(store) == {household(3): FIRST}


@pytest.mark.parametrize(
    ("township", "village"),
    [
        ("河口镇", "梨树坪村"),  # another name that begins alike
        ("上河镇", "梨树村"),  # of another township
        ("河口镇", "石桥"),  # 石桥村 or 石桥社区?
    ],
)
def test_a_village_unknown_or_not_the_only_one_is_set_aside(
    tmp_path: Path, store: RecordStore, township: str, village: str
) -> None:
    listed = [place(), place("石桥村", SECOND), place("石桥社区", "990101001003")]
    report = delivered(tmp_path, store, "2024-01-05", 代码表=listed, 户=[named(3, village, township), named(4)])
    assert report.set_aside == {Reason.UNKNOWN_VILLAGE: 1}
    assert regions(store) == {household(4): FIRST}
    (told,) = store.set_aside().to_dicts()
    assert (told["row"], told["column"]) == (2, "村")
    assert "行政区划代码表" in told["what_to_do"]


def test_a_name_as_it_was_taught_goes_before_one_that_resembles_it(tmp_path: Path, store: RecordStore) -> None:
    listed = [place("石桥村", SECOND), place("石桥社区", "990101001003")]
    delivered(tmp_path, store, "2024-01-05", 代码表=listed, 户=[named(3, "石桥社区")])
    assert regions(store) == {household(3): "990101001003"}


def test_a_sheet_without_any_list_is_refused_saying_which_to_deliver(tmp_path: Path, store: RecordStore) -> None:
    folder = deliver(tmp_path, "2024-01-05", {"户.csv": as_csv([named(number) for number in range(5)])})
    (file,) = take_in(folder, store).refused
    assert "行政区划代码表" in str(file.refusal)


def test_neither_names_nor_code_is_another_matter(tmp_path: Path, store: RecordStore) -> None:
    report = delivered(tmp_path, store, "2024-01-05", 代码表=[place()], 户=[named(3, ""), named(4)])
    assert report.set_aside == {Reason.NO_REGION: 1}


def test_a_code_in_the_sheet_still_counts_and_names_fill_its_blanks(tmp_path: Path, store: RecordStore) -> None:
    sheet = [named(3, 行政区划代码=SECOND), named(4, 行政区划代码="")]
    delivered(tmp_path, store, "2024-01-05", 代码表=[place()], 户=sheet)
    assert regions(store) == {household(3): SECOND, household(4): FIRST}


def test_a_roster_with_names_and_codes_teaches_but_its_slips_do_not(tmp_path: Path, store: RecordStore) -> None:
    roster: list[dict[str, Cell]] = [
        {
            "乡": "河口镇", "村": "梨树村", "行政区划代码": SECOND if number == 0 else FIRST, "户编号": household(number),
            "户主证件号码": id_number(number), "户类型": "一般农户", "家庭人口数": "3", "家庭经营收入": "9000",
        }
        for number in range(3)
    ]  # fmt: skip
    delivered(tmp_path, store, "2024-01-05", 农户=roster, 户=[named(7)])
    assert store.places().select("region_code", "village").rows() == [(FIRST, "梨树村")]
    assert regions(store)[household(7)] == FIRST


def test_a_code_and_a_name_that_share_half_of_their_rows_are_not_taught(tmp_path: Path, store: RecordStore) -> None:
    roster: list[dict[str, Cell]] = [
        {
            "乡": "河口镇", "村": "梨树村", "行政区划代码": SECOND if number % 2 else FIRST, "户编号": household(number),
            "户主证件号码": id_number(number), "户类型": "一般农户", "家庭人口数": "3", "家庭经营收入": "9000",
        }
        for number in range(4)
    ]  # fmt: skip
    delivered(tmp_path, store, "2024-01-05", 农户=roster)
    assert store.places().is_empty()


def test_a_roster_gives_no_other_code_to_a_name_that_a_list_told(tmp_path: Path, store: RecordStore) -> None:
    delivered(tmp_path, store, "2024-01-05", 代码表=[place()])
    coded = [named(number, 行政区划代码=SECOND) for number in range(3)]
    delivered(tmp_path, store, "2024-02-05", 户=coded, 另=[named(7, 年度="2022")])
    assert regions(store)[household(7)] == FIRST
    assert store.places().height == 1


def test_a_code_that_has_two_names_in_equal_parts_teaches_neither(tmp_path: Path, store: RecordStore) -> None:
    coded = [named(number, "梨树村" if number % 2 else "石桥村", 行政区划代码=FIRST) for number in range(4)]
    delivered(tmp_path, store, "2024-01-05", 户=coded)
    assert store.places().is_empty()


def test_a_village_that_got_a_new_code_is_read_by_the_newest_list(tmp_path: Path, store: RecordStore) -> None:
    delivered(tmp_path, store, "2023-01-05", 代码表=[place()])
    delivered(tmp_path, store, "2024-01-05", 代码表=[place(code=SECOND)])
    # Found in a drawer, and taken in together with the next month's sheet.
    deliver(tmp_path / "late", "2022-01-05", {"代码表.csv": as_csv([place(code="990101001009")])})
    take_in(deliver(tmp_path / "late", "2024-02-05", {"户.csv": as_csv([named(3)])}), store)
    assert regions(store) == {household(3): SECOND}


def test_one_list_that_gives_a_village_two_codes_leaves_it_open(tmp_path: Path, store: RecordStore) -> None:
    listed = [place(), place(code=SECOND), place("石桥村", "990101001003")]
    report = delivered(tmp_path, store, "2024-01-05", 代码表=listed, 户=[named(3), named(4, "石桥村")])
    assert report.set_aside == {Reason.UNKNOWN_VILLAGE: 1}


def test_two_lists_of_one_day_that_contradict_each_other_leave_it_open(tmp_path: Path, store: RecordStore) -> None:
    sheet = [named(3), named(4, "石桥村")]
    lists = {"甲": [place(), place("石桥村", "990101001003")], "乙": [place(code=SECOND)]}
    report = delivered(tmp_path, store, "2024-01-05", **lists, 户=sheet)
    assert report.set_aside == {Reason.UNKNOWN_VILLAGE: 1}


@pytest.mark.parametrize("again", ["代码表", "花名册"])
def test_who_tells_a_name_again_vouches_for_it_when_the_first_is_withdrawn(
    tmp_path: Path, store: RecordStore, again: str
) -> None:
    roster = [named(5, 户类型="一般农户", 行政区划代码=FIRST)]
    delivered(tmp_path, store, "2023-01-05", 代码表=[place(), place("石桥村", SECOND)])
    delivered(tmp_path, store, "2024-01-05", 名单=[place(), place("塘村", SECOND)] if again == "代码表" else roster)
    first = store.deliveries().filter(pl.col("source") == "region_codes").get_column("delivery_id")[0]
    withdraw(store, first, dt.date(2024, 1, 6), "another county's")
    asked = pl.DataFrame({"township": ["河口镇"] * 2, "village": ["梨树村", "石桥村"]})
    assert Places.of(store).codes_of(asked).rows() == [("河口镇", "梨树村", FIRST)]


@pytest.mark.parametrize(
    ("codes", "refused"),
    [(["990101", "990101"], False), (["990102", "990101"], False), (["990102", "990102", "990101"], True)],
)
def test_a_roster_of_another_county_is_refused_whole(
    tmp_path: Path, store: RecordStore, codes: list[str], refused: bool
) -> None:
    delivered(tmp_path, store, "2024-01-05", 代码表=[place()])
    rows = [named(n, 户类型="一般农户", 行政区划代码=f"{code}001001") for n, code in enumerate(codes)]
    report = take_in(deliver(tmp_path / "next", "2024-02-05", {"户.csv": as_csv(rows)}), store)
    assert [file.refusal is not None for file in report.files] == [refused]
    if refused:
        told = str(report.files[0].refusal)
        assert "户.csv，“行政区划代码”列：行政区划代码属于其他县" in told
        assert "begin with 990102, those known so far with 990101" in told
        assert regions(store) == {}


def test_a_county_is_known_by_its_rosters_alone_too_whether_stored_or_just_read(
    tmp_path: Path, store: RecordStore
) -> None:
    rows = {
        code: as_csv([{**named(1, 户类型="一般农户", 行政区划代码=f"{code}001001"), "乡": "", "村": ""}])
        for code in ("990101", "990102", "990103")
    }
    report = take_in(deliver(tmp_path / "a", "2024-01-05", {"甲.csv": rows["990101"], "乙.csv": rows["990102"]}), store)
    assert [file.file for file in report.refused] == ["2024-01-05/甲.csv"]
    assert len(take_in(deliver(tmp_path / "b", "2024-02-05", {"丙.csv": rows["990103"]}), store).refused) == 1


def test_a_county_that_got_new_codes_says_so_by_its_list(tmp_path: Path, store: RecordStore) -> None:
    delivered(tmp_path, store, "2024-01-05", 代码表=[place()])
    delivered(tmp_path, store, "2025-01-05", 代码表=[place(code="990102001001")])
    delivered(tmp_path, store, "2025-02-05", 户=[named(1, 户类型="一般农户", 行政区划代码="990102001001")])
    assert regions(store) == {household(1): "990102001001"}


def test_places_are_the_same_whether_learnt_or_read_back() -> None:
    learning = Places(pl.DataFrame(schema=PLACES))
    for day, code in ((2, FIRST), (2, SECOND), (1, SECOND), (3, FIRST), (4, SECOND)):
        learning.learn(pl.DataFrame([place(code=code)]).rename(
            {"乡": "township", "村": "village", "行政区划代码": "region_code"}
        ), dt.date(2024, 1, day), f"d{day}")  # fmt: skip
    asked = pl.DataFrame({"township": ["河口镇"], "village": ["梨树村"]})
    again = Places(learning.take_new())
    assert again.codes_of(asked).rows() == learning.codes_of(asked).rows() == [("河口镇", "梨树村", SECOND)]


def roster(number: int, kind: str) -> dict[str, Cell]:
    return {
        "户编号": household(number), "户类型": kind, "监测对象类型": "突发严重困难户", "风险是否消除": "否",
        "识别监测时间": "2023-05-01",
    }  # fmt: skip


def types(store: RecordStore) -> list[str]:
    return store.records()["households"].sort("household_id", "known_date").get_column("household_type").to_list()


def test_the_type_is_what_the_roster_of_monitored_households_says(tmp_path: Path, store: RecordStore) -> None:
    sheet = [named(number) for number in range(3)]
    monitored = [roster(1, "一般农户"), roster(2, "脱贫户")]
    delivered(tmp_path, store, "2024-01-05", 代码表=[place()], 户=sheet, 监测=monitored)
    assert types(store) == ["lifted_out", "general", "lifted_out"]


def test_one_sheet_of_a_workbook_says_how_the_others_are_read(tmp_path: Path, store: RecordStore) -> None:
    book = as_workbook({"户": [named(3), named(4)], "监测": [roster(3, "一般农户")], "代码": [place()]})
    report = take_in(deliver(tmp_path, "2024-01-05", {"全.xlsx": book}), store)
    assert not report.refused
    assert regions(store) == {household(3): FIRST, household(4): FIRST}
    assert types(store) == ["general", "lifted_out"]
    assert store.places().height == 1


def test_what_a_refused_workbook_said_is_not_known(tmp_path: Path, store: RecordStore) -> None:
    ahead = [named(number, 年度="2031") for number in range(3)]
    book = as_workbook({"户": ahead, "监测": [roster(3, "一般农户")], "代码": [place()]})
    files = {"全.xlsx": book, "户.csv": as_csv([named(3)]), "另.csv": as_csv([place("石桥村", SECOND)])}
    report = take_in(deliver(tmp_path, "2024-01-05", files), store)
    assert [file.file for file in report.refused] == ["2024-01-05/全.xlsx"]
    assert report.set_aside == {Reason.UNKNOWN_VILLAGE: 1}
    assert store.places()["village"].to_list() == ["石桥村"]


@pytest.mark.parametrize(
    ("told_on", "expected"),
    [("2024-01-05", "general"), ("2024-01-06", "lifted_out")],  # the sheet is of 5 January
)
def test_a_roster_speaks_from_its_own_day_on(tmp_path: Path, store: RecordStore, told_on: str, expected: str) -> None:
    delivered(tmp_path, store, "2023-12-01", 代码表=[place()])
    delivered(tmp_path, store, told_on, 监测=[roster(3, "一般农户")])
    delivered(tmp_path, store, "2024-01-05", 户=[named(3)])
    assert types(store) == [expected]


def test_a_type_in_the_sheet_itself_holds(tmp_path: Path, store: RecordStore) -> None:
    sheet = [named(3, 户类型="脱贫户")]
    delivered(tmp_path, store, "2024-01-05", 代码表=[place()], 户=sheet, 监测=[roster(3, "一般农户")])
    assert types(store) == ["lifted_out"]


def test_a_type_left_empty_is_not_guessed(tmp_path: Path, store: RecordStore) -> None:
    sheet = [named(3, 户类型=""), named(4, 户类型="脱贫户")]
    report = delivered(tmp_path, store, "2024-01-05", 代码表=[place()], 户=sheet)
    assert report.set_aside == {Reason.RULE: 1}
