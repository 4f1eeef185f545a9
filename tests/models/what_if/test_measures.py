"""Measures as stories: for whom each is feasible, for whom just not, and which rows it brings."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from features.records.gate import Records
from models.what_if import MEASURES, Home, with_rows
from tests.drawn_tables import POLICY, value
from tests.models.what_if.drawn_home import (
    DAY,
    DISABILITY,
    EDUCATION,
    HOUSING,
    ILLNESS,
    INCOME,
    MEMBERS,
    home_tables,
    refusal,
    supposed,
)

AID = POLICY.value("measure_medical_aid_share", None, DAY)


ON_DIBAO_BY_ROSTER = """
    record_id | event_date | person_id | listing | relation | birth_month | labour   | on_dibao
    roster-P1 | 2023-12-31 | P1        | full    | head     | 1966-03-01  | ordinary | yes
"""
GRANTED = """
    record_id | event_date | kind  | started_on | amount_yuan
    dibao     | 2024-04-01 | dibao | 2024-04-01 | 500
"""


def after(name: str, feature: str, **instead: str) -> float | None:
    """A feature of H1 with the measure."""
    return of_h1(with_rows(Records(home_tables(**instead)), supposed(name, DAY, **instead).rows), feature)


def before(feature: str, **instead: str) -> float | None:
    return of_h1(Records(home_tables(**instead)), feature)


def of_h1(records: Records, feature: str) -> float | None:
    return value(feature, str(DAY), "H1", **records.tables)


@pytest.mark.parametrize("name", [measure.name for measure in MEASURES])
def test_every_measure_is_feasible_in_the_drawn_home(name: str) -> None:
    assert refusal(name) is None


def test_a_post_goes_to_weak_labour_first_and_counts_from_the_day_on() -> None:
    (spell,) = supposed("public_post").rows["employment"].to_dicts()
    assert (spell["person_id"], spell["channel"], spell["place_tier"]) == ("P1", "public_post", "township")
    assert (spell["started_on"], spell["known_date"], spell["monthly_wage_yuan"]) == (DAY, DAY, 800.0)
    assert (before("people_working"), after("public_post", "people_working")) == (0.0, 1.0)
    assert after("public_post", "people_in_public_posts") == 1.0
    assert after("public_post", "help_to_work_underway") == 1.0
    assert "户主（64岁）上岗，月工资800元" in supposed("public_post").sentence.zh


@pytest.mark.parametrize(
    ("born", "feasible"),
    [
        ("1953-07-01", True),  # 70 on the day
        ("1953-06-01", False),  # 71: the checks of the county ask about over-70s in a post
        ("2008-07-01", False),  # 15: nobody under 16 may be employed
        ("2008-06-01", True),
    ],
)
def test_a_post_has_its_ages(born: str, feasible: bool) -> None:
    alone = f"""
        record_id | event_date | person_id | listing | relation | birth_month | labour
        roster-P1 | 2023-12-31 | P1        | full    | head     | {born}  | weak
    """
    why = refusal("public_post", members=alone, education="")
    assert (why is None) is feasible
    assert why is None or "70岁" in why.zh


def test_who_works_already_or_holds_a_post_gets_none() -> None:
    one_works = """
        record_id | event_date | person_id | started_on | place_tier | channel     | monthly_wage_yuan
        spell-1   | 2023-02-01 | P1        | 2023-02-01 | township   | public_post | 800
    """
    why = refusal("public_post", employment=one_works)
    assert why is not None
    assert why.zh == "已有成员在公益性岗位"
    # The spouse is without work all the same.
    assert supposed("work_placement", employment=one_works).rows["employment"]["person_id"].to_list() == ["P2"]


@pytest.mark.parametrize(
    ("labour", "words"),
    [("", "成员的劳动能力未登记"), ("none", "没有登记有劳动能力的成员")],
)
def test_unknown_labour_is_told_apart_from_none(labour: str, words: str) -> None:
    alone = f"""
        record_id | event_date | person_id | listing | relation | birth_month | labour
        roster-P1 | 2023-12-31 | P1        | full    | head     | 1970-03-01  | {labour}
    """
    for name in ("public_post", "work_placement"):
        why = refusal(name, members=alone)
        assert why is not None
        assert why.zh == words


def test_a_student_is_placed_nowhere() -> None:
    assert supposed("work_placement").rows["employment"]["person_id"].to_list() == ["P2"]
    enrolled = MEMBERS.replace("| college |", "| not     |")
    assert supposed("work_placement", members=enrolled).rows["employment"]["person_id"].to_list() == ["P2"]
    # Out of school, the child is the youngest.
    placed = supposed("work_placement", members=enrolled, education="")
    assert placed.rows["employment"]["person_id"].to_list() == ["P3"]


def test_medical_aid_pays_its_share_of_what_insurance_left_of_the_year_s_bills() -> None:
    bills = supposed("medical_aid").rows["illness"].sort("record_id")
    assert bills["record_id"].to_list() == ["bill-1", "bill-2"]
    assert bills["aid_yuan"].to_list() == [12_000 * AID, 4_000 * AID]
    assert bills["self_paid_yuan"].to_list() == [12_000 - 12_000 * AID, 3_000 - 4_000 * AID]
    assert (before("self_paid_12m"), after("medical_aid", "self_paid_12m")) == (15_000.0, 15_000 - 16_000 * AID)
    assert after("medical_aid", "medical_aid_12m") == 16_000 * AID
    # Each bill is still one bill.
    assert after("medical_aid", "admissions_12m") == before("admissions_12m") == 2.0


def test_medical_aid_pays_no_more_than_the_household_did() -> None:
    mostly_topped_up = ILLNESS.replace("0           | 12000", "11900       | 100")
    bills = supposed("medical_aid", illness=mostly_topped_up).rows["illness"].sort("record_id")
    assert bills.select("aid_yuan", "self_paid_yuan").row(0) == (100.0, 0.0)


@pytest.mark.parametrize(
    ("basic", "feasible"),
    [("27000", True), ("27001", False)],  # 3,000 or 2,999 yuan left
)
def test_medical_aid_begins_at_its_line(basic: str, feasible: bool) -> None:
    one = "\n".join(ILLNESS.strip().splitlines()[:2]).replace("18000", basic)
    why = refusal("medical_aid", illness=one)
    assert (why is None) is feasible
    assert why is None or "2,999元，未达到申请线3,000元" in why.zh


def test_medical_aid_once_paid_is_not_paid_again() -> None:
    paid = ILLNESS.replace("18000      | 0          | 0 ", "18000      | 0          | 50")
    granted = """
        record_id | event_date | kind        | started_on | amount_yuan
        aid       | 2024-04-01 | medical_aid | 2024-04-01 | 500
    """
    for why in (refusal("medical_aid", illness=paid), refusal("medical_aid", support=granted)):
        assert why is not None
        assert why.zh == "近12个月已享受医疗救助"


def test_bills_of_which_nobody_told_what_insurance_paid_are_no_ground() -> None:
    untold = """
        record_id | event_date | person_id | setting   | total_yuan | self_paid_yuan
        bill-1    | 2024-03-10 | P4        | inpatient | 30000      | 12000
    """
    why = refusal("medical_aid", illness=untold)
    assert why is not None
    assert why.zh == "费用的医保支付情况未登记"


def test_the_uninsured_are_insured_and_nobody_else_s_row_is_touched() -> None:
    rows = supposed("basic_insurance").rows["members"]
    assert rows.select("record_id", "person_id", "insured", "medical_insurance").rows() == [
        ("roster-P2", "P2", True, "resident")
    ]
    assert (before("uninsured_people"), after("basic_insurance", "uninsured_people")) == (1.0, 0.0)
    assert after("basic_insurance", "months_since_roster") == before("months_since_roster")
    assert after("basic_insurance", "persons") == before("persons") == 4.0


def test_a_repair_closes_every_open_row_about_the_dwelling() -> None:
    rows = supposed("dwelling_repair").rows["housing"]
    assert rows["remedied_on"].to_list() == [DAY, DAY]
    assert (before("unsafe_dwelling"), after("dwelling_repair", "unsafe_dwelling")) == (1.0, 0.0)
    assert after("dwelling_repair", "oldest_open_hazard") is None


@pytest.mark.parametrize(
    ("changed", "feasible"),
    [
        (
            ("| D     |             | yes           | yes", "| D     | 2024-06-29  | yes           | yes"),
            False,
        ),  # mended
        (("| D     |             | yes           | yes", "| B     |             | yes           | yes"), False),  # safe
        (("| yes           | yes", "| yes           | no"), False),  # nobody lives there
        (("| yes           | yes", "| no            | yes"), False),  # another dwelling
        (("| yes           | yes", "|               |"), True),  # nobody said
    ],
)
def test_a_repair_needs_an_open_dwelling_that_is_lived_in(changed: tuple[str, str], feasible: bool) -> None:
    last = "\n".join(line for line in HOUSING.splitlines() if "roster-22" not in line)
    assert (refusal("dwelling_repair", housing=last.replace(*changed)) is None) is feasible


def test_tuition_aid_is_for_students_beyond_compulsory_schooling_without_any() -> None:
    (row,) = supposed("tuition_aid").rows["education"].to_dicts()
    assert (row["record_id"], row["aid_yuan"]) == ("term-24-1", 2_000.0)
    assert (before("students_without_aid"), after("tuition_aid", "students_without_aid")) == (1.0, 0.0)
    cheap = EDUCATION.replace("16000", "1500 ")
    assert supposed("tuition_aid", education=cheap).rows["education"]["aid_yuan"].to_list() == [1_500.0]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (("college", "junior"), "没有高中及以上在校生"),
        (("enrolled ", "graduated"), "没有高中及以上在校生"),
        (("16000     | 0", "16000     | 900"), "已享受资助"),
        (("16000     | 0", "16000     |"), "资助情况未登记"),  # unknown aid is not no aid
        (("2024-03-01", "2023-06-30"), "没有高中及以上在校生"),  # a year and a day ago
    ],
)
def test_tuition_aid_is_not_for_others(changed: tuple[str, str], words: str) -> None:
    why = refusal("tuition_aid", education=EDUCATION.replace(*changed))
    assert why is not None
    assert words in why.zh


def test_the_subsidies_stand_on_the_certificate_and_in_the_ledger() -> None:
    rows = supposed("nursing_subsidy").rows
    assert rows["disability"].select("record_id", "event_date", "nursing_subsidy").rows() == [
        ("card-P4", dt.date(2020, 5, 1), True)
    ]
    assert rows["support"].select("kind", "amount_yuan").rows() == [("disability_nursing", 960.0)]
    assert after("nursing_subsidy", "nursing_subsidy_missing") == 0.0
    assert after("nursing_subsidy", "months_since_card") == before("months_since_card")
    assert after("living_subsidy", "poor_disabled_without_living_subsidy") == 0.0
    mild = DISABILITY.replace("| 2     |", "| 3     |")
    why = refusal("nursing_subsidy", disability=mild)
    assert why is not None
    assert "一、二级" in why.zh


def test_the_allowance_fills_the_gap_to_its_line() -> None:
    line, people = POLICY.value("dibao_line", "990101001001", DAY), 4
    income = before("dibao_income_per_person")
    assert income is not None
    (grant,) = supposed("minimum_living_allowance").rows["support"].to_dicts()
    assert grant["kind"] == "dibao"
    assert grant["amount_yuan"] == pytest.approx((line - income) * people / 12, abs=0.01)
    assert after("minimum_living_allowance", "dibao_missing") == 0.0


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"income": ""}, "低保口径人均收入未知"),
        ({"income": INCOME.replace("| 6000 ", "| 90000")}, "元，不低于低保标准"),
        ({"members": ON_DIBAO_BY_ROSTER}, "花名册登记已享受"),
        ({"support": GRANTED}, "已享受低保或特困供养"),
    ],
)
def test_the_allowance_is_for_a_known_low_income_without_it(changed: dict[str, str], words: str) -> None:
    why = refusal("minimum_living_allowance", DAY, **changed)
    assert why is not None
    assert words in why.zh


def test_help_for_a_business_needs_a_failure_within_the_year() -> None:
    assert (before("industry_help_missing"), after("industry_help", "industry_help_missing")) == (1.0, 0.0)
    for why in (refusal("industry_help", day=dt.date(2025, 2, 28)), refusal("industry_help", shocks="")):
        assert why is not None
        assert why.zh == "近12个月没有产业失败记录"
    helped = refusal("industry_help", DAY, support=GRANTED.replace("dibao", "industry"))
    assert helped is not None
    assert helped.zh == "近12个月已享受产业帮扶"


def test_a_measure_says_which_policy_values_it_read() -> None:
    home = Home(Records(home_tables()), "H1", DAY, POLICY, {name for one in MEASURES for name in one.features})
    next(one for one in MEASURES if one.name == "medical_aid").taken(home)
    assert home.policy_read == {"measure_medical_aid_line", "measure_medical_aid_share"}


def test_a_bill_learned_after_the_day_is_neither_ground_nor_touched() -> None:
    late = ILLNESS.replace("record_id | event_date ", "record_id | known_date | event_date ").replace(
        "bill-1    | 2024-03-10", "bill-1    | 2024-07-05 | 2024-03-10"
    )
    late = late.replace("bill-2    | 2024-05-02", "bill-2    | 2024-06-05 | 2024-05-02").replace(
        "bill-3    | 2022-05-02", "bill-3    | 2022-06-05 | 2022-05-02"
    )
    rows = supposed("medical_aid", illness=late).rows["illness"]
    assert rows["record_id"].to_list() == ["bill-2"]
    assert isinstance(rows, pl.DataFrame)
