"""Characters that nobody sees, from web pages, chats and contact lists: taken out where they mean nothing, named where not."""

from __future__ import annotations

from pathlib import Path

import pytest

from features.intake import Reason
from features.intake.recognising.catalogue import fold
from features.records.importing import ImportRefusedError, import_records
from features.records.store import RecordStore
from features.texts.invisible import without_invisible
from tests.features.intake.files import as_csv, as_workbook, bill, deliver, household, households, members, take_in

DAY = "2024-02-05"
UNSEEN = [
    "\u200b", "\u200c", "\u200d", "\u200e", "\u202a", "\u202b", "\u202c", "\u202d", "\u2060", "\u2066", "\u2067", "\u2068", "\u2069",
    "\ufeff", "\u00ad", "\ufe0f", "\x1f", "\x00", "\U000e0100",
]  # fmt: skip
NO_BREAK = "\u00a0"


@pytest.mark.parametrize("sign", UNSEEN)
def test_what_nobody_sees_is_taken_out_of_words_and_headers(sign: str) -> None:
    assert without_invisible(f"{sign}户{sign}编号{sign}") == "户编号"
    assert fold(f"{sign}户{sign}编号{sign}") == "户编号"


def test_what_is_seen_stays() -> None:
    seen = "阿依古丽·买买提 (A-1) 　é龦㐂ᠮ"
    assert without_invisible(seen) == seen


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_rows_with_unseen_characters_are_those_of_the_same_people(
    tmp_path: Path, county: RecordStore, form: str
) -> None:
    def wrap(text: str, sign: str) -> str:
        return f"{sign}{text[:1]}{'' if sign == NO_BREAK else sign}{text[1:]}{sign}"

    signs = [sign for sign in UNSEEN if sign >= " "] + [NO_BREAK]
    rows = [
        {wrap(header, "\u200b"): wrap(str(cell), signs[n % len(signs)]) for header, cell in bill(n).items()}
        for n in range(20)
    ]
    content = as_csv(rows) if form == "csv" else as_workbook({"一月": rows})
    report = take_in(deliver(tmp_path, DAY, {f"医保.{form}": content}), county)
    assert not report.set_aside
    bills = county.records()["illness"].sort("record_id")
    assert bills["record_id"].to_list() == [f"bill-S{n:06d}" for n in range(20)]
    assert sorted(bills["household_id"]) == [household(n) for n in range(20)]
    assert bills.select("setting", "total_yuan", "self_paid_yuan").unique().rows() == [("inpatient", 10_000, 4_000)]


def test_a_second_mark_of_the_beginning_is_no_part_of_the_first_header(tmp_path: Path, store: RecordStore) -> None:
    text = as_csv(households(3), "utf-8").decode()
    quoted = "\ufeff\ufeff" + text.replace("行政区划代码", '"行政区划代码"', 1)
    assert not take_in(deliver(tmp_path, DAY, {"户.csv": quoted.encode()}), store).refused
    assert store.records()["households"].height == 3


def test_a_row_of_nothing_that_is_seen_is_blank(tmp_path: Path, store: RecordStore) -> None:
    rows = [{**row, "备注": "\u200b"} for row in households(3)]
    rows.append({**dict.fromkeys(rows[0], ""), "备注": "\u200b\ufeff"})
    report = take_in(deliver(tmp_path, DAY, {"户.csv": as_csv(rows)}), store)
    assert (report.files[0].rows_read, report.set_aside) == (3, {})


def test_a_text_turned_around_waits_with_its_place(tmp_path: Path, county: RecordStore) -> None:
    rows = [bill(n % 20, 结算流水号=f"S{n:06d}") for n in range(40)]
    headers = ["结算流水号", "证件号码", "就诊类型", "结算日期", "总费用"]
    for row, header in zip(rows[3:], headers, strict=False):
        row[header] = f"\u202e{row[header]}"
    report = take_in(deliver(tmp_path, DAY, {"医保.csv": as_csv(rows)}), county)
    assert report.set_aside == {Reason.TURNED_AROUND: 5}
    assert county.set_aside().select("row", "column").rows() == list(enumerate(headers, 5))


def test_a_member_s_name_turned_around_waits_too(tmp_path: Path, store: RecordStore) -> None:
    rows = members(20)
    rows[3]["姓名"] = "\u202e人某"
    report = take_in(deliver(tmp_path, DAY, {"人.csv": as_csv(rows)}), store)
    assert report.set_aside == {Reason.TURNED_AROUND: 1}


def test_import_refuses_codes_that_are_not_what_they_look_like(tmp_path: Path) -> None:
    (tmp_path / "panel").mkdir()
    codes = ["H2", "H\u200b1", "H1\u202c", "\ufeffH1", "H1 ", "\u202eH1"]
    (tmp_path / "panel" / "income.csv").write_text(
        "household_id,event_date,known_date,category,amount_yuan,period_months,caliber\n"
        + "".join(f"{code},2024-01-31,2024-02-05,wage,9,1,survey\n" for code in codes),
        encoding="utf-8",
    )
    with pytest.raises(ImportRefusedError) as refused:
        import_records(tmp_path / "panel", RecordStore.create(tmp_path / "records", buckets=2))
    (problem,) = refused.value.problems
    assert (problem.row, problem.column, problem.rows) == (3, "household_id", 5)
    assert "看不见" in problem.problem.zh
