"""Whose future is not fully observed is immature, never a negative."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from features.records.gate import Records
from tests.drawn_tables import drawn
from training.cohorts.cohort import cohort
from training.cohorts.maturity import Maturity
from training.cohorts.observed import GAPS, PLACES, ROSTERS, SOURCES, Observed
from training.plan.horizons import always
from training.settings import Target

TOWNSHIP = "990101001"
DESCRIBED = f"event_date | region_code | household_type\n2022-12-31 | {TOWNSHIP}001 | general"
IDENTIFIED = "event_date | known_date | step\n2023-08-20 | 2023-09-05 | identified"
END = dt.date(2024, 12, 31)
SHEET = pl.DataFrame([("d1", "county_household")], schema=SOURCES, orient="row")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def maturity(as_of: str, observed: Observed | None = None, **tables: str) -> tuple[str, int | None]:
    """Maturity and label of the one household; horizon of six months, from 2023-04-30 until 2023-10-30."""
    drawings = {"households": DESCRIBED, **tables}
    records = Records({name: drawn(name, drawing) for name, drawing in drawings.items()})
    rows = cohort(records, pl.Series(["H1"]), [day(as_of)], Target(), observed or Observed(END), always(6))
    return rows["maturity"][0], rows["label"][0]


@pytest.mark.parametrize(
    ("until", "expected"),
    [("2023-10-29", Maturity.CENSORED), ("2023-10-30", Maturity.MATURE)],
)
@pytest.mark.parametrize("steps", [IDENTIFIED, ""])
def test_a_horizon_that_ends_after_the_last_delivery_is_censored_whatever_happened(
    until: str, expected: Maturity, steps: str
) -> None:
    told = maturity("2023-04-30", Observed(day(until)), **({"monitoring": steps} if steps else {}))
    label = None if expected is Maturity.CENSORED else int(bool(steps))
    assert told == (expected, label)


@pytest.mark.parametrize(
    ("until", "expected"),
    [("2023-10-29", Maturity.DELIVERY_MISSING), ("2023-10-30", Maturity.MATURE)],
)
def test_a_township_that_stopped_delivering_takes_positives_and_negatives_alike(until: str, expected: Maturity) -> None:
    places = pl.DataFrame({"township": [TOWNSHIP], "until": [day(until)]}, schema=PLACES)
    for steps in ({}, {"monitoring": IDENTIFIED}):
        told, label = maturity("2023-04-30", Observed(END, places=places), **steps)
        assert (told, label is None) == (expected, expected is not Maturity.MATURE)
    # The neighbours' township goes on.
    elsewhere = places.with_columns(township=pl.lit("990101002"))
    assert maturity("2023-04-30", Observed(END, places=elsewhere)) == (Maturity.MATURE, 0)


@pytest.mark.parametrize(
    ("after", "before", "expected"),
    [
        ("2022-06-05", "2023-04-30", Maturity.MATURE),  # rosters came again on the as-of day
        ("2022-06-05", "2023-05-01", Maturity.DELIVERY_MISSING),
        ("2023-10-29", "2024-06-05", Maturity.DELIVERY_MISSING),
        ("2023-10-30", "2024-06-05", Maturity.MATURE),  # the last roster before it covers the whole horizon
    ],
)
def test_in_a_long_gap_between_rosters_somebody_may_have_come_and_gone_unseen(
    after: str, before: str, expected: Maturity
) -> None:
    gaps = pl.DataFrame({"township": [TOWNSHIP], "after": [day(after)], "before": [day(before)]}, schema=GAPS)
    assert maturity("2023-04-30", Observed(END, gaps=gaps))[0] == expected


MEMBERS = """
    person_id | event_date | known_date | left_on    | left_reason
    A         | 2022-12-31 | 2023-01-05 |            |
    B         | 2022-12-31 | 2023-01-05 |            |
    A         | 2023-03-10 | 2023-06-05 | 2023-03-10 | died
