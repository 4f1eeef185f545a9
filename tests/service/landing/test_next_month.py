"""What a visit found is known to lists and to training from the day on which it was entered, and not a day earlier."""

from __future__ import annotations

import datetime as dt

import pytest

from features.frame import index_of
from features.policy.loading import Policy
from features.records.gate import Records
from features.records.store import RecordStore
from models.lists import visits_known
from models.lists.cool_down import at_rest
from service.keyring import Keyring
from service.store import Database
from tests.service.landing.at_work import DELIVERED, HOMES, land, visit
from training.cohorts.cohort import cohort
from training.cohorts.maturity import Maturity
from training.cohorts.observed import Observed
from training.plan.horizons import always
from training.settings import Target

VISITED, ENTERED = dt.date(2026, 1, 7), dt.date(2026, 1, 9)
HORIZON_ENDS = DELIVERED + dt.timedelta(days=31)


@pytest.fixture
def worked(database: Database, store: RecordStore, keyring: Keyring, policy: Policy) -> Records:
    """Of three families one was confirmed, one unfounded, one is to be clarified; H9 was not visited."""
    visit(database, keyring, policy, "H1", VISITED, ENTERED)
    visit(database, keyring, policy, "H2", VISITED, ENTERED, "unfounded", unfounded_reason="no_risk")
    visit(database, keyring, policy, "H3", VISITED, ENTERED, "to_be_clarified", note="待查")
    land(database, store, ENTERED)
    return Records(store.records())


@pytest.mark.parametrize(
    ("on", "resting"),
    [
        ("2026-01-08", []),  # visited, not yet entered
        ("2026-01-09", ["H1", "H2", "H3"]),
        ("2026-04-06", ["H1", "H2", "H3"]),
        ("2026-04-07", []),  # three months after the visit
    ],
)
def test_who_was_visited_rests_from_the_day_on_which_it_was_entered(
    worked: Records, on: str, resting: list[str]
) -> None:
    day = dt.date.fromisoformat(on)
    known = visits_known(worked, index_of(list(HOMES), day))
    assert at_rest(known, day, 3)["household_id"].to_list() == resting


def learned(records: Records, until: dt.date) -> dict[str, tuple[str, int | None]]:
    """Maturity and label of each household, asked about on the day of the delivery with a horizon of one month."""
    rows = cohort(
        records, index_of(list(HOMES), DELIVERED)["household_id"], [DELIVERED], Target(), Observed(until, decision_days=60), always(1)
    )  # fmt: skip
    return {row["household_id"]: (row["maturity"], row["label"]) for row in rows.iter_rows(named=True)}


def test_a_visit_that_is_to_be_clarified_is_learned_as_nothing_as_long_as_it_is_open(worked: Records) -> None:
    waits, negative = (Maturity.DECISION_PENDING, None), (Maturity.MATURE, 0)
    assert learned(worked, HORIZON_ENDS) == {"H1": waits, "H2": negative, "H3": waits, "H9": negative}
    # Sixty days after the visit nobody decided anything: there was no identification.
    over = learned(worked, VISITED + dt.timedelta(days=61))
    assert set(over.values()) == {negative}


def test_what_was_decided_through_the_service_is_a_positive(
    database: Database, store: RecordStore, worked: Records
) -> None:
    from tests.service.landing.at_work import wait_for_landing

    wait_for_landing(
        database, household_id="H1", table="monitoring", record_id="identified-2026-01-20", columns={"step": "identified"},
        event_date=dt.date(2026, 1, 20), known_date=dt.date(2026, 1, 20),
    )  # fmt: skip
    land(database, store, dt.date(2026, 1, 20))
    after = Records(store.records())
    assert learned(after, HORIZON_ENDS)["H1"] == (Maturity.MATURE, 1)
    assert learned(worked, HORIZON_ENDS)["H1"][1] is None
