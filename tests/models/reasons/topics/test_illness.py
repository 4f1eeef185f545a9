"""因病: what is told of bills, patients and stays, from the rows to the sentence."""

from __future__ import annotations

import polars as pl

from features.bilingual import Bilingual
from tests.drawn_tables import drawn
from tests.models.reasons.topics.from_records import protects, raises

COUPLE = drawn(
    "members",
    """event_date | person_id | listing | relation | sex | birth_month | labour | insured | chronic | delivery_id
    2024-10-01 | P1 | full | head | male | 1970-03-01 | ordinary | yes | no | d4
    2024-10-01 | P2 | full | spouse | female | 1972-05-01 | none | no | yes | d4""",
)
INCOME = drawn(
    "income",
    """event_date | category | amount_yuan | period_months | caliber
    2024-09-30 | wage | 38539 | 12 | national""",
)


def _bill(amount: int) -> pl.DataFrame:
    return drawn(
        "illness",
        f"""event_date | known_date | person_id | setting | total_yuan | self_paid_yuan
        2024-06-03 | 2024-07-05 | P2 | inpatient | {amount * 2} | {amount}""",
    )


def test_bills_are_held_against_the_years_income_and_the_line_in_force() -> None:
    assert raises("medical_bills", members=COUPLE, income=INCOME, illness=_bill(23509)) == Bilingual(
        "近12个月医疗自付23,509元，相当于全家年收入的61%（灾难性支出线40%）",
        "23,509 yuan of medical bills paid by the family in 12 months, 61% of its yearly income (catastrophic from 40%)",
    )


def test_where_nobody_tells_of_the_income_the_largest_bill_is_told_with_its_month() -> None:
    assert raises("medical_bills", members=COUPLE, illness=_bill(2400)) == Bilingual(
        "2024年6月一笔医疗费自付2,400元（医保2024年7月5日送达）",
        "one medical bill in June 2024 of which the family paid 2,400 yuan (sent by the medical insurance office on 5 July 2024)",
    )


def test_a_hundred_yuan_are_no_reason() -> None:
    yearly = drawn(
        "income",
        """event_date | category | amount_yuan | period_months | caliber
        2024-09-30 | compliant_self_paid | 100 | 12 | national""",
    )

    assert raises("medical_bills", members=COUPLE, income=yearly, illness=_bill(100)) is None


def test_nothing_that_was_billed_is_a_relief_and_no_claim_that_nobody_is_ill() -> None:
    yearly = drawn(
        "income",
        """event_date | category | amount_yuan | period_months | caliber
        2024-09-30 | compliant_self_paid | 0 | 12 | national""",
    )

    told = protects("medical_bills", members=COUPLE, income=yearly)

    assert told is not None
    assert told.zh == "近12个月没有医疗费用记录"


def test_a_disease_that_was_newly_registered_has_member_month_and_sender() -> None:
    diagnosis = drawn(
        "illness",
        """event_date | known_date | person_id | setting | disease_class | delivery_id
        2024-03-18 | 2024-04-05 | P2 | diagnosis | major | d2""",
    )

    assert raises("major_disease", members=COUPLE, illness=diagnosis) == Bilingual(
        "户主之妻2024年3月新登记大病（卫健2024年4月5日送达）",
        "the head's wife: newly registered with a major disease in March 2024 (sent by the health office on 5 April 2024)",
    )
    # Two years later it is no news; who is ill and since when is told still.
    later = raises("major_disease", "2026-12-31", members=COUPLE, illness=diagnosis)
    assert later is not None
    assert later.zh == "户主之妻2024年3月登记大病（卫健2024年4月5日送达）"


def test_of_several_stays_the_number_and_the_last_are_told() -> None:
    stays = drawn(
        "illness",
        """event_date | known_date | person_id | setting | total_yuan | self_paid_yuan
        2024-02-29 | 2024-04-05 | P1 | inpatient | 900 | 300
        2024-10-31 | 2024-12-05 | P2 | inpatient | 900 | 300""",
    )

    told = raises("hospital_stays", members=COUPLE, illness=stays)

    assert told is not None
    assert told.zh == "户主、户主之妻近12个月住院2次，最近一次在2024年10月（医保2024年12月5日送达）"
    assert told.en == (
        "the head and the head's wife: in hospital twice in 12 months, last in October 2024 (sent by the medical insurance office on "
        "5 December 2024)"
    )


def test_who_is_ill_and_not_insured_is_told_before_who_is_only_not_insured() -> None:
    told = raises("medical_insurance", members=COUPLE)

    assert told is not None
    assert told.zh == "户主之妻有病在身，还没有参加基本医保（农业农村2024年10月1日送达）"
