"""What is new in a delivery, told in small tables."""

from __future__ import annotations

import datetime as dt

import polars as pl

from features.records.store.repeats import novelty

NOTHING = pl.DataFrame(
    schema={
        "household_id": pl.String,
        "record_id": pl.String,
        "event_date": pl.Date,
        "known_date": pl.Date,
        "arrival": pl.Int32,
        "delivery_id": pl.String,
        "source_row": pl.Int32,
        "amount_yuan": pl.Float64,
    }
)


def rows(*told: tuple[str, str, float | None], household: str = "H1") -> pl.DataFrame:
    """(fact, known date, amount) in the order of delivery."""
    return pl.DataFrame(
        [
            (household, fact, dt.date(2024, 1, 1), dt.date.fromisoformat(known), None, "d", position, amount)
            for position, (fact, known, amount) in enumerate(told)
        ],
        schema=NOTHING.schema,
        orient="row",
    )


def kept(new: pl.DataFrame, stored: pl.DataFrame = NOTHING) -> list[tuple[str, str, float | None]]:
    fresh = novelty(new, stored).fresh.select("record_id", pl.col("known_date").cast(pl.String), "amount_yuan")
    return fresh.rows()


def test_the_first_word_is_kept_and_its_repetitions_are_not() -> None:
    assert kept(rows(("a", "2024-02-05", 1), ("a", "2024-03-05", 1), ("a", "2024-04-05", 1))) == [
        ("a", "2024-02-05", 1)
    ]


def test_a_change_and_a_change_back_are_both_kept() -> None:
    told = [("a", "2024-02-05", 1), ("a", "2024-03-05", 2), ("a", "2024-04-05", 1)]
    assert kept(rows(*told)) == told


def test_unknown_is_a_value_of_its_own() -> None:
    told: list[tuple[str, str, float | None]] = [("a", "2024-02-05", 0), ("a", "2024-03-05", None)]
    assert kept(rows(*told)) == told


def test_what_the_store_knows_is_not_new() -> None:
    assert kept(rows(("a", "2024-03-05", 1)), rows(("a", "2024-02-05", 1))) == []


def test_the_version_then_valid_counts_not_the_newest() -> None:
    stored = rows(("a", "2024-02-05", 1), ("a", "2024-04-05", 2))
    assert kept(rows(("a", "2024-03-05", 1)), stored) == []
    assert kept(rows(("a", "2024-03-05", 2)), stored) == [("a", "2024-03-05", 2)]


def test_an_earlier_day_of_a_known_value_is_new() -> None:
    assert kept(rows(("a", "2024-01-05", 1)), rows(("a", "2024-02-05", 1))) == [("a", "2024-01-05", 1)]


def test_of_one_day_s_words_the_last_holds() -> None:
    assert kept(rows(("a", "2024-02-05", 1), ("a", "2024-02-05", 2))) == [("a", "2024-02-05", 2)]


def test_the_same_fact_of_another_household_is_another_fact() -> None:
    assert kept(rows(("a", "2024-02-05", 1), household="H2"), rows(("a", "2024-02-05", 1))) == [("a", "2024-02-05", 1)]


def test_the_order_of_delivery_is_kept() -> None:
    told = [("c", "2024-02-05", 1), ("a", "2024-02-05", 1), ("b", "2024-01-05", 1)]
    assert kept(rows(*told)) == told


def test_of_two_deliveries_of_one_day_each_keeps_its_word() -> None:
    one, other = rows(("a", "2024-02-05", 1)), rows(("a", "2024-02-05", 2)).with_columns(delivery_id=pl.lit("e"))
    assert kept(pl.concat([one, other])) == [("a", "2024-02-05", 1), ("a", "2024-02-05", 2)]
