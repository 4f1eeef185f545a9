"""The proof finds what reads past the gate, names it, and says when it proved nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import polars as pl
import pytest

from features.frame import index_of
from features.frame.context.counting import with_own_context
from features.policy.loading import Policy
from features.proofs.leaks.later import Later
from features.proofs.leaks.proof import (
    DayProof,
    LeakError,
    NothingProvedError,
    Statement,
    compare,
    count,
    statement_of_features,
)
from features.records.gate import Records
from features.registry import features
from features.triggers.rules import TRIGGERS
from tests.drawn_tables import drawn
from tests.features.drawn_records import HOUSEHOLDS, some_records

DAY = dt.date(2023, 6, 30)

BILLS = """
    household_id | record_id | event_date | known_date | person_id | setting   | self_paid_yuan
    H1           | S1        | 2023-06-01 | 2023-06-05 | P1        | inpatient | 100
    H1           | S2        | 2023-06-20 | 2023-07-05 | P1        | inpatient | 3000
    H1           | S1        | 2023-06-01 | 2023-08-05 | P1        | inpatient | 90
    H2           | S1        | 2023-05-01 | 2023-06-05 | P2        | inpatient | 7
"""


def proved(statement: Statement, day: dt.date = DAY, **tables: pl.DataFrame) -> DayProof:
    households = pl.concat(rows["household_id"] for rows in tables.values()).unique().sort()
    proof = DayProof(day)
    count(proof, tables)
    compare(proof, tables, index_of(households, day), statement)
    return proof


def from_bills(feature: Callable[[pl.DataFrame], pl.DataFrame]) -> Statement:
    """A feature that helps itself to the rows of bills, each household with `value`."""

    def feature_of_bills(records: Records, index: pl.DataFrame) -> pl.DataFrame:
        values = feature(records.versions["illness"])
        return index.join(values, on="household_id", how="left", maintain_order="left").select(
            "household_id", "as_of", "value"
        )

    return feature_of_bills


def what_happened_by_the_day(bills: pl.DataFrame) -> pl.DataFrame:
    happened = bills.filter(pl.col("event_date") <= DAY)
    return happened.group_by("household_id").agg(pl.col("self_paid_yuan").sum().alias("value"))


def what_is_said_now_of_what_was_known(bills: pl.DataFrame) -> pl.DataFrame:
    known_facts = bills.filter(pl.col("event_date") < dt.date(2023, 6, 10))
    last_word = known_facts.sort("known_date").unique(["household_id", "record_id"], keep="last")
    return last_word.group_by("household_id").agg(pl.col("self_paid_yuan").sum().alias("value"))


def what_was_corrected_since(bills: pl.DataFrame) -> pl.DataFrame:
    """Each row may know the day on which it is superseded; a feature that looks at it sees the future."""
    return bills.group_by("household_id").agg(pl.col("superseded_on").is_not_null().any().alias("value"))


@pytest.mark.parametrize(
    "leaking", [what_happened_by_the_day, what_is_said_now_of_what_was_known, what_was_corrected_since]
)
def test_a_feature_that_reads_past_the_gate_is_named_with_household_and_day(leaking) -> None:
    proof = proved(from_bills(leaking), illness=drawn("illness", BILLS))
    assert {(leak.name, leak.household_id, leak.as_of) for leak in proof.leaks} >= {("value", "H1", DAY)}
    with pytest.raises(LeakError, match=r"value，户 H1，2023-06-30"):
        proof.require_no_leak()


@pytest.mark.parametrize(
    ("visible", "ways"),
    [
        (pl.col("known_date") <= DAY, set()),
        # A day too early is no leak, but it is not what the county knew: rows moved onto the very day tell.
        (pl.col("known_date") < DAY, {Later.ON_THE_DAY}),
        # A day too late lets in what comes on the next day.
        (pl.col("known_date") <= DAY + dt.timedelta(days=1), {Later.ALTERED, Later.ON_THE_DAY}),
    ],
)
def test_the_edge_is_proved_although_no_row_was_delivered_on_it(visible: pl.Expr, ways: set[Later]) -> None:
    def counted(bills: pl.DataFrame) -> pl.DataFrame:
        seen = bills.filter(visible, pl.col("superseded_on").is_null() | (pl.col("superseded_on") > DAY))
        return seen.group_by("household_id").agg(pl.col("self_paid_yuan").sum().alias("value"))

    proof = proved(from_bills(counted), illness=drawn("illness", BILLS))
    assert (proof.on_the_day, proof.on_the_next) == (0, 0)
    assert {leak.how for leak in proof.leaks} == ways


def test_the_proof_counts_what_lies_on_its_edge() -> None:
    bills = drawn("illness", BILLS)
    for day, known, on_the_day, on_the_next in [
        ("2023-06-04", 0, 0, 2),
        ("2023-06-05", 2, 2, 0),
        ("2023-07-04", 2, 0, 1),
    ]:
        proof = DayProof(dt.date.fromisoformat(day))
        count(proof, {"illness": bills})
        assert (proof.known, proof.later) == (known, 4 - known)
        assert (proof.on_the_day, proof.on_the_next) == (on_the_day, on_the_next)


@pytest.mark.parametrize(
    ("day", "told"), [("2023-06-04", "当日及以前没有任何记录"), ("2023-08-05", "其后没有任何记录")]
)
def test_a_proof_over_nothing_says_so(day: str, told: str) -> None:
    proof = DayProof(dt.date.fromisoformat(day))
    count(proof, {"illness": drawn("illness", BILLS)})
    with pytest.raises(NothingProvedError, match=told):
        proof.require_something()


def test_minus_zero_is_not_zero() -> None:
    """To the bit: a sum that comes out as minus zero in another order is a difference."""

    def signed(bills: pl.DataFrame) -> pl.DataFrame:
        return bills.group_by("household_id").agg(
            pl.when(pl.len() > 2).then(-0.0).otherwise(0.0).first().alias("value")
        )

    assert proved(from_bills(signed), illness=drawn("illness", BILLS)).differences > 0


def test_every_feature_and_trigger_stands_every_way_of_learning_later() -> None:
    proof = DayProof(DAY)
    compare(proof, some_records(), index_of(HOUSEHOLDS, DAY), statement_of_features(Policy.load()))
    assert proof.leaks == []


def test_no_feature_escapes_the_proof() -> None:
    """Behind a gate that hides nothing every single feature and trigger is found."""
    statement = statement_of_features(Policy.load())

    def without_gate(records: Records, index: pl.DataFrame) -> pl.DataFrame:
        long_known = pl.lit(dt.date(2000, 1, 1)).alias("known_date")
        always_known = {name: rows.with_columns(long_known) for name, rows in records.tables.items()}
        return statement(with_own_context(always_known, [DAY]), index)

    proof = DayProof(DAY)
    compare(proof, some_records(), index_of(HOUSEHOLDS, DAY), without_gate)
    found = {leak.name for leak in proof.leaks}
    assert set(features()) - found == set()
    assert {f"trigger.{trigger.name}" for trigger in TRIGGERS} - found == set()
