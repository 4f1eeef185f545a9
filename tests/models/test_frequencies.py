"""A probability is told in whole households, with its ends where they say something else."""

from __future__ import annotations

import pytest

from models.frequencies import in_frequencies


@pytest.mark.parametrize(
    ("probability", "low", "high", "zh", "en"),
    [
        (0.707, 0.62, 0.78, "这样的户每10户约有7户（6至8户）", "of 10 such households about 7 (6 to 8)"),
        (0.707, 0.69, 0.72, "这样的户每10户约有7户", "of 10 such households about 7"),
        (0.12, 0.1, 0.15, "这样的户每100户约有12户（10至15户）", "of 100 such households about 12 (10 to 15)"),
        (0.004, None, None, "这样的户每1000户约有4户", "of 1,000 such households about 4"),
        (0.0002, 0.0001, 0.0009, "这样的户每1000户不到1户", "of 1,000 such households less than one"),
        (0.9999, None, None, "这样的户每10户约有10户", "of 10 such households about 10"),
    ],
)
def test_a_probability_in_whole_households(probability, low, high, zh: str, en: str) -> None:
    told = in_frequencies(probability, low, high)
    assert (told.zh, told.en) == (zh, en)
