"""The family's sheet: one page in plain Chinese, of this family alone, with blanks for what nobody knows."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from features.basis import TABLE_NAMES
from features.frame import index_of
from features.records.gate import Records
from features.triggers.evaluating import SCREENING_RESULTS
from features.vocabulary import Department
from features.workbooks.homes import names_by_village
from models.answers import assessment_fields
from models.assess import assess_household
from models.bands import RiskBand
from models.sheets.contacts import Contact
from models.sheets.family import LINES, UNNAMED, FamilySheet, Used, family_sheet, lines_of, page_of, used_of, with_room
from models.targets import TargetKind
from tests.drawn_tables import POLICY, drawn
from tests.models.sheets.drawn_assessments import AS_OF, BILLS, BILLS_ZH, INPATIENT, names
from tests.models.small_model import model as small_model

TABLES = {
    "households": drawn(
        "households",
        """
        event_date | known_date | region_code  | household_type | delivery_id
        2024-01-01 | 2024-02-05 | 990101001001 | general        | roster
        """,
    ),
    "members": drawn(
        "members",
        """
        person_id | event_date | known_date | relation | delivery_id
        P1        | 2024-01-01 | 2024-02-05 | head     | roster
        """,
    ),
    "illness": drawn(
        "illness",
        """
        person_id | event_date | known_date | self_paid_yuan | delivery_id
        P1        | 2024-03-01 | 2024-04-05 | 9000           | bills
        P1        | 2024-05-01 | 2024-06-05 | 9000           | later-bills
        P1        | 2024-06-20 | 2024-07-05 | 9000           | after
        """,
    ),
}
SENDERS = {"roster": "乡镇", "bills": "医保"}
NAMES = names_by_village(names(v001="青石镇 柳沟村"))


def sheet(**changes: Any) -> FamilySheet:
    ordinary: dict[str, Any] = {
        "household_id": "H1",
        "place": "青石镇 柳沟村",
        "as_of": AS_OF,
        "months": 6,
        "target": TargetKind.ENTRY,
        "band": RiskBand.HIGH,
        "of_such_families": "每10户约有7户",
        "used": (Used("医保部门", ("就医与确诊",), dt.date(2024, 6, 5)),),
        "reasons": ("近12个月医疗自付9,000元",),
    }
    return FamilySheet(**{**ordinary, **changes})


def words(page: str) -> str:
    return re.sub(r"<[^>]+>|\s+", "", page.partition("</style>")[2])


def test_what_was_used_is_told_by_department_and_until_when() -> None:
    used = used_of(Records(TABLES), index_of(["H1"], AS_OF), SENDERS)
    assert [one.in_words for one in used] == [
        "乡镇：家庭情况、家庭成员（至2024-02-05）",
        "医保部门：就医与确诊（至2024-04-05）",
        # Nobody says who sent the later bills; what came after the day is not there at all.
        f"{UNNAMED}：就医与确诊（至2024-06-05）",
    ]


def test_the_sheet_tells_what_the_assessment_says() -> None:
    index = index_of(["H1"], AS_OF)
    assessed = assess_household(small_model(), Records(TABLES), index, POLICY, senders=SENDERS)
    told = dataclasses.replace(
        assessed,
        band=pl.Series("band", ["high"]),
        reasons=pl.Series("reasons", [[BILLS]], dtype=assessed.reasons.dtype),
        screened=pl.DataFrame([{**INPATIENT, "household_id": "H1", "as_of": AS_OF}], schema=SCREENING_RESULTS),
    )
    family = family_sheet(assessment_fields(told), Records(TABLES), SENDERS, NAMES)
    assert (family.household_id, family.place, family.as_of) == ("H1", "青石镇 柳沟村", AS_OF)
    assert family.reasons == (BILLS_ZH,)
    assert family.hits[0].startswith("医保：年度住院自付 23,400元")
    assert re.fullmatch(r"每[\d,]+户(约有\d+|不到1)户(（\d+至\d+户）)?", family.of_such_families)
    elsewhere = family_sheet(
        assessment_fields(told), Records(TABLES), SENDERS, names_by_village(names(v002="青石镇 北坡村"))
    )
    assert elsewhere.place == ""


@pytest.mark.parametrize(
    ("band", "words_of_it"),
    [
        (RiskBand.HIGH, "提示干部先到您家看看。和您家记录相似的人家，每10户约有7户在之后6个月里被识别为监测对象"),
        (RiskBand.MEDIUM, "提示干部留意您家，安排时间看看。"),
        (RiskBand.LOW, "电脑算下来，您家没有突出的情况。"),
    ],
)
def test_what_it_led_to_is_told_in_words(band: RiskBand, words_of_it: str) -> None:
    page = words(page_of(sheet(band=band)))
    assert words_of_it in page
    assert ("每10户" in page) == (band is not RiskBand.LOW)


def test_a_low_band_has_no_why_and_a_higher_one_without_a_reason_says_so() -> None:
    assert "主要因为" not in words(page_of(sheet(band=RiskBand.LOW)))
    assert "没有哪一条可以单独说明原因" in words(page_of(sheet(reasons=())))


def test_it_says_that_people_decide_and_what_the_family_can_do() -> None:
    page = words(page_of(sheet()))
    for said in (
        "电脑只提示，不作决定",
        "拒绝只凭电脑结果作出的决定",
        "都不影响您家申报和得到帮扶",
        "记录不对，怎么更正",
        "不同意，怎么提异议",
        "（全文完）",
    ):
        assert said in page


def test_what_nobody_knows_is_a_line_to_write_on_and_never_a_number() -> None:
    blank = words(page_of(sheet()))
    assert "受理单位：＿＿" in blank
    assert "电话：＿＿" in blank
    assert "收到本单之日起＿＿＿日内" in blank
    assert not re.search(r"\d+日内", blank)
    known = words(page_of(sheet(contact=Contact(office="青石镇人民政府", object_within_days=15))))
    assert "受理单位：青石镇人民政府" in known
    assert "收到本单之日起15日内" in known
    assert "＿＿＿日内给您答复" in known


def test_it_prints_without_a_network_and_runs_nothing() -> None:
    page = page_of(sheet(reasons=("<script>alert(1)</script>",)))
    assert "&lt;script&gt;" in page
    assert not any(word in page for word in ("<script", "http:", "https:", "url(", "@import", "src=", "<link"))


def test_the_strongest_have_room_before_the_others_and_what_has_none_is_counted() -> None:
    shown = with_room([["甲" * 80, "乙"], ["丙"], ["丁"]], lines=3)
    assert shown.lists == (("甲" * 80,), ("丙",), ())
    assert shown.left_out == 2
    assert "纸面有限，另有2条没有印出，可向受理单位索取" in words(page_of(sheet(left_out=2)))
    assert "纸面有限" not in words(page_of(sheet()))


def fullest() -> FamilySheet:
    """Every department, the longest of reasons, a contact as long as it may be."""
    everything = [name.zh for name in TABLE_NAMES.values()]
    used = [Used(f"{one.zh}部门", tuple(everything[:1]), AS_OF) for one in Department]
    used += [Used("农业农村部门", tuple(everything[:5]), AS_OF), Used("乡镇", tuple(everything[:5]), AS_OF)]
    long = "近12个月医疗自付17,366元，相当于全家年收入的99%（灾难性支出线40%），户主之妻、儿子（21岁）2024年3月新登记大病（医保4月5日送达）"
    room = LINES - lines_of("；".join(one.in_words for one in used))
    shown = with_room([[long] * 5, [long] * 20, [long] * 3], room)
    reasons, hits, favourable = shown.lists
    return sheet(
        household_id="9" * 40,
        place="长长长长长长长镇 长长长长长长长村",
        target=TargetKind.RELAPSE,
        of_such_families="每1,000户约有7户（12至100户）",
        used=tuple(used),
        reasons=reasons,
        hits=hits,
        favourable=favourable,
        left_out=shown.left_out,
        contact=Contact(
            office="某" * 32,
            address="某" * 32,
            phone="0900-1234567",
            hours="工作日8:30至17:30",
            correct_within_days=10,
            object_within_days=15,
            answer_within_days=15,
        ),
    )


@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs a browser to print with")
def test_the_fullest_sheet_is_one_page(tmp_path: Path) -> None:
    (tmp_path / "sheet.html").write_text(page_of(fullest()), encoding="utf-8")
    subprocess.run(
        [
            *("chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"),
            *(
                "--no-pdf-header-footer",
                f"--print-to-pdf={tmp_path / 'sheet.pdf'}",
                f"file://{tmp_path / 'sheet.html'}",
            ),
        ],
        check=True,
        capture_output=True,
    )
    pages = re.findall(rb"/Type\s*/Page\b(?!s)", (tmp_path / "sheet.pdf").read_bytes())
    assert len(pages) == 1