"""


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("died", Maturity.DIED),
        ("moved", Maturity.MOVED_AWAY),
        ("married_out", Maturity.MOVED_AWAY),
        ("merged", Maturity.JOINED_ANOTHER),
    ],
)
@pytest.mark.parametrize(
    ("left_on", "whole"),
    [("2023-10-30", False), ("2023-10-31", True), ("2023-04-20", False)],
)
def test_a_household_that_nobody_is_left_in_by_the_end_has_no_outcome(
    reason: str, expected: Maturity, left_on: str, whole: bool
) -> None:
    # Known late each time, so that the household is in scope on the day.
    last = f"    B | {left_on} | 2023-12-05 | {left_on} | {reason}\n"
    gone = MEMBERS + last
    assert maturity("2023-04-30", members=gone) == ((Maturity.MATURE, 0) if whole else (expected, None))
    # One of two who left is no end of a household.
    assert maturity("2023-04-30", members=MEMBERS) == (Maturity.MATURE, 0)


def test_the_last_to_leave_says_why_and_of_two_on_one_day_the_living_one() -> None:
    same_day = MEMBERS.replace("2023-03-10", "2023-07-01") + "    B | 2023-07-01 | 2023-12-05 | 2023-07-01 | moved\n"
    assert maturity("2023-04-30", members=same_day)[0] == Maturity.MOVED_AWAY
    died_last = MEMBERS.replace("| died", "| moved") + "    B | 2023-07-01 | 2023-12-05 | 2023-07-01 | died\n"
    assert maturity("2023-04-30", members=died_last)[0] == Maturity.DIED


def test_who_was_identified_before_leaving_is_a_positive() -> None:
    gone = MEMBERS + "    B | 2023-09-30 | 2023-12-05 | 2023-09-30 | moved\n"
    assert maturity("2023-04-30", members=gone, monitoring=IDENTIFIED) == (Maturity.MATURE, 1)


@pytest.mark.parametrize(
    ("roster", "as_of", "expected"),
    [
        ("2023-12-31", "2023-04-30", Maturity.NO_LONGER_LISTED),  # seen in December 2022 only
        ("2023-12-31", "2022-12-31", Maturity.NO_LONGER_LISTED),
        ("2022-12-31", "2023-04-30", Maturity.MATURE),  # no roster came since
    ],
)
def test_a_household_that_a_later_roster_leaves_out_was_gone_at_some_time(
    roster: str, as_of: str, expected: Maturity
) -> None:
    rosters = pl.DataFrame([("county_household", TOWNSHIP, "general", day(roster))], schema=ROSTERS, orient="row")
    assert maturity(as_of, Observed(END, rosters=rosters, sources=SHEET))[0] == expected
    # A roster of other households, of another place, or another sheet, says nothing of it.
    for other in ({"household_type": "lifted_out"}, {"township": "990101002"}, {"source": "national_household"}):
        others = rosters.with_columns(pl.lit(value).alias(name) for name, value in other.items())
        assert maturity(as_of, Observed(END, rosters=others, sources=SHEET))[0] == Maturity.MATURE


@pytest.mark.parametrize(
    ("visited", "outcome", "expected"),
    [
        ("2023-10-30", "no_risk", Maturity.MATURE),  # somebody was met on the last day of the horizon
        ("2023-10-29", "no_risk", Maturity.NO_LONGER_LISTED),
        ("2023-10-30", "not_found", Maturity.NO_LONGER_LISTED),
        ("2023-10-30", "to_be_clarified", Maturity.MATURE),
    ],
)
def test_who_is_met_on_a_visit_is_still_there(visited: str, outcome: str, expected: Maturity) -> None:
    rosters = pl.DataFrame([("county_household", TOWNSHIP, "general", day("2023-12-31"))], schema=ROSTERS, orient="row")
    visit = f"event_date | known_date | outcome\n{visited} | 2023-11-05 | {outcome}"
    assert maturity("2023-04-30", Observed(END, rosters=rosters, sources=SHEET), visits=visit)[0] == expected


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("2023-11-03", (Maturity.DECISION_PENDING, None)),  # 14 days after the visit
        ("2023-11-04", (Maturity.MATURE, 0)),  # the fifteenth day: it was not approved
    ],
)
def test_a_confirmed_visit_waits_for_its_decision(until: str, expected: tuple[Maturity, int | None]) -> None:
    visit = "event_date | known_date | outcome\n2023-10-20 | 2023-11-01 | confirmed"
    pending = Observed(day(until), decision_days=15)
    assert maturity("2023-04-30", pending, visits=visit) == expected
    assert maturity("2023-04-30", pending, visits=visit.replace("confirmed", "already_supported"))[1] == 0
    assert (
        maturity("2023-04-30", pending, visits=visit.replace("2023-10-20", "2023-10-31"))[1] == 0
    )  # after the horizon
    decided = "event_date | known_date | step\n2023-10-28 | 2023-11-01 | identified"
    assert maturity("2023-04-30", pending, visits=visit, monitoring=decided) == (Maturity.MATURE, 1)
    # A decision that falls after the horizon is made: the household was not identified within it.
    later = decided.replace("2023-10-28", "2023-10-31")
    assert maturity("2023-04-30", pending, visits=visit, monitoring=later) == (Maturity.MATURE, 0)


PENDING = (Maturity.DECISION_PENDING, None)


@pytest.mark.parametrize(
    ("until", "later", "expected"),
    [
        ("2023-11-03", "", PENDING),  # neither a risk nor none, and a decision may still come
        ("2023-11-04", "", (Maturity.MATURE, 0)),  # the fifteenth day: nobody was identified
        ("2023-11-03", "2023-10-20 | 2023-11-01 | no_risk", (Maturity.MATURE, 0)),  # settled the same day
        ("2023-11-03", "2023-10-19 | 2023-11-01 | no_risk", PENDING),  # a visit before it settles nothing
        ("2023-11-03", "2023-10-25 | 2023-11-01 | not_found", PENDING),  # nobody was met
        ("2023-11-08", "2023-10-25 | 2023-11-01 | confirmed", PENDING),  # asks for a decision itself
    ],
)
def test_a_visit_to_be_clarified_is_no_verdict(until: str, later: str, expected: tuple[Maturity, int | None]) -> None:
    visits = f"event_date | known_date | outcome\n2023-10-20 | 2023-11-01 | to_be_clarified\n{later}"
    assert maturity("2023-04-30", Observed(day(until), decision_days=15), visits=visits) == expected


RELAPSE = Target(label="relapse")  # type: ignore[arg-type]
REMOVED = """
    record_id | event_date | known_date | step
    A         | 2021-03-10 | 2021-04-05 | identified
    B         | 2023-02-10 | 2023-03-05 | removed
    C         | 2023-11-20 | 2024-01-05 | rolled_back
    D         | 2024-06-10 | 2024-07-05 | removed
    E         | 2024-08-10 | 2024-09-05 | identified
