"""What a household's descriptions, income, allowances and dwelling say against each other."""

from __future__ import annotations

import pytest

from tests.features.checks.stories import Story, findings_in, hit, holds, miss

YEAR_END = "2023-12-31"
TWO = """
    event_date | region_code  | household_type
    2022-12-31 | 990101001001 | {0}
    2023-12-31 | {2}          | {1}
"""


def two(before: str = "general", after: str = "general", village: str = "990101001001") -> str:
    return TWO.format(before, after, village)


def moved(on: str) -> str:
    return f"event_date | kind | moved_on\n{on} | moved | {on}"


def year(*amounts: str, months: str = "12", caliber: str = "national", day: str = YEAR_END) -> str:
    lines = [f"{day} | {told.split()[0]} | {told.split()[1]} | {months} | {caliber}" for told in amounts]
    return "\n".join(["event_date | category | amount_yuan | period_months | caliber", *lines])


def stated(net_income: str, day: str = YEAR_END) -> str:
    return (
        "event_date | region_code | household_type | stated_net_income_yuan\n"
        f"{day} | 990101001001 | general | {net_income}"
    )


def dibao(since: str, until: str = "", kind: str = "dibao") -> str:
    return f"event_date | kind | started_on | ended_on\n{since} | {kind} | {since} | {until}"


def graded(grade: str, remedied_on: str = "") -> str:
    return f"event_date | grade | remedied_on\n2023-05-01 | {grade} | {remedied_on}"


ITEMISED = year("wage 9000", "transfer_pension 1200")
PARTS = year("wage 9000.5", "business 4000", "business_cost 1500", "transfer_pension 1200", "insurance_payout 5000")

