"""The county has the sizes that are known of real ones."""

from __future__ import annotations

import datetime as dt

import pytest

from training.simulator.magnitudes import MAGNITUDES, Magnitude, measure
from training.simulator.parameters import Parameters
from training.simulator.run import live


@pytest.fixture(scope="module")
def measured() -> dict[str, float]:
    return measure(live(12_000, 36, 3, start=dt.date(2021, 1, 1), parameters=Parameters()))


@pytest.mark.parametrize("magnitude", MAGNITUDES, ids=lambda magnitude: magnitude.name)
def test_the_county_keeps_the_magnitude(magnitude: Magnitude, measured: dict[str, float]) -> None:
    assert magnitude.low <= measured[magnitude.name] <= magnitude.high, magnitude.meaning


def test_every_trust_mark_is_one_of_those_in_use() -> None:
    assert {magnitude.trust for magnitude in MAGNITUDES} <= {"A/B", "A/K", "B", "I", "K", "set"}
