"""The list itself: equal scores, the mean level, how much of it is new, and its reasons."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from tests.training.watching.counties import BEFORE, CAPACITY, MODEL, TODAY, TRAINED, county
from training.watching.lists import churn_signal, level_signal, score_signal
from training.watching.reasons import main_types, reason_drift
from training.watching.seen import RAW, Seen, on_list
from training.watching.signals import Level, held_against
from training.watching.watch import reference_day


def with_scores(day: Seen, raw: pl.Expr) -> Seen:
    frame = day.frame.with_columns(raw.cast(pl.Float64).alias(RAW))
    return replace(day, frame=frame, listed=on_list(frame, CAPACITY))


def nobody(day: dt.date) -> Seen:
    return Seen(day, county(day).frame.clear(), np.zeros(0, dtype=np.bool_))


def test_the_limit_itself_is_still_fine() -> None:
    assert held_against(0.2, 0.2) is Level.FINE
    assert held_against(0.2000001, 0.2) is Level.LOOK


def test_a_model_that_gives_everybody_one_score_is_noticed() -> None:
    told = score_signal(with_scores(county(TODAY), pl.lit(-4.0)), limit=1.0)
    assert told.level is Level.LOOK
    assert told.figure == 1.0


def test_places_decided_by_lot_are_counted_by_township() -> None:
    # In every township a few stand out; all others are equal, and the last places go by lot.
    standing_out = pl.when(pl.int_range(pl.len()).over("region_code") < 12).then(1.0).otherwise(0.0)
    told = score_signal(with_scores(county(TODAY), standing_out), limit=0.5)
    # 60 visits to 1,200 households: 48 stand out, 12 are drawn.
    assert told.figure == pytest.approx(12 / 60)
    assert told.level is Level.FINE
    assert score_signal(county(TODAY), limit=0.5).figure == pytest.approx(0.0, abs=0.1)


def test_the_share_of_the_list_that_is_new() -> None:
    assert churn_signal(county(BEFORE), county(TODAY), limit=0.1).figure == 0.0
    other = churn_signal(county(BEFORE, seed=12), county(TODAY), limit=0.5)
    assert other.level is Level.LOOK
    assert other.figure is not None
    assert other.figure > 0.8
    assert churn_signal(nobody(BEFORE), county(TODAY), limit=0.5).level is Level.CANT_TELL


def test_the_mean_probability_may_rise_and_fall_within_the_limit() -> None:
    then = county(TRAINED)
    mean = float(then.frame["probability"].to_numpy().mean())
    for times, level in ((1.4, Level.FINE), (1.6, Level.LOOK), (0.6, Level.FINE), (0.4, Level.LOOK)):
        now = replace(then, frame=then.frame.with_columns(pl.lit(mean * times).alias("probability")))
        assert level_signal(then, now, limit=0.5).level is level, times
    assert level_signal(then, nobody(TODAY), limit=0.5).level is Level.CANT_TELL


def test_main_reasons_are_shares_of_the_listed_households() -> None:
    shares = main_types(MODEL, county(TODAY))
    assert sum(shares.values()) == pytest.approx(1.0)
    assert set(main_types(MODEL, nobody(TODAY)).values()) == {0.0}


def test_reasons_shift_before_scores_do() -> None:
    assert reason_drift(MODEL, county(TRAINED), county(TODAY), limit=0.1).figure == 0.0
    # Bills vanish, incomes collapse: another risk fills the list.
    without_bills = county(
        TODAY,
        pl.lit(0.0).alias("self_paid_12m"),
        pl.lit(0.0).alias("admissions_12m"),
        (pl.col("net_income_year") / 10).alias("net_income_year"),
    )
    told = reason_drift(MODEL, county(TRAINED), without_bills, limit=0.25)
    assert told.level is Level.LOOK
    assert told.details[0]["zh"] in told.statement.zh


def test_short_lists_say_nothing_of_reasons() -> None:
    few = county(TODAY, rows=200)
    told = reason_drift(MODEL, county(TRAINED), few, limit=0.25)
    assert told.level is Level.CANT_TELL
    assert told.figure is None


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (dt.date(2024, 6, 30), dt.date(2022, 6, 30)),
        (dt.date(2022, 12, 31), dt.date(2022, 12, 31)),
        (dt.date(2023, 1, 31), dt.date(2022, 1, 31)),
        # No training date is of this month: the last one stands in.
        (dt.date(2024, 2, 29), dt.date(2022, 2, 28)),
    ],
)
def test_the_reference_is_of_the_same_month_of_the_year(as_of: dt.date, expected: dt.date) -> None:
    trained = replace(MODEL, facts={"parts": {"train": {"first": "2022-01-31", "last": "2022-12-31"}}})
    assert reference_day(trained, as_of) == expected


def test_without_a_training_date_of_the_month_the_last_one_is_the_reference() -> None:
    trained = replace(MODEL, facts={"parts": {"train": {"first": "2022-09-30", "last": "2022-12-31"}}})
    assert reference_day(trained, dt.date(2024, 6, 30)) == dt.date(2022, 12, 31)
