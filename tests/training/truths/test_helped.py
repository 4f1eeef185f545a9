"""Drawn offices whose truth is known: the weighted figure holds it in its interval, the naive one does not."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl

from models.lists import Capacity, Lists, Slot
from training.lists.counting import Draws, intervals_of
from training.resampling import drawn_blocks
from training.truths.helped import recall_by_audits, share_in_need

VILLAGES = 40


def draws_of(block: np.ndarray, seed: int) -> Draws:
    return Draws(block, np.vstack([np.ones((1, VILLAGES)), drawn_blocks(VILLAGES, 200, seed)]))


def helped_office(seed: int) -> tuple[float, dict[str, dict[str, float]], float]:
    """The riskier a listed household, the surer an office helps it; help keeps four in five from falling."""
    random = np.random.default_rng(seed)
    rows = 3000
    stratum = random.integers(0, 5, rows)
    would_fall = random.random(rows) < 0.05 + 0.08 * stratum
    helped = random.random(rows) < 0.3 + 0.14 * stratum
    fell = would_fall & ~(helped & (random.random(rows) < 0.8))
    block = random.integers(0, VILLAGES, rows)
    measured = share_in_need(fell, helped, stratum, block, draws_of(block, seed))
    return float(would_fall.mean()), intervals_of(measured), float(fell[~helped].mean())


def audited_office(seed: int) -> tuple[float, dict[str, dict[str, float]]]:
    """A list finds what it looks for; most need lies elsewhere, and only the audits ever see it."""
    random = np.random.default_rng(seed)
    households = 6_000
    score = random.normal(size=households)
    need = random.random(households) < 1 / (1 + np.exp(2.5 - score))
    village = random.integers(0, VILLAGES, households)
    rows = pl.DataFrame(
        {
            "household_id": [f"H{n:05d}" for n in range(households)],
            "as_of": [dt.date(2024, 6, 30)] * households,
            "region_code": [f"99010100{n % 2 + 1}{n:03d}" for n in village],
            "raw_score": score,
            "need": need,
            "block": village,
        }
    )
    visited = Lists(rows, seed).issued(Capacity(20, audit_share=0.4))
    by_score = (visited["slot"] == Slot.SCORE.value).to_numpy()
    block, found = visited["block"].to_numpy(), visited["need"].to_numpy()
    measured = recall_by_audits(by_score, found, visited["chance"].to_numpy(), block, draws_of(block, seed))
    return float((by_score & found).sum() / need.sum()), intervals_of(measured)


def holds(interval: dict[str, float], truth: float) -> bool:
    return interval["low"] <= truth <= interval["high"]


def test_who_was_helped_and_did_not_fall_is_no_false_alarm() -> None:
    offices = [helped_office(seed) for seed in range(40)]
    assert sum(holds(measured["weighted"], truth) for truth, measured, _ in offices) >= 35
    assert not any(holds(measured["naive"], truth) for truth, measured, _ in offices)
    # Looking only at those whom nobody helped is no remedy either: they are the less risky ones.
    assert all(unhelped < truth for truth, _, unhelped in offices)


def test_audits_tell_of_the_need_that_no_list_looks_for() -> None:
    offices = [audited_office(seed) for seed in range(40)]
    assert sum(holds(measured["weighted"], truth) for truth, measured in offices) >= 35
    assert not any(holds(measured["naive"], truth) for truth, measured in offices)


def test_weighting_by_hand() -> None:
    # Low risk: one of four fell, nobody helped. High risk: of two without help one fell; two were helped and did not.
    fell = np.array([True, False, False, False, True, False, False, False])
    helped = np.array([False, False, False, False, False, False, True, True])
    stratum = np.array([0, 0, 0, 0, 1, 1, 1, 1])
    block = np.zeros(8, dtype=np.int64)
    draws = Draws(block, np.ones((1, 1)))
    measured = share_in_need(fell, helped, stratum, block, draws)
    assert measured["naive"][0] == 2 / 8
    assert measured["weighted"][0] == (4 * 0.25 + 4 * 0.5) / 8
    everybody_helped = share_in_need(fell, stratum == 1, stratum, block, draws)
    assert np.isnan(everybody_helped["weighted"][0])
