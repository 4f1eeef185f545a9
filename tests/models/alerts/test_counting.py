"""Alerts counted: by rule they overlap, by household each counts once, and what a low score leaves out is not called saved."""

from __future__ import annotations

import polars as pl
import pytest

from models.alerts.counting import COUNTED, counted_by_rule, expected_of, totals_of
from models.alerts.handling import Handling, handled
from models.alerts.yields import ends_of_share, yield_of, yields_by_rule
from tests.models.alerts.drawn_alerts import a_list, alerts, frame
from tests.models.alerts.test_handling import TEN

# A is listed; C was visited after its bill; J hits a severe rule without room; D and E stand behind the list.
CAME = """
    household_id | trigger             | since      | probability
    A            | inpatient_self_paid | 2024-06-10 | 0.30
    A            | job_lost            | 2024-06-11 | 0.30
    C            | inpatient_self_paid | 2024-06-10 | 0.10
    D            | job_lost            | 2024-06-10 | 0.04
    D            | zero_employment     | 2024-06-10 | 0.04
    D            | income_low          | 2024-06-10 | 0.04
    E            | job_lost            | 2024-06-10 | 0.02
    J            | accident_harm       | 2024-06-15 | 0.01
"""
ISSUED = a_list(
    TEN, visited="household_id | visited_on\n C | 2024-06-20", severe="household_id | hit_since\n J | 2024-06-15"
)


def everybody() -> pl.DataFrame:
    """The list's households, of whom each is expected to be identified with a tenth."""
    tenth = (pl.lit(0.1).alias(name) for name in ("probability", "probability_low", "probability_high"))
    return ISSUED.households.with_columns(*tenth)


def test_eight_alerts_are_five_households_and_five_visits_are_saved() -> None:
    totals = totals_of(handled(alerts(CAME), ISSUED.households), everybody())
    assert totals.alerts == 8
    assert totals.households == {
        Handling.LISTED: 1,
        Handling.VISITED: 1,
        Handling.MUST_VISIT: 1,
        Handling.AHEAD: 0,
        Handling.BEHIND: 2,
    }
    assert (totals.different, totals.repeated) == (5, 3)
    # A twice and D three times are three visits too many; A is on the list, C was visited. D, E and J are left.
    assert totals.saved == 3 + 1 + 1


def test_what_may_be_missed_is_told_as_households_with_what_the_calibration_leaves_open() -> None:
    totals = totals_of(handled(alerts(CAME), ISSUED.households), everybody())
    assert totals.behind.households == 2
    ends = totals.behind.low, totals.behind.identified, totals.behind.high
    assert ends == pytest.approx((0.03, 0.06, 0.12))
    assert totals.behind.visits_for_each == pytest.approx(2 / 0.06)
    # As many visits that go on where the list ends would be two of D to I: C rests, J is to be visited anyway.
    assert totals.next_in_order.households == 2
    assert totals.next_in_order.identified == pytest.approx(0.2)
    assert totals.listed.households == ISSUED.listed.height == 2


def test_as_many_visits_that_go_on_where_the_list_ends_go_by_the_score_and_to_nobody_who_rests_or_waits() -> None:
    """A and B are listed, C was visited, D hits a severe rule without room: two visits more are E's and F's."""
    issued = a_list(
        TEN, visited="household_id | visited_on\n C | 2024-06-20", severe="household_id | hit_since\n D | 2024-06-15"
    )
    came = "household_id | trigger | since\n H | job_lost | 2024-06-12\n I | job_lost | 2024-06-12"
    chances = dict(zip("ABCDEFGHIJ", (0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.1), strict=True))
    chance = pl.col("household_id").replace_strict(chances, return_dtype=pl.Float64)
    everyone = issued.households.with_columns(
        chance.alias(name) for name in ("probability", "probability_low", "probability_high")
    )
    totals = totals_of(handled(alerts(came), issued.households), everyone)
    assert totals.next_in_order.identified == pytest.approx(0.5 + 0.4)
    assert totals.listed.identified == pytest.approx(0.9 + 0.8)


def test_by_rule_alerts_overlap_and_a_rule_without_one_is_told_too() -> None:
    hits = frame(
        "trigger | household_id\n job_lost | A\n job_lost | D\n job_lost | E\n job_lost | F\n unsafe_water | F"
    )
    rules = counted_by_rule(hits, handled(alerts(CAME), ISSUED.households))
    assert dict(rules.schema) == COUNTED
    told = {row["trigger"]: row for row in rules.iter_rows(named=True)}
    job = told["job_lost"]
    assert (job["standing"], job["alerts"], job["shared"]) == (4, 3, 2)
    assert (job["listed"], job["behind"]) == (1, 2)
    assert (job["expected_low"], job["expected"], job["expected_high"]) == pytest.approx((0.03, 0.06, 0.12))
    bills = told["inpatient_self_paid"]
    assert (bills["listed"], bills["visited"], bills["behind"], bills["expected"]) == (1, 1, 0, 0)
    assert told["accident_harm"]["must_visit"] == 1
    assert (told["unsafe_water"]["standing"], told["unsafe_water"]["alerts"]) == (1, 0)
    assert rules["alerts"].sum() == 8


def test_of_a_sum_in_which_one_end_is_unknown_no_end_is_told() -> None:
    came = alerts(CAME).with_columns(
        pl.when(household_id="E").then(None).otherwise("probability_low").alias("probability_low")
    )
    job = counted_by_rule(came, handled(came, ISSUED.households)).row(
        by_predicate=pl.col("trigger") == "job_lost", named=True
    )
    assert (job["expected_low"], job["expected"], job["expected_high"]) == pytest.approx((None, 0.06, 0.12))
    some = pl.DataFrame(
        {"probability": [0.1, 0.2], "probability_low": [0.05, None], "probability_high": [0.2, 0.4]},
    )
    expected = expected_of(some)
    assert (expected.identified, expected.low, expected.high) == pytest.approx((0.3, None, 0.6))
    nobody = expected_of(some.clear())
    assert (nobody.households, nobody.identified, nobody.visits_for_each) == (0, 0.0, None)


@pytest.mark.parametrize(
    ("part", "of", "low", "high"),
    [
        (43, 866, 0.0362, 0.0663),  # pushed leads of one county: 5 %, and not better than 6.6 %
        (0, 20, 0.0, 0.1684),  # nobody found of twenty is not never
        (20, 20, 0.8316, 1.0),
    ],
)
def test_the_interval_of_a_share_is_exact(part: int, of: int, low: float, high: float) -> None:
    assert ends_of_share(part, of) == pytest.approx((low, high), abs=5e-5)


def test_what_nobody_visited_led_to_is_unknown_and_not_nothing() -> None:
    assert ends_of_share(0, 0) is None
    nothing = yield_of(frame("household_id | identified_on\n A |", identified_on=pl.Date()).clear())
    assert (nothing.share, nothing.ends, nothing.visits_for_each) == (None, None, None)


def test_a_household_that_two_pushes_point_to_is_found_once_and_visited_twice() -> None:
    past = frame(
        """
        household_id | trigger    | identified_on
        A            | job_lost   | 2024-03-20
        A            | job_lost   | 2024-03-20
        B            | job_lost   |
        B            | income_low |
        """,
        identified_on=pl.Date(),
    )
    visits = yield_of(past.filter(trigger="job_lost"))
    assert (visits.visits, visits.identified, visits.households) == (3, 2, 1)
    assert visits.visits_for_each == 3
    assert yields_by_rule(past).select("trigger", "alerts", "identified").rows() == [
        ("income_low", 1, 0),
        ("job_lost", 3, 2),
    ]
