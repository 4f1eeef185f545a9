"""Doubtful links in the hands of people: the masked list, the decisions, and the rows that land by them."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import fastexcel
import polars as pl
import pytest
import xlsxwriter

from features.intake.linkage.answers import ReviewListError, may_be_written_over
from features.intake.linkage.bands import Band
from features.intake.linkage.differences import differences, likeness
from features.intake.linkage.reporting import by_group, by_roll, in_words
from features.intake.linkage.review import COMPARED, masked_name, masked_number, review_list
from features.intake.who.deciding import decide, doubtful
from features.records.store import RecordStore
from tests.drawn_tables import POLICY
from tests.features.intake.files import KEY, household, id_number
from tests.features.intake.linkage.county import bill, bills, born, name, number_of, person_of, take

OTHER = id_number(900, born(47))
DAY = dt.date(2024, 2, 20)


@pytest.fixture
def asked(tmp_path: Path, county: RecordStore) -> RecordStore:
    """One bill of somebody like person 47 with another valid number."""
    take(tmp_path, county, "2024-02-05", {"医保.csv": bills(bill(47, 证件号码=OTHER, 结算流水号="T1"))})
    return county


def lines(content: bytes) -> list[list[str]]:
    read = fastexcel.read_excel(content).load_sheet("待核对", header_row=None, dtypes="string").to_polars()
    return [["" if cell is None else cell for cell in row] for row in read.rows()]


def workbook(rows: list[list[str]]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        page = book.add_worksheet("待核对")
        for line, row in enumerate(rows):
            for place, cell in enumerate(row):
                page.write_string(line, place, cell)
    return content.getvalue()


def answered(store: RecordStore, word: str) -> bytes:
    """The review list as a person sends it back."""
    head, *rows = lines(review_list(doubtful(store, KEY), DAY))
    return workbook([head, *([word, *row[1:]] for row in rows)])


def test_the_list_is_masked(asked: RecordStore) -> None:
    sheet = (
        fastexcel.read_excel(review_list(doubtful(asked, KEY), DAY)).load_sheet("待核对", dtypes="string").to_polars()
    )
    assert sheet.height == 1
    shown = sheet.write_csv()
    assert not [secret for secret in (name(47), OTHER, number_of(47)) if secret in shown]
    line = sheet.row(0, named=True)
    assert line["哪里不同"].startswith("号码")
    assert line["像的程度"] in {"很像", "较像", "有点像"}
    assert (masked_name("欧阳某"), masked_number("990101197001150018")) == ("欧*", "990101********0018")


@pytest.mark.parametrize(
    ("told", "differs"),
    [
        ({"number": ("990101197001150018", "990101197001150018")}, ""),
        ({"number": ("990101197001150018", "990101791001150018")}, "号码第7、9位不同"),
        ({"number": ("990101197001150018", "99010119700115001")}, "号码位数不同（18位、17位）"),
        ({"number": ("990101197001150018", "990101231001150018")}, "号码第7、8、9位不同"),
        ({"number": ("990101197001150018", "990101231234150018")}, "号码有6位不同"),
        ({"number": (None, "990101197001150018")}, ""),
        ({"name": ("张小明", "张小民")}, "名字末字不同"),
        ({"name": ("张小明", "章小明")}, "姓不同"),
        ({"name": ("张小明", "张晓明")}, "姓名第2字不同"),
        ({"name": ("张小明", "张明")}, "名字字数不同"),
        ({"name": ("张明", "李红")}, "姓名完全不同"),
        ({"birth_date": (dt.date(1970, 1, 5), dt.date(1970, 2, 6))}, "出生日期不同（月、日）"),
        ({"sex": ("male", "female"), "village": ("东村", "西村")}, "性别不同；村不同"),
    ],
)
def test_what_the_masks_hide_is_told_by_its_place(told: dict[str, tuple[object, object]], differs: str) -> None:
    pair = {
        f"{side}{field}": told.get(field, (None, None))[place]
        for field in COMPARED
        for place, side in enumerate(("", "listed_"))
    }
    assert differences(pair) == differs


@pytest.mark.parametrize(
    ("weight", "word"), [(40.0, "很像"), (8.0, "很像"), (7.9, "较像"), (5.0, "较像"), (4.9, "有点像"), (None, "有点像")]
)
def test_nobody_is_alike_by_a_hundred_per_cent(weight: float | None, word: str) -> None:
    assert likeness(weight) == word


def test_the_list_says_how_to_fill_it_in_and_hides_what_nobody_reads(asked: RecordStore) -> None:
    content = review_list(doubtful(asked, KEY), DAY)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        page = parts.read("xl/worksheets/sheet1.xml").decode()
    hidden = re.findall(r'<col min="(\d+)" max="(\d+)"[^>]*hidden="1"', page)
    headers = [header for first, last in hidden for header in lines(content)[0][int(first) - 1 : int(last)]]
    assert [header[:4] for header in headers] == ["匹配权重", "来源标识", "人员标识"]
    told = fastexcel.read_excel(content).load_sheet("填写说明", dtypes="string").to_polars()
    assert "fanpin people decide" in told.write_csv()


def test_a_confirmed_row_lands_from_the_day_of_the_decision_on(asked: RecordStore) -> None:
    done = decide(asked, answered(asked, "是同一人"), "核对.xlsx", DAY, POLICY, key=KEY)
    assert (done.accepted, done.rejected, done.rows_landed) == (1, 0, 1)
    landed = asked.records()["illness"].filter(pl.col("household_id") == household(47))
    assert landed.select("person_id", "known_date", "source_row").rows() == [(person_of(asked, 47), DAY, 42)]
    assert doubtful(asked, KEY).is_empty()
    told = by_roll(asked.links(), asked.link_counts()).row(0, named=True)
    assert (told["exact"], told["decided"], told["review"]) == (40, 1, 0)


def test_a_decision_holds_for_later_files(tmp_path: Path, asked: RecordStore) -> None:
    decide(asked, answered(asked, "是同一人"), "核对.xlsx", DAY, POLICY, key=KEY)
    take(
        tmp_path,
        asked,
        "2024-03-05",
        {"医保.csv": bills(bill(47, 证件号码=OTHER, 结算流水号="T2", 结算日期="2024-02-02"))},
    )
    assert asked.links().sort("known_date").get_column("band").to_list()[-1] == Band.DECIDED


def test_a_refused_row_stays_out_for_good(tmp_path: Path, asked: RecordStore) -> None:
    done = decide(asked, answered(asked, "不是同一人"), "核对.xlsx", DAY, POLICY, key=KEY)
    assert (done.accepted, done.rejected, done.rows_landed) == (0, 1, 0)
    take(
        tmp_path,
        asked,
        "2024-03-05",
        {"医保.csv": bills(bill(47, 证件号码=OTHER, 结算流水号="T2", 结算日期="2024-02-02"))},
    )
    assert asked.links().sort("known_date").get_column("band").to_list()[-1] == Band.NONE
    assert doubtful(asked, KEY).is_empty()


def test_an_empty_answer_decides_nothing(asked: RecordStore) -> None:
    assert decide(asked, answered(asked, " "), "核对.xlsx", DAY, POLICY, key=KEY).accepted == 0
    assert doubtful(asked, KEY).height == 1


def test_a_list_that_cannot_be_read_back_changes_nothing(asked: RecordStore) -> None:
    good = answered(asked, "是同一人")
    for content, on, told in [
        (answered(asked, "大概是"), DAY, "row 2"),
        (b"no workbook", DAY, "no review list"),
        (good, dt.date(2024, 2, 4), "before the rows were delivered"),
    ]:
        with pytest.raises(ReviewListError, match=told):
            decide(asked, content, "核对.xlsx", on, POLICY, key=KEY)
    assert asked.link_decisions().is_empty()


def test_a_list_decided_in_part_can_be_continued_but_not_contradicted(tmp_path: Path, asked: RecordStore) -> None:
    first = answered(asked, "是同一人")
    decide(asked, first, "核对.xlsx", DAY, POLICY, key=KEY)
    again = decide(asked, first, "核对.xlsx", DAY, POLICY, key=KEY)
    assert (again.accepted, again.rows_landed, again.taken_before) == (0, 0, 1)
    other = bill(58, 证件号码=id_number(901, born(58)), 结算流水号="T9", 结算日期="2024-02-01")
    take(tmp_path, asked, "2024-02-15", {"医保.csv": bills(other)})
    both = workbook([*lines(first), *lines(answered(asked, "不是同一人"))[1:]])
    done = decide(asked, both, "核对.xlsx", DAY, POLICY, key=KEY)
    assert (done.accepted, done.rejected, done.taken_before) == (0, 1, 1)
    turned = workbook([[{"是同一人": "不是同一人"}.get(cell, cell) for cell in line] for line in lines(first)])
    with pytest.raises(ReviewListError, match="第2行: 此前已定为“是同一人”"):
        decide(asked, turned, "核对.xlsx", DAY, POLICY, key=KEY)


@pytest.mark.parametrize("answers", [("是同一人", "不是同一人"), ("不是同一人", "是同一人")])
def test_two_answers_to_one_question_are_none(asked: RecordStore, answers: tuple[str, str]) -> None:
    head, line = lines(answered(asked, " "))
    twice = workbook([head, *([answer, *line[1:]] for answer in answers)])
    with pytest.raises(ReviewListError, match="第2行和第3行"):
        decide(asked, twice, "核对.xlsx", DAY, POLICY, key=KEY)
    assert asked.link_decisions().is_empty()


def test_a_list_with_answers_is_not_written_over(tmp_path: Path, asked: RecordStore) -> None:
    out = tmp_path / "核对.xlsx"
    may_be_written_over(out)
    out.write_bytes(review_list(doubtful(asked, KEY), DAY))
    may_be_written_over(out)
    out.write_bytes(answered(asked, "不是同一人"))
    with pytest.raises(ReviewListError, match="fanpin people decide"):
        may_be_written_over(out)
    out.write_bytes(b"another's work")
    with pytest.raises(ReviewListError, match="no review list"):
        may_be_written_over(out)


def test_names_and_numbers_of_waiting_rows_are_sealed(asked: RecordStore) -> None:
    for file in asked.path.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            if file.suffix == ".parquet":
                content += pl.read_parquet(io.BytesIO(content)).write_csv().encode()
            assert not [secret for secret in (name(47), OTHER) if secret.encode() in content], file


@pytest.mark.parametrize(
    ("grouping", "group", "called"),
    [
        ("sex", "female", "女 female"),
        ("sex", "not told", "不详 not told"),
        ("age_group", "75+", "75+岁"),
        ("age_group", "not told", "不详 not told"),
        ("township", "青石镇", "青石镇"),
    ],
)
def test_groups_go_by_chinese_names(grouping: str, group: str, called: str) -> None:
    assert in_words(grouping, group) == called


@pytest.mark.parametrize(("at_least", "rate"), [(40, 40 / 41), (41, 40 / 41), (42, None)])
def test_the_rate_of_a_group_too_small_is_not_told(asked: RecordStore, at_least: int, rate: float | None) -> None:
    assert by_group(asked.link_counts(), "township", at_least).rows() == [("青石镇", 41, 40, rate)]


def far_away() -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.add_worksheet("待核对").write_number(1_048_575, 16_383, 1)
    return content.getvalue()


def test_a_list_goes_through_the_guard_of_deliveries(tmp_path: Path, asked: RecordStore) -> None:
    decided = answered(asked, "是同一人")
    hostile = {
        "不完整或已损坏": decided[: len(decided) // 2],
        "范围太大": far_away(),
        "不是核对清单": b"a,b",
        "不止一个": workbook([[*line, line[0]] for line in lines(decided)]),
    }
    for why, content in hostile.items():
        with pytest.raises(ReviewListError, match=why):
            decide(asked, content, "清单.xlsx", DAY, POLICY, key=KEY)
        (tmp_path / "清单.xlsx").write_bytes(content)
        with pytest.raises(ReviewListError, match=why):
            may_be_written_over(tmp_path / "清单.xlsx")
    head, line = lines(answered(asked, "也许"))
    # A blank line does not shift the row that is named.
    with pytest.raises(ReviewListError, match="第4行"):
        decide(asked, workbook([head, [], [], line]), "清单.xlsx", DAY, POLICY, key=KEY)
