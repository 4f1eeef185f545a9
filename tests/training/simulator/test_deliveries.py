"""The files are what offices send: every source, in its own spelling, encoding and form, and nothing from the future."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from itertools import pairwise

import pytest

from tests.training.simulator.files import DATE_HEADERS, SmallCounty, day, declared, fold, without_unit
from training.simulator.identity import check_digit
from training.simulator.spelling import SPELLINGS

BESIDE_THE_NUMBER = {"性别", "出生日期", "乡", "村"}
"""What a person without a sound number can still be found by."""

OTHER_FORMS = {"monitoring_member"}
"""The roster of monitored people tells the same as that of monitored households, which is the one this county exports."""

NOT_IN_THE_NATIONAL_SHEET = {"行政区划代码", "户类型"}


def test_every_source_that_the_reader_knows_is_written(small_county: SmallCounty) -> None:
    assert {sheet.source for sheet in small_county.sheets} == set(declared()["sources"]) - OTHER_FORMS


def test_every_column_is_one_that_the_reader_knows(small_county: SmallCounty) -> None:
    for sheet in small_county.sheets:
        known = {fold(header) for header in declared()["sources"][sheet.source]["columns"]}
        assert set(sheet.rows[0]) <= known | BESIDE_THE_NUMBER, sheet.path.name


def test_a_department_describes_people_beside_their_number(small_county: SmallCounty) -> None:
    rows = [row for sheet in small_county.of("medical_settlement") for row in sheet.rows]
    for header in BESIDE_THE_NUMBER:
        empty = sum(row[header] == "" for row in rows) / len(rows)
        assert 0.02 < empty < 0.06, header


def test_the_wide_sheets_have_all_their_columns(small_county: SmallCounty) -> None:
    for source in ("national_household", "national_member", "monitoring_roster"):
        columns = {fold(header) for header in declared()["sources"][source]["columns"]}
        written = columns - NOT_IN_THE_NATIONAL_SHEET if source == "national_household" else columns
        assert all(set(sheet.rows[0]) == written for sheet in small_county.of(source)), source


def test_the_village_s_code_and_the_household_s_type_are_told_elsewhere(small_county: SmallCounty) -> None:
    [codes] = small_county.of("region_codes")
    assert codes.known == dt.date(2021, 1, 1)
    named = {(row["乡"], row["村"]): row["行政区划代码"] for row in codes.rows}
    assert len(set(named.values())) == len(named)
    for sheet in small_county.of("national_household"):
        assert all(row["户编号"].startswith(named[row["乡"], row["村"]]) for row in sheet.rows)
    assert {row["户类型"] for sheet in small_county.of("monitoring_roster") for row in sheet.rows} == {
        "脱贫户",
        "一般农户",
    }


def test_headers_drift_from_year_to_year(small_county: SmallCounty) -> None:
    spellings = {fold(other) for variants in SPELLINGS.values() for other in variants}
    aliases = declared()["aliases"]
    known = {fold(name) for header, others in aliases.items() for name in (header, *others)}
    known |= {fold(header) for source in declared()["sources"].values() for header in source["columns"]}
    assert {spelling for spelling in spellings - known if without_unit(spelling) not in known} == set()
    written = {sheet.path.read_bytes()[:400] for sheet in small_county.of("employment_spell")}
    assert len({content.split(b"\r\n")[0] for content in written}) > 1


@pytest.mark.parametrize(
    ("source", "encoding"),
    [("medical_settlement", "gbk"), ("health_diagnosis", "utf-8-sig"), ("employment_spell", "utf-8")],
)
def test_a_department_keeps_its_encoding(source: str, encoding: str, small_county: SmallCounty) -> None:
    for sheet in small_county.of(source):
        content = sheet.path.read_bytes()
        assert content.decode(encoding)
        assert content.startswith(b"\xef\xbb\xbf") == (encoding == "utf-8-sig")


def test_long_numbers_are_wrapped_against_the_spreadsheet(small_county: SmallCounty) -> None:
    [first, *_] = small_county.of("medical_settlement")
    assert b'="99010' in first.path.read_bytes()


def test_each_month_has_its_folder_on_the_fifth_and_the_rosters_their_season(small_county: SmallCounty) -> None:
    months = defaultdict(set)
    for sheet in small_county.sheets:
        months[sheet.source].add(sheet.known)
    days = sorted({sheet.known for sheet in small_county.sheets})
    assert days[0] == dt.date(2021, 1, 1)
    assert days[1:] == [dt.date(2021 + (m + 1) // 12, (m + 1) % 12 + 1, 5) for m in range(14)]
    assert months["national_household"] == months["national_member"] == {days[0], dt.date(2021, 11, 5)}
    assert months["county_household"] == months["county_member"] == {days[0], dt.date(2022, 1, 5)}
    assert months["monitoring_roster"] == set(days)


def test_nothing_is_dated_after_the_day_of_its_delivery(small_county: SmallCounty) -> None:
    for sheet in small_county.sheets:
        columns = declared()["sources"][sheet.source]["columns"]
        dated = [
            fold(h) for h, meaning in columns.items() if isinstance(meaning, dict) and meaning["as"] in DATE_HEADERS
        ]
        for header in dated:
            latest = max((day(row[header]) or dt.date.min for row in sheet.rows), default=dt.date.min)
            assert latest <= sheet.known, (sheet.path.name, header)


def test_a_department_s_identity_numbers_are_mostly_right_and_some_are_spoiled(small_county: SmallCounty) -> None:
    written = [row["证件号码"] for sheet in small_county.of("medical_settlement") for row in sheet.rows]
    good = [len(number) == 18 and number[:17].isascii() and number[:17].isdigit() and check_digit(number[:17]) == number[17]
            for number in written]  # fmt: skip
    assert 0.92 <= sum(good) / len(good) <= 0.97


def test_a_settlement_s_layers_add_up_to_its_bill(small_county: SmallCounty) -> None:
    layers = ("基本医保支付", "大病保险支付", "医疗救助支付", "补充保险支付", "个人自付")
    for sheet in small_county.of("medical_settlement"):
        for row in sheet.rows:
            assert sum(float(row[layer]) for layer in layers) == pytest.approx(float(row["总费用"]), abs=0.011)


def test_some_facts_come_twice_and_some_come_back_corrected(small_county: SmallCounty) -> None:
    versions = defaultdict(list)
    for sheet in small_county.of("medical_settlement"):
        for row in sheet.rows:
            versions[row["结算流水号"]].append(row["个人自付"])
    repeated = [amounts for amounts in versions.values() if len(amounts) > 1]
    assert any(len(set(amounts)) == 1 for amounts in repeated)
    assert any(len(set(amounts)) > 1 for amounts in repeated)


def test_months_of_work_are_heaped(small_county: SmallCounty) -> None:
    months = Counter(row["务工时间(月)"] for sheet in small_county.of("county_member") for row in sheet.rows)
    heaped = sum(months[str(heap)] for heap in (3, 6, 8, 10, 11, 12))
    assert heaped > 0.85 * sum(count for month, count in months.items() if month != "0")


def test_registered_households_are_in_the_national_sheets_and_the_others_in_the_townships_lists(
    small_county: SmallCounty,
) -> None:
    def codes(source: str, year: int) -> set[str]:
        return {row["户编号"] for sheet in small_county.of(source) if sheet.known.year == year for row in sheet.rows}

    assert not codes("national_household", 2021) & codes("county_household", 2022)
    monitored = {row["户编号"] for sheet in small_county.of("monitoring_roster") if sheet.known < dt.date(2021, 9, 1)
                 for row in sheet.rows if int(row["家庭人口数"].split(".")[0]) > 0}  # fmt: skip
    missing = monitored - codes("national_household", 2021)
    assert len(missing) <= 1  # a household may have died out since


def test_the_roster_holds_the_whole_stock_of_every_month(small_county: SmallCounty) -> None:
    listed = [{row["户编号"] for row in sheet.rows} for sheet in small_county.of("monitoring_roster")]
    assert all(earlier <= later for earlier, later in pairwise(listed))
    assert len(listed[-1]) > len(listed[0])