"""


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2022-12-31", []),  # monitored
        ("2023-03-04", []),  # removed in fact, not known yet
        ("2023-03-05", [(1, day("2023-11-20"))]),
        ("2022-11-20", []),
        ("2023-11-19", [(1, day("2023-11-20"))]),  # rolled back the next day
        ("2023-11-20", []),  # rolled back in fact
        ("2024-06-30", []),  # removed again in fact, not known yet
        ("2024-07-05", [(1, day("2024-08-10"))]),  # identified again
    ],
)
def test_relapse_asks_of_households_whose_risk_was_removed(as_of: str, expected: list[tuple[int, dt.date]]) -> None:
    records = Records({"households": drawn("households", DESCRIBED), "monitoring": drawn("monitoring", REMOVED)})
    rows = cohort(records, pl.Series(["H1"]), [day(as_of)], RELAPSE, Observed(dt.date(2025, 12, 31)), always(12))
    assert rows.select("label", "outcome_on").rows() == expected


def test_relapse_does_not_ask_of_who_was_never_monitored() -> None:
    records = Records({"households": drawn("households", DESCRIBED)})
    assert cohort(records, pl.Series(["H1"]), [day("2023-04-30")], RELAPSE, Observed(END), always(12)).is_empty()
    stayed = Records({
        "households": drawn("households", DESCRIBED),
        "monitoring": drawn("monitoring", "\n".join(REMOVED.strip().splitlines()[:3])),
    })  # fmt: skip
    rows = cohort(stayed, pl.Series(["H1"]), [day("2023-04-30")], RELAPSE, Observed(END), always(12))
    assert rows["label"].to_list() == [0]
