"""The visit list as a workbook: what the office reads on it, how it is printed, and what never stands in it."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import fastexcel
import polars as pl
import pytest

from features.bilingual import Bilingual
from features.registry import features
from features.triggers.rules import TRIGGERS_BY_NAME
from models.reasons import to_ask
from models.reasons.topics import topics
from models.sheets import visits
from models.sheets.visit_list import VisitList
from models.sheets.visits import ABOUT_SHEET, COLUMNS, FONT_SIZE, LIST_SHEET, TooManyVisitsError, workbook_of
from models.sheets.wording import examples_in_chinese
from models.targets import TargetKind
from tests.drawn_tables import POLICY
from tests.models.sheets.drawn_assessments import AS_OF, BILLS, BILLS_ASK, BILLS_ZH, INPATIENT, assessments, names

WITHOUT_FACTS = next(
    BILLS | {"topic": topic.name, "risk_type": topic.risk_type.value, "phrase": phrase.name, "facts": "{}"}
    for topic in topics().by_name.values()
    for phrase in topic.raises
    if not phrase.text.places and to_ask(topic.name).zh != BILLS_ASK
)
"""A reason of another topic, which asks for something else."""

NAMES = names(v001="青石镇 柳沟村", v002="青石镇 北坡村")


def drawn_list(*households: str | dict[str, Any], **changes: Any) -> VisitList:
    ordinary = {"names": NAMES, "as_of": AS_OF, "months": 6, "target": TargetKind.ENTRY, "in_scope": 900}
    return VisitList(assessments(*households), **{**ordinary, **changes})


def read(content: bytes, sheet: str = LIST_SHEET) -> pl.DataFrame:
    return fastexcel.read_excel(content).load_sheet(sheet, dtypes="string").to_polars()


def about(content: bytes) -> dict[str, str]:
    rows = fastexcel.read_excel(content).load_sheet(ABOUT_SHEET, header_row=None, dtypes="string").to_polars()
    return {row[0]: row[1] for row in rows.iter_rows() if row[1] is not None}


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return parts.read(f"xl/{name}.xml").decode()


def everything(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return "\n".join(parts.read(name).decode() for name in parts.namelist())


def test_a_household_reads_as_on_the_page() -> None:
    both = {
        "household_id": "H1",
        "probability": 0.707,
        "probability_low": 0.6,
        "probability_high": 0.8,
        "hits": [INPATIENT],
        "unclear": ["unsafe_water"],
    }
    heading, row = read(workbook_of(drawn_list(both))).iter_rows(named=True)
    assert heading["名次"] == "青石镇　柳沟村　共1户"
    assert (row["名次"], row["户编号"], row["户类型"], row["主要风险"]) == ("1", "H1", "一般农户", "因病")
    assert row["可能性"] == "70.7%\n这样的户每10户约有7户（6至8户）"
    assert row["主要理由和部门预警"].split("\n") == [
        f"[因病] {BILLS_ZH}",
        "[部门预警] 医保：年度住院自付 23,400元，达到预警线 20,000元（自 2024-03-04 起）",
        "记录不足，无法判断的预警：水利",
    ]
    assert row["走访时问什么、看什么"] == BILLS_ASK
    assert [row[name] for name in ("核查结果", "走访人签名", "日期")] == [None, None, None]


@pytest.mark.parametrize(
    ("unclear", "words"),
    [([], "没有命中部门预警"), (["unsafe_water"], "没有命中部门预警；记录不足，无法判断的预警：水利")],
)
def test_no_rule_hit_is_told_from_a_rule_that_can_t_be_told(unclear: list[str], words: str) -> None:
    listed = drawn_list({"household_id": "H1", "unclear": unclear})
    assert read(workbook_of(listed))["主要理由和部门预警"][1].endswith(f"\n{words}")


def test_what_to_ask_is_that_of_the_strongest_reason() -> None:
    weaker = WITHOUT_FACTS | {"contribution": 0.1}
    no_reason = {"household_id": "H2", "reasons": []}
    rows = read(workbook_of(drawn_list({"household_id": "H1", "reasons": [weaker, BILLS]}, no_reason)))
    assert rows["走访时问什么、看什么"].to_list()[1:] == [BILLS_ASK, None]
    assert rows["主要理由和部门预警"][2].startswith("已掌握的记录中没有可以单独说明的原因，请入户了解")


def test_what_else_than_the_score_put_a_household_on_the_list_comes_first() -> None:
    listed = drawn_list({"household_id": "H1", "slot": "must_include"}, "H2")
    must, other = read(workbook_of(listed))["主要理由和部门预警"].drop_nulls()
    assert must.startswith("列入名单的原因：命中严重规则，必查\n[因病] ")
    assert other.startswith("[因病] ")


def test_what_speaks_against_the_main_reason_and_what_must_be_visited_are_marked() -> None:
    doubted = {"rule": "illness_nobody_ill", "risk_type": "illness", "declared": []}
    severe = INPATIENT | {"severity": 3}
    row = read(workbook_of(drawn_list({"household_id": "H1", "verify_first": [doubted], "hits": [severe, INPATIENT]})))
    lines = row["主要理由和部门预警"][1].split("\n")
    assert lines[1] == ("[先核实] 主要原因是因病，但家里没有病人，近12个月也没有医疗费用：问谁有病、看病票据和慢病证")
    assert [line.endswith("（自 2024-03-04 起，必查）") for line in lines[2:]] == [True, False]


def test_villages_follow_one_another_and_ranks_are_those_of_the_list() -> None:
    there = {"region_code": "990101001002"}
    listed = drawn_list({"household_id": "A"} | there, "B", {"household_id": "C"} | there, "D")
    # Ranks among all have holes, and a must-include comes first whatever its score: the order is that of the list.
    among_all = pl.Series("rank", [70, 20, 30, 40])
    listed = VisitList(listed.households.with_columns(among_all), NAMES, AS_OF, 6, TargetKind.ENTRY, in_scope=900)
    rows = read(workbook_of(listed))
    assert rows["名次"].to_list() == ["青石镇　柳沟村　共2户", "2", "4", "青石镇　北坡村　共2户", "1", "3"]
    assert rows["户编号"].to_list() == [None, "B", "D", None, "A", "C"]
    assert rows["村"].to_list() == ["柳沟村"] * 3 + ["北坡村"] * 3


def test_a_place_without_a_name_goes_by_its_code_and_one_without_a_code_says_so() -> None:
    unnamed, nowhere = {"household_id": "A", "region_code": "990102001001"}, {"household_id": "B", "region_code": None}
    headings = read(workbook_of(drawn_list(unnamed, nowhere)))["名次"].to_list()[::2]
    assert headings == ["990102001　990102001001　共1户", "住址不详　住址不详　共1户"]


def test_it_is_printed_on_a4_across_a_village_a_page_and_no_smaller_than_ten_points() -> None:
    content = workbook_of(drawn_list("A", {"household_id": "B", "region_code": "990101001002"}))
    sheet, styles = part(content, "worksheets/sheet1"), part(content, "styles")
    assert all(words in sheet for words in ('paperSize="9"', 'orientation="landscape"', '<brk id="3"'))
    assert "fitToPage" not in sheet
    assert 'scale="' not in sheet
    assert "'走访名单'!$1:$1" in part(content, "workbook").replace("走访名单!", "'走访名单'!")
    printed = re.findall(r"<sz val=\"([\d.]+)\"/>", styles)
    assert min(map(float, printed)) >= 10
    assert FONT_SIZE >= 10
    # Eight pixels and a sixth a digit, 96 to the inch, on A4 across less its margins.
    inches = sum((column.width + 0.72) * 8.17 for column in COLUMNS) / 96
    assert inches <= 297 / 25.4 - visits.MARGINS["left"] - visits.MARGINS["right"]


def test_columns_to_fill_are_wide_enough_to_write_in_by_hand() -> None:
    millimetres = {column.header: (column.width + 0.72) * 8.17 / 96 * 25.4 for column in COLUMNS}
    assert millimetres["核查结果"] >= 30
    assert millimetres["走访人签名"] >= 20
    assert millimetres["日期"] >= 18


def test_nothing_technical_stands_in_it() -> None:
    listed = drawn_list(
        {"household_id": "H1", "hits": [INPATIENT], "unclear": ["unsafe_water"]},
        {"household_id": "H2", "region_code": "990101001002"},
        region="990101001",
        visits=2,
        examples=examples_in_chinese(POLICY, ["band_high_probability", "cool_down_months"]),
        remarks=[("间隔 rest", Bilingual("近期已入户核查的 3 户暂不列入名单", "three rest"))],
    )
    content = workbook_of(listed)
    words = everything(content)
    named = {*features(), *TRIGGERS_BY_NAME, *POLICY.values, "medical_bills", "fanpin", "contribution", "entry"}
    assert {name for name in named if re.search(rf"\b{name}\b", words)} == set()
    assert not re.search(r"\d{9,}", " ".join(about(content).values()))
    assert not re.search(r"\d{9,}", " ".join(read(content)["名次"].to_list()))


def test_it_says_which_list_it_is_and_how_to_find_it_again() -> None:
    told = about(workbook_of(drawn_list("H1", "H2", region="990101001", visits=2)))
    assert told["哪一份名单"].startswith(
        "截至2024-06-30的走访名单；范围：青石镇；已评估900户，走访名额2户，列出2户；核对码"
    )
    assert "“评估日期”选2024-06-30，“乡镇或村代码”填青石镇的代码，“走访名额”填2" in told["怎样再找到"]
    by_policy = about(workbook_of(drawn_list("H1")))
    assert "走访名额按本县政策分到各乡镇" in by_policy["哪一份名单"]
    assert "“乡镇或村代码”不填，“走访名额”不填" in by_policy["怎样再找到"]


@pytest.mark.parametrize(
    ("region", "place"),
    [("", "全部"), ("990101", "990101"), ("990101001", "青石镇"), ("990101001002", "青石镇 北坡村"), ("9902", "9902")],
)
def test_a_region_goes_by_its_name_where_one_is_known(region: str, place: str) -> None:
    assert drawn_list("H1", region=region).place == place


def test_the_check_code_is_that_of_the_list() -> None:
    code = drawn_list("H1", "H2").check_code
    assert drawn_list("H1", "H2", remarks=[("间隔 rest", Bilingual("一", "one"))]).check_code == code
    later = {"model_version": "2"}
    others = [
        drawn_list("H2", "H1"),
        drawn_list("H1"),
        drawn_list(*({"household_id": h} | later for h in ("H1", "H2"))),
    ]
    assert code not in {other.check_code for other in others}
    assert workbook_of(drawn_list("H1", "H2")) == workbook_of(drawn_list("H1", "H2"))


def test_text_is_text_whatever_it_begins_with() -> None:
    codes = ["=1+1", "+8613", "-5", "@SUM(A1)", "00012", "http://example.org", "990101001001000000017"]
    content = workbook_of(drawn_list(*codes, names=names(v001="=1+1 +2")))
    assert read(content)["户编号"].drop_nulls().to_list() == codes
    assert "<f>" not in part(content, "worksheets/sheet1")
    assert "hyperlink" not in everything(content)


def test_more_hits_than_a_row_has_room_for_are_counted() -> None:
    why = read(workbook_of(drawn_list({"household_id": "H1", "hits": [INPATIENT] * 20})))["主要理由和部门预警"][1]
    shown = why.count("[部门预警]")
    assert 5 < shown < 20
    assert why.endswith(f"另有{20 - shown}条，见网页上该户的页面")


def test_a_list_of_nobody_says_so() -> None:
    content = workbook_of(VisitList(assessments("H1").clear(), NAMES, AS_OF, 6, TargetKind.ENTRY))
    assert read(content)["名次"].to_list() == ["没有列入名单的户"]


def test_a_county_too_large_for_a_sheet_is_told_to_ask_for_less(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visits, "ROWS_AT_MOST", 4)
    with pytest.raises(TooManyVisitsError, match="--region"):
        workbook_of(drawn_list("H1", "H2"))


def test_policy_examples_go_by_their_names_in_the_work() -> None:
    assert examples_in_chinese(POLICY, []) == ""
    assert "入户核查后暂不再列入名单的月数" in examples_in_chinese(POLICY, ["cool_down_months"])
