"""The proof over a store: its days, its withdrawals, and the sample that a training run affords."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from features.policy.loading import Policy
from features.proofs.leaks.days import days_to_prove
from features.proofs.leaks.proof import LeakError, NothingProvedError, statement_of_features
from features.proofs.leaks.store import prove, prove_sample
from features.records.gate import Records
from features.records.store import RecordStore
from features.records.store.side_tables import DELIVERIES
from features.records.store.withdrawing import withdraw
from tests.drawn_tables import drawn

DAYS = [dt.date(2023, month, 5) for month in (2, 3, 4, 5, 6)]


@pytest.fixture
def store(tmp_path: Path) -> RecordStore:
    """Five monthly deliveries of a bill for each of two households; the fourth was taken back on 20 June."""
    made = RecordStore.create(tmp_path / "records", buckets=2)
    for number, day in enumerate(DAYS, start=1):
        delivery = pl.DataFrame(
            [(f"d{number}", f"{number}.xlsx", "medical_bills", "医保", day, 2, 2, 0, None)],
            schema=DELIVERIES,
            orient="row",
        )
        rows = "\n".join(
            f"{household} | S{number} | {day} | d{number} | P | inpatient | {number}00" for household in ("H1", "H2")
        )
        bills = drawn(
            "illness",
            f"household_id | record_id | event_date | delivery_id | person_id | setting | self_paid_yuan\n{rows}",
        )
        roster = drawn("households", "household_id | delivery_id\nH1 | d1\nH2 | d1").with_columns(known_date=DAYS[0])
        with made.writing():
            made.land({"illness": bills, **({"households": roster} if number == 1 else {})}, delivery)
    withdraw(made, "d4", dt.date(2023, 6, 20), "a wrong file")
    return made


def test_the_days_are_deliveries_the_days_before_them_month_ends_and_withdrawals(store: RecordStore) -> None:
    assert [str(day) for day in days_to_prove(store)] == [
        "2023-03-05",  # a delivery's day
        "2023-04-04",  # the day before one
        "2023-04-30",  # a month's last day
        "2023-06-04",  # the day before the last delivery
        "2023-06-19",  # the day before the withdrawal; after it nothing came
    ]


def test_an_empty_store_has_no_day_to_prove(tmp_path: Path) -> None:
    assert days_to_prove(RecordStore.create(tmp_path / "empty")) == []


def test_every_household_is_proved_on_every_day_and_what_is_known_is_counted(store: RecordStore) -> None:
    proofs = prove(
        store, days_to_prove(store), [statement_of_features(Policy.load(), ["self_paid_12m"], triggers=False)]
    )
    assert [proof.leaks for proof in proofs] == [[]] * 5
    assert {proof.households for proof in proofs} == {2}
    assert [(proof.known, proof.later) for proof in proofs][:2] == [(6, 8), (6, 8)]
    assert [(proof.on_the_day, proof.on_the_next) for proof in proofs] == [(2, 0), (0, 2), (0, 0), (0, 2), (0, 2)]


@pytest.mark.parametrize("day", [DAYS[0] - dt.timedelta(days=1), dt.date(2023, 6, 20)])
def test_before_the_first_record_and_after_the_last_nothing_is_proved(store: RecordStore, day: dt.date) -> None:
    with pytest.raises(NothingProvedError, match=f"{day} 无从证明"):
        prove(store, [day], [statement_of_features(Policy.load(), ["self_paid_12m"], triggers=False)])


def test_a_training_run_s_sample_refuses_a_leak_by_its_name(store: RecordStore) -> None:
    def all_bills(records: Records, index: pl.DataFrame) -> pl.DataFrame:
        bills = records.tables["illness"].group_by("household_id").agg(pl.len().alias("all_bills"))
        return index.join(bills, on="household_id", how="left", maintain_order="left")

    honest = statement_of_features(Policy.load(), ["self_paid_12m"], triggers=False)
    (proof,) = prove_sample(store, store.versions(), [DAYS[1]], honest, seed=1)
    assert proof.households == 2
    with pytest.raises(LeakError, match=r"all_bills，户 H\d，2023-03-05"):
        prove_sample(store, store.versions(), [DAYS[1]], all_bills, seed=1)
