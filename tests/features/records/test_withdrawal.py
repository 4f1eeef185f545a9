"""A delivery is taken back: from that day on as if it had never come, before it as it was seen."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import polars as pl
import pytest

from features.frame import feature_frame, index_of
from features.proofs.lineage.tracing import trace
from features.records.gate import Records
from features.records.store import RecordStore
from features.records.store.repeats import novelty
from features.records.store.side_tables import DELIVERIES, PEOPLE, REPEATED, SET_ASIDE
from features.records.store.withdrawing import WithdrawalError, withdraw
from tests.drawn_tables import POLICY, drawn

Told = list[tuple[str, str, float | None]]
"""(household, bill, self-paid) as one file tells them."""


@pytest.fixture(scope="module")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return RecordStore.create(tmp_path_factory.mktemp("empty") / "records", buckets=1).path


@pytest.fixture
def store(tmp_path: Path, empty_store: Path) -> RecordStore:
    return RecordStore.open(shutil.copytree(empty_store, tmp_path / "records"))


BILL = "household_id | record_id | event_date | known_date | delivery_id | person_id | setting | self_paid_yuan | source_row"


def bills(name: str, day: str, told: Told) -> pl.DataFrame:
    lines = "\n".join(f"{house} | {bill} | 2023-12-20 | {day} | {name} | P-{house} | inpatient | {'' if paid is None else paid} | {row}"
                      for row, (house, bill, paid) in enumerate(told, 2))  # fmt: skip
    return drawn("illness", f"{BILL}\n{lines}")


def take_in(store: RecordStore, name: str, day: str, told: Told) -> None:
    """One file of bills, taken in as intake does: what says nothing new is remembered as a repetition."""
    rows = bills(name, day, told)
    with store.writing():
        new = novelty(rows, store.scan("illness").collect(), store.withdrawn_facts("illness"))
        delivery = {"delivery_id": name, "file": f"{name}.csv", "known_date": dt.date.fromisoformat(day)}
        store.land(
            {"illness": new.fresh},
            pl.DataFrame([delivery], schema=DELIVERIES),
            pl.DataFrame([{"delivery_id": name, "file": name, "row": 1}], schema=SET_ASIDE),
            pl.DataFrame([{"person_id": name, "household_id": "H1", "delivery_id": name}], schema=PEOPLE),
            repeated=new.repeated.with_columns(table=pl.lit("illness")).select(list(REPEATED)),
        )


def take_back(store: RecordStore, name: str, day: str) -> None:
    withdraw(store, name, dt.date.fromisoformat(day), "sent by mistake")


def paid(store: RecordStore, day: str, household: str = "H1") -> float | None:
    """Self-paid of 12 months on a day."""
    index = index_of([household], dt.date.fromisoformat(day))
    found: float | None = feature_frame(
        Records(store.records(households=[household])), index, POLICY, ["self_paid_12m"]
    )["self_paid_12m"][0]
    return found


def test_what_only_the_withdrawn_delivery_told_is_unknown_from_that_day_on(store: RecordStore) -> None:
    take_in(store, "jan", "2024-01-05", [("H1", "S1", 100)])
    take_in(store, "feb", "2024-02-05", [("H1", "S2", 7)])
    take_back(store, "jan", "2024-03-01")
    assert [paid(store, day) for day in ("2024-01-05", "2024-02-29", "2024-03-01", "2024-06-30")] == [100, 107, 7, 7]
    # Nothing is deleted: the row is still there, and so is the delivery.
    assert store.records()["illness"].filter(pl.col("self_paid_yuan") == 100).height == 2
    assert store.deliveries().height == 2


def test_a_correction_that_is_withdrawn_gives_way_to_what_it_corrected(store: RecordStore) -> None:
    take_in(store, "jan", "2024-01-05", [("H1", "S1", 100)])
    take_in(store, "feb", "2024-02-05", [("H1", "S1", 900)])
    take_back(store, "feb", "2024-03-01")
    assert [paid(store, day) for day in ("2024-02-04", "2024-02-05", "2024-02-29", "2024-03-01")] == [
        100,
        900,
        900,
        100,
    ]


def test_what_is_withdrawn_was_corrected_already(store: RecordStore) -> None:
    take_in(store, "jan", "2024-01-05", [("H1", "S1", 100)])
    take_in(store, "feb", "2024-02-05", [("H1", "S1", 900)])
    take_back(store, "jan", "2024-03-01")
    assert [paid(store, day) for day in ("2024-01-05", "2024-03-01")] == [100, 900]


def test_a_repetition_vouches_for_the_fact_when_its_first_teller_is_withdrawn(store: RecordStore) -> None:
    """February's file told what January's had told, and said nothing new: it is what the fact now rests on."""
    take_in(store, "jan", "2024-01-05", [("H1", "S1", 100), ("H1", "S2", 7)])
    take_in(store, "feb", "2024-02-05", [("H1", "S1", 100)])
    take_back(store, "jan", "2024-03-01")
    assert [paid(store, day) for day in ("2024-02-29", "2024-03-01")] == [107, 100]
    rests_on = store.records()["illness"].filter(
        pl.col("known_date") == dt.date(2024, 3, 1), ~pl.col("withdrawn").fill_null(False)
    )
    assert rests_on.select("record_id", "delivery_id", "source_row").rows() == [("S1", "feb", 2)]
    take_back(store, "feb", "2024-04-01")
    assert [paid(store, day) for day in ("2024-03-31", "2024-04-01")] == [100, 0]


def test_two_files_of_one_day_that_tell_the_same_each_keep_their_word(store: RecordStore) -> None:
    take_in(store, "health", "2024-01-05", [("H1", "S1", 100)])
    take_in(store, "insurance", "2024-01-05", [("H1", "S1", 100)])
    take_back(store, "health", "2024-01-05")
    assert paid(store, "2024-01-05") == 100


def test_of_one_day_the_later_arrival_holds_and_the_earlier_steps_in_for_it(store: RecordStore) -> None:
    take_in(store, "z", "2024-01-05", [("H1", "S1", 1)])
    take_in(store, "a", "2024-01-05", [("H1", "S1", 2)])
    assert paid(store, "2024-01-05") == 2
    take_back(store, "a", "2024-01-09")
    assert [paid(store, day) for day in ("2024-01-08", "2024-01-09")] == [2, 1]


def test_a_withdrawal_on_the_very_day_of_the_delivery_leaves_no_day_on_which_it_counted(store: RecordStore) -> None:
    take_in(store, "jan", "2024-01-05", [("H1", "S1", 100)])
    take_back(store, "jan", "2024-01-05")
    assert paid(store, "2024-01-05") == 0


def test_an_older_delivery_taken_in_after_a_withdrawal_still_steps_in(store: RecordStore) -> None:
    take_in(store, "feb", "2024-02-05", [("H1", "S1", 900)])
    take_back(store, "feb", "2024-03-01")
    take_in(store, "jan", "2024-01-05", [("H1", "S1", 100)])
    assert [paid(store, day) for day in ("2024-01-31", "2024-02-28", "2024-03-01")] == [100, 900, 100]


def test_what_was_withdrawn_counts_again_when_somebody_tells_it_again(store: RecordStore) -> None:
    take_in(store, "jan", "2024-01-05", [("H1", "S1", 100)])
    take_back(store, "jan", "2024-02-01")
    take_in(store, "mar", "2024-03-05", [("H1", "S1", 100)])
    take_in(store, "apr", "2024-04-05", [("H1", "S1", 100)])
    assert [paid(store, day) for day in ("2024-02-01", "2024-03-04", "2024-03-05")] == [0, 0, 100]
    take_back(store, "mar", "2024-05-01")
    assert [paid(store, day) for day in ("2024-04-30", "2024-05-01")] == [100, 100]
    take_back(store, "apr", "2024-06-01")
    assert [paid(store, day) for day in ("2024-05-31", "2024-06-01")] == [100, 0]


def test_who_repeats_what_a_withdrawal_left_standing_vouches_for_it_too(store: RecordStore) -> None:
    take_in(store, "jan", "2024-01-05", [("H1", "S1", 100)])
    take_in(store, "feb", "2024-02-05", [("H1", "S1", 100)])
    take_back(store, "jan", "2024-03-01")
    take_in(store, "mar", "2024-03-05", [("H1", "S1", 100)])
    take_back(store, "feb", "2024-04-01")
    assert paid(store, "2024-04-01") == 100


def test_people_and_rows_set_aside_of_a_withdrawn_delivery_count_no_more(store: RecordStore) -> None:
    take_in(store, "jan", "2024-01-05", [("H1", "S1", 100)])
    take_in(store, "feb", "2024-02-05", [("H1", "S2", 100)])
    take_back(store, "jan", "2024-03-01")
    assert store.people()["person_id"].to_list() == ["feb"]
    assert store.set_aside()["delivery_id"].to_list() == ["feb"]


def test_the_day_of_a_withdrawal_is_a_day_on_which_something_became_known(store: RecordStore) -> None:
    take_in(store, "jan", "2024-01-05", [("H1", "S1", 100)])
    take_back(store, "jan", "2024-03-01")
    assert store.known_days() == (dt.date(2024, 1, 5), dt.date(2024, 3, 1))


def test_the_last_delivery_is_neither_a_withdrawn_one_nor_a_decided_list(store: RecordStore) -> None:
    take_in(store, "jan", "2024-01-05", [("H1", "S1", 100)])
    take_in(store, "feb", "2024-02-05", [("H1", "S2", 100)])
    decided = (
        store.deliveries()
        .head(1)
        .with_columns(delivery_id=pl.lit("list"), source=pl.lit("people_decisions"), known_date=dt.date(2024, 3, 1))
    )
    with store.writing():
        store.land({}, decided)
    assert store.last_delivery_day() == dt.date(2024, 2, 5)
    take_back(store, "feb", "2024-04-01")
    assert store.last_delivery_day() == dt.date(2024, 1, 5)
    take_back(store, "jan", "2024-04-02")
    assert store.last_delivery_day() is None


def test_a_training_run_that_pinned_the_store_goes_on_reading_what_it_read(store: RecordStore) -> None:
    take_in(store, "jan", "2024-01-05", [("H1", "S1", 100)])
    pinned = store.versions()
    before = store.records(versions=pinned)["illness"]
    take_back(store, "jan", "2024-03-01")
    assert store.versions() != pinned
    assert store.records(versions=pinned)["illness"].equals(before)


@pytest.mark.parametrize(
    ("name", "day", "reason", "told"),
    [
        ("dec", "2024-03-01", "why", "No delivery dec .*fanpin deliveries"),
        ("jan", "2024-01-04", "why", "came on 2024-01-05.*Give --on 2024-01-05"),
        ("jan", "2024-01-05", "  ", "Give --reason"),
        ("gone", "2024-05-01", "why", "withdrawn on 2024-02-01 already"),
    ],
)
def test_what_cannot_be_withdrawn_is_told_and_changes_nothing(
    store: RecordStore, name: str, day: str, reason: str, told: str
) -> None:
    take_in(store, "jan", "2024-01-05", [("H1", "S1", 100)])
    take_in(store, "gone", "2024-01-05", [("H1", "S2", 100)])
    take_back(store, "gone", "2024-02-01")
    before = store.versions()
    with pytest.raises(WithdrawalError, match=told):
        withdraw(store, name, dt.date.fromisoformat(day), reason)
    assert store.versions() == before


def test_whoever_told_the_same_steps_in_on_the_day_of_the_withdrawal_and_no_day_sooner(store: RecordStore) -> None:
    """As of 24 January the bill is known since the 5th, whatever happens to its first teller on the 25th."""
    take_in(store, "health", "2024-01-05", [("H1", "S1", 100)])
    take_in(store, "insurance", "2024-01-20", [("H1", "S1", 100)])
    (before,) = rests_on(store, "2024-01-24")
    take_back(store, "health", "2024-01-25")
    assert before == (dt.date(2024, 1, 5), "health")
    assert rests_on(store, "2024-01-24") == [before]
    assert rests_on(store, "2024-01-25") == [(dt.date(2024, 1, 25), "insurance")]


def test_a_repetition_taken_back_earlier_shows_as_little_as_it_did(store: RecordStore) -> None:
    take_in(store, "health", "2024-01-05", [("H1", "S1", 100)])
    take_in(store, "insurance", "2024-01-08", [("H1", "S1", 100)])
    take_back(store, "insurance", "2024-01-10")
    take_back(store, "health", "2024-01-25")
    assert rests_on(store, "2024-01-24") == [(dt.date(2024, 1, 5), "health")]
    assert rests_on(store, "2024-01-25") == []


def rests_on(store: RecordStore, day: str) -> list[tuple[dt.date, str]]:
    """Since when, and by whom, the bills of H1 are known on a day, as their lineage tells."""
    traced = trace(Records(store.records(households=["H1"])), "H1", dt.date.fromisoformat(day), "self_paid_12m", POLICY)
    return [(behind.row["known_date"], behind.row["delivery_id"]) for behind in traced.rows]
