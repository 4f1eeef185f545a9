"""Dwellings, water and the cost of illness: put in by an inspection, a check or a bill, ended by another record."""

from __future__ import annotations

from features.ledgers.wording import Lack
from tests.features.ledgers.ledgers import ledger, standing

DWELLING = "event_date | known_date | record_id | grade | remedied_on | disaster_damage | lived_in"
C = "2024-01-10 | 2024-02-05 | i1 | C | | no | yes"
CHECK = "event_date | known_date | record_id | safe | litres_per_day | days_out | fetch_minutes | quality_ok"
BAD_WATER = "2024-01-10 | 2024-02-05 | w1 | | 90 | 0 | 0 | no"


def test_a_repair_puts_right_and_the_next_inspection_strikes_off() -> None:
    repaired = f"{DWELLING}\n{C}\n2024-01-10 | 2024-06-05 | i1 | C | 2024-05-20 | no | yes"
    assert standing("2024-06-04", housing=repaired) == [("open", "2024-01-10", None, None)]
    assert standing("2024-06-05", housing=repaired) == [("put_right", "2024-01-10", "2024-05-20", None)]
    inspected = f"{repaired}\n2024-08-01 | 2024-09-05 | i2 | B | | no | yes"
    assert standing("2024-09-30", housing=inspected) == [("struck_off", "2024-01-10", "2024-05-20", "2024-08-01")]


def test_a_repair_that_is_announced_is_none_yet() -> None:
    announced = f"{DWELLING}\n2024-01-10 | 2024-02-05 | i1 | D | 2024-09-30 | no | yes"
    assert standing("2024-09-29", housing=announced) == [("open", "2024-01-10", None, None)]
    assert standing("2024-09-30", housing=announced) == [("put_right", "2024-01-10", "2024-09-30", None)]


def test_the_grade_stands_beside_the_entry() -> None:
    assert ledger("2024-06-30", housing=f"{DWELLING}\n{C}")["detail"].to_list() == ["C"]


def test_a_corrected_grade_takes_the_entry_out() -> None:
    corrected = f"{DWELLING}\n{C}\n2024-01-10 | 2024-03-05 | i1 | B | | no | yes"
    assert ledger("2024-06-30", housing=corrected)["ending"].to_list() == ["corrected"]


def test_a_dwelling_in_which_nobody_lives_is_not_counted() -> None:
    assert ledger("2024-06-30", housing=f"{DWELLING}\n{C.replace('| no | yes', '| no | no')}").height == 0


def test_damage_is_open_until_somebody_inspects_it() -> None:
    damaged = f"{DWELLING}\n2024-03-10 | 2024-04-05 | e1 | | | yes |"
    (entry,) = ledger("2024-06-30", housing=damaged).to_dicts()
    assert (entry["lack"], entry["standing"]) == (Lack.DAMAGED_DWELLING, "open")
    # A year later the report has grown old, and nobody has been there.
    assert [row[0] for row in standing("2025-12-31", housing=damaged)] == ["open"]
    sound = f"{damaged}\n2024-07-01 | 2024-08-05 | i2 | A | | no | yes"
    assert standing("2024-08-31", housing=sound) == [("struck_off", "2024-03-10", None, "2024-07-01")]


def test_damage_that_is_graded_unsafe_stands_in_the_ledger_for_its_grade() -> None:
    graded = f"{DWELLING}\n2024-03-10 | 2024-04-05 | e1 | | | yes |\n2024-05-01 | 2024-06-05 | i2 | D | | no | yes"
    by_lack = {row["lack"]: row["standing"] for row in ledger("2024-06-30", housing=graded).iter_rows(named=True)}
    assert by_lack == {Lack.DAMAGED_DWELLING: "over", Lack.UNSAFE_DWELLING: "open"}


def test_the_sheet_puts_water_right_and_a_check_of_all_four_strikes_off() -> None:
    sheet = f"{CHECK}\n{BAD_WATER}\n2024-04-01 | 2024-05-05 | s1 | yes | | | |"
    assert standing("2024-06-30", water=sheet) == [("put_right", "2024-01-10", "2024-04-01", None)]
    check = f"{sheet}\n2024-07-01 | 2024-08-05 | w2 | | 90 | 0 | 0 | yes"
    assert standing("2024-08-31", water=check) == [("struck_off", "2024-01-10", "2024-04-01", "2024-07-01")]


def test_water_that_fails_again_before_a_check_confirmed_it_was_never_right() -> None:
    rows = f"{CHECK}\n{BAD_WATER}\n2024-04-01 | 2024-05-05 | s1 | yes | | | |\n2024-07-01 | 2024-08-05 | w2 | | 90 | 0 | 0 | no"
    assert standing("2024-08-31", water=rows) == [("open", "2024-01-10", None, None)]


def test_what_a_check_leaves_open_is_no_lack_and_no_end() -> None:
    assert standing("2024-06-30", water=f"{CHECK}\n2024-01-10 | 2024-02-05 | w1 | | 90 | | |") == []
    assert (
        standing(
            "2024-06-30",
            water=f"{CHECK}\n2024-01-10 | 2024-02-05 | w1 | | | | | no\n2024-05-01 | 2024-05-05 | w2 | | 90 | | |",
        )[0][0]
        == "open"
    )


INCOME = "event_date | known_date | category | amount_yuan | period_months | caliber\n2023-12-31 | 2024-01-05 | wage | 10000 | 12 | national"
BILL = "event_date | known_date | record_id | person_id | setting | self_paid_yuan"


def test_cost_is_put_in_by_the_bill_that_reaches_the_line_and_is_over_when_a_year_has_passed() -> None:
    bills = f"{BILL}\n2024-01-10 | 2024-02-05 | b1 | P1 | inpatient | 3000\n2024-03-10 | 2024-04-05 | b2 | P1 | inpatient | 1500"
    assert standing("2024-03-31", illness=bills, income=INCOME) == []
    assert standing("2024-06-30", illness=bills, income=INCOME) == [("open", "2024-03-10", None, None)]
    later = ledger("2025-04-30", illness=bills, income=INCOME)
    assert later["ending"].to_list() == ["not_counted"], "it is no longer so, and nobody struck it off"


def test_help_with_the_cost_puts_it_right_and_help_of_before_does_not() -> None:
    bills = f"{BILL}\n2024-03-10 | 2024-04-05 | b1 | P1 | inpatient | 5000"
    support = "event_date | known_date | kind | started_on\n{0} | {0} | temporary_relief | {0}"
    assert standing("2024-06-30", illness=bills, income=INCOME, support=support.format("2024-05-02"))[0][:3] == (
        "put_right",
        "2024-03-10",
        "2024-05-02",
    )
    assert standing("2024-06-30", illness=bills, income=INCOME, support=support.format("2024-02-02"))[0][0] == "open"
    unrelated = support.replace("temporary_relief", "education_aid").format("2024-05-02")
    assert standing("2024-06-30", illness=bills, income=INCOME, support=unrelated)[0][0] == "open"
