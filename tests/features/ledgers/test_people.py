"""Children not at school and people without insurance: put in by a register, ended by a register."""

from __future__ import annotations

import pytest

from tests.features.ledgers.ledgers import ledger, standing

CHILD = "event_date | known_date | record_id | person_id | listing | birth_month | student | left_on | left_reason"
INSURED = "event_date | known_date | record_id | person_id | listing | insured"
NOT = "2024-01-10 | 2024-02-05 | a | P1 | full | 2014-05-01 | not | |"
TERM = "event_date | known_date | person_id | stage | status"


@pytest.mark.parametrize(("as_of", "there"), [("2024-02-04", 0), ("2024-02-05", 1)])
def test_a_child_not_at_school_is_put_in_when_the_county_knows(as_of: str, there: int) -> None:
    assert ledger(as_of, members=f"{CHILD}\n{NOT}").height == there


def test_the_roster_puts_right_and_the_enrolment_strikes_off() -> None:
    back = f"{CHILD}\n{NOT}\n2024-05-01 | 2024-05-08 | b | P1 | full | 2014-05-01 | primary | |"
    assert standing("2024-06-30", members=back) == [("put_right", "2024-01-10", "2024-05-01", None)]
    term = f"{TERM}\n2024-09-01 | 2024-10-05 | P1 | primary | enrolled"
    assert standing("2024-09-30", members=back, education=term) == [("put_right", "2024-01-10", "2024-05-01", None)]
    assert standing("2024-10-05", members=back, education=term) == [
        ("struck_off", "2024-01-10", "2024-05-01", "2024-09-01")
    ]


def test_an_enrolment_of_the_term_before_strikes_nothing_off() -> None:
    before = f"{TERM}\n2023-09-01 | 2023-10-05 | P1 | primary | enrolled"
    assert standing("2024-06-30", members=f"{CHILD}\n{NOT}", education=before) == [("open", "2024-01-10", None, None)]


def test_an_empty_cell_neither_puts_in_nor_ends() -> None:
    unknown = "2024-01-10 | 2024-02-05 | a | P1 | full | 2014-05-01 | | |"
    assert standing("2024-06-30", members=f"{CHILD}\n{unknown}") == []
    later = "2024-05-01 | 2024-05-08 | b | P1 | full | 2014-05-01 | | |"
    assert standing("2024-06-30", members=f"{CHILD}\n{NOT}\n{later}") == [("open", "2024-01-10", None, None)]


def test_a_corrected_roster_takes_the_entry_out() -> None:
    corrected = "2024-01-10 | 2024-04-05 | a | P1 | full | 2014-05-01 | primary | |"
    rows = f"{CHILD}\n{NOT}\n{corrected}"
    assert standing("2024-04-04", members=rows) == [("open", "2024-01-10", None, None)]
    (entry,) = ledger("2024-04-05", members=rows).to_dicts()
    assert (entry["standing"], entry["ending"]) == ("over", "corrected")


@pytest.mark.parametrize("reason", ["died", "moved", "split"])
def test_who_died_or_left_is_no_longer_in_the_ledger(reason: str) -> None:
    gone = f"2024-03-01 | 2024-04-05 | g | P1 | change | 2014-05-01 | | 2024-03-01 | {reason}"
    other = "2024-01-10 | 2024-02-05 | o | P2 | full | 1980-05-01 | | |"
    (entry,) = ledger("2024-06-30", members=f"{CHILD}\n{NOT}\n{other}\n{gone}").to_dicts()
    assert (entry["standing"], entry["ending"]) == ("over", "left")


def test_who_grew_out_of_school_age_is_no_longer_counted() -> None:
    young = NOT.replace("2014-05-01", "2008-03-01")
    again = young.replace("2024-01-10 | 2024-02-05 | a", "2024-05-10 | 2024-05-15 | b")
    (entry,) = ledger("2024-06-30", members=f"{CHILD}\n{young}\n{again}").to_dicts()
    assert (entry["standing"], entry["ending"]) == ("over", "not_counted")


def test_a_drop_out_stays_open_until_an_enrolment_however_long_it_takes() -> None:
    child = f"{CHILD}\n2022-01-10 | 2022-02-05 | a | P1 | full | 2014-05-01 | primary | |"
    dropped = f"{TERM}\n2022-03-01 | 2022-04-05 | P1 | primary | dropped_out"
    (entry,) = ledger("2024-06-30", members=child, education=dropped).to_dicts()
    assert (entry["lack"], entry["standing"]) == ("dropped_out", "open"), "a report that grew old is no return"
    back = f"{dropped}\n2022-09-01 | 2022-10-05 | P1 | primary | enrolled"
    assert standing("2024-06-30", members=child, education=back) == [("struck_off", "2022-03-01", None, "2022-09-01")]
    again = f"{back}\n2023-03-01 | 2023-04-05 | P1 | primary | dropped_out"
    assert [row[0] for row in standing("2023-06-30", members=child, education=again)] == ["struck_off", "open"]


def test_each_person_without_insurance_is_an_entry_of_their_own() -> None:
    two = (
        f"{INSURED}\n2024-01-10 | 2024-02-05 | a | P1 | full | no\n2024-01-10 | 2024-02-05 | b | P2 | full | no\n"
        "2024-01-10 | 2024-02-05 | c | P3 | full | yes\n2024-03-10 | 2024-04-05 | d | P1 | change | yes"
    )
    assert standing("2024-06-30", members=two) == [
        ("struck_off", "2024-01-10", None, "2024-03-10"),
        ("open", "2024-01-10", None, None),
    ]