STORIES = [
    hit("region_changed_without_move", "no move", households=two(village="990101001002")),
    miss("region_changed_without_move", "the same village", households=two()),
    miss("region_changed_without_move", "moved between", households=two(village="990101001002"), relocation=moved("2023-01-01")),
    hit("region_changed_without_move", "moved before both", households=two(village="990101001002"), relocation=moved("2022-12-31")),
    hit("type_went_back", "lifted out to general", households=two("lifted_out", "general")),
    miss("type_went_back", "general to lifted out", households=two("general", "lifted_out")),
    miss("type_went_back", "was general before", households=two("general", "general")),
    miss("type_went_back", "stays", households=two("lifted_out", "lifted_out")),
    hit("wage_outside", "299", income=year("wage 299")),
    miss("wage_outside", "exactly 300", income=year("wage 300")),
    miss("wage_outside", "exactly 300,000", income=year("wage 300000")),
    hit("wage_outside", "a yuan more", income=year("wage 300001")),
    miss("wage_outside", "none", income=year("wage 0")),
    miss("wage_outside", "a month's", income=year("wage 299", months="1")),
    miss("wage_outside", "of the allowance's own caliber", income=year("wage 299", caliber="dibao")),
    hit("wage_outside", "the last year counts", income=year("wage 299") + "\n2022-12-31 | wage | 9000 | 12 | national"),
    miss("wage_outside", "an earlier year", income=year("wage 9000") + "\n2022-12-31 | wage | 299 | 12 | national"),
    hit("dibao_amount_small", "a yuan", income=year("transfer_dibao 1")),
    hit("dibao_amount_small", "199", income=year("transfer_dibao 199")),
    miss("dibao_amount_small", "exactly 200", income=year("transfer_dibao 200")),
    miss("dibao_amount_small", "none", income=year("transfer_dibao 0")),
    hit("business_without_cost", "cost untold", income=year("business 5000")),
    hit("business_without_cost", "cost of nothing", income=year("business 5000", "business_cost 0")),
    miss("business_without_cost", "some cost", income=year("business 5000", "business_cost 1")),
    miss("business_without_cost", "no business", income=year("business 0", "business_cost 0")),
    hit("dibao_income_without_grant", "no grant", income=year("transfer_dibao 3000")),
    miss("dibao_income_without_grant", "granted", income=year("transfer_dibao 3000"), support=dibao("2023-12-31")),
    hit("dibao_income_without_grant", "granted since", income=year("transfer_dibao 3000"), support=dibao("2024-01-01")),
    hit("dibao_income_without_grant", "ended before", income=year("transfer_dibao 3000"), support=dibao("2020-01-01", "2022-12-31")),
    miss("dibao_income_without_grant", "ended in it", income=year("transfer_dibao 3000"), support=dibao("2020-01-01", "2023-01-01")),
    hit("dibao_income_without_grant", "another grant", income=year("transfer_dibao 3000"), support=dibao("2023-01-01", kind="tekun")),
    miss("dibao_income_without_grant", "none told", income=year("transfer_dibao 0")),
    hit("grant_without_dibao_income", "all year", income=ITEMISED, support=dibao("2022-12-31")),
    miss("grant_without_dibao_income", "a day less", income=ITEMISED, support=dibao("2023-01-01")),
    miss("grant_without_dibao_income", "ended a day early", income=ITEMISED, support=dibao("2022-01-01", "2023-12-30")),
    hit("grant_without_dibao_income", "told as 0", income=year("transfer_dibao 0"), support=dibao("2022-01-01")),
    miss("grant_without_dibao_income", "told", income=year("transfer_dibao 2400"), support=dibao("2022-01-01")),
    miss("grant_without_dibao_income", "a sheet that does not list kinds", income=year("wage 9000", "transfer_other 50"), support=dibao("2022-01-01")),
    # 9,000.50 + 4,000 - 1,500 + 1,200; a payout is not income.
    miss("net_income_differs", "as its parts", income=PARTS, households=stated("12700.5")),
    miss("net_income_differs", "a yuan more", income=PARTS, households=stated("12701.5")),
    hit("net_income_differs", "a fen more than a yuan", income=PARTS, households=stated("12701.51")),
    miss("net_income_differs", "a yuan less", income=PARTS, households=stated("12699.5")),
    hit("net_income_differs", "a fen less than a yuan", income=PARTS, households=stated("12699.49")),
    miss("net_income_differs", "untold", income=PARTS, households=stated("")),
    miss("net_income_differs", "of another year", income=PARTS, households=stated("9", "2022-12-31")),
    hit("relocated_house_unsafe", "moved", relocation=moved("2024-06-30"), housing=graded("C")),
    miss("relocated_house_unsafe", "moves tomorrow", relocation="event_date | known_date | kind | moved_on\n2024-05-01 | 2024-05-01 | moved | 2024-07-01", housing=graded("C")),
    miss("relocated_house_unsafe", "safe", relocation=moved("2024-06-30"), housing=graded("B")),
    miss("relocated_house_unsafe", "remedied", relocation=moved("2024-06-30"), housing=graded("D", "2024-06-30")),
    miss("relocated_house_unsafe", "stayed", housing=graded("D")),
]  # fmt: skip


@pytest.mark.parametrize("story", STORIES, ids=str)
def test_story(story: Story) -> None:
    assert holds(story)


def test_a_finding_shows_its_numbers_and_the_row_to_look_at() -> None:
    drawing = """
        event_date | known_date | delivery_id | source_sheet | source_row | category | amount_yuan | period_months
        2023-12-31 | 2024-02-05 | d7          | 收入         | 12         | wage     | 299         | 12
    """
    found = findings_in({"income": drawing}).row(0, named=True)
    assert found["check"] == "wage_outside"
    assert (found["value"], found["threshold"]) == (299, 300)
    assert (found["delivery_id"], found["source_sheet"], found["source_row"]) == ("d7", "收入", 12)
    assert (str(found["event_date"]), str(found["known_date"])) == ("2023-12-31", "2024-02-05")
    assert (found["household_id"], found["person_id"]) == ("H1", None)
