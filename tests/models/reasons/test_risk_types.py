"""One sum over the features of an official risk type, wherever the main risk is told."""

from __future__ import annotations

import numpy as np
import pytest

from features.registry import chosen
from features.vocabulary import RiskType
from models.reasons import main_risk_types, raising, sums_by_risk_type
from tests.models.small_model import NAMES, frame, model

KINDS = list(RiskType)


def sums(**by_type: float) -> np.ndarray:
    return np.array([[by_type.get(kind.value, 0.0) for kind in KINDS]])


def main(**by_type: float) -> list[RiskType]:
    return main_risk_types(raising(sums(**by_type)).to_list()[0])


def test_everything_that_the_features_of_a_type_add_or_take_away_is_in_its_sum() -> None:
    declared = chosen(NAMES)
    contributions = np.array([[0.5, -0.25, 1.0, 2.0]])
    summed = dict(zip(KINDS, sums_by_risk_type(NAMES, contributions)[0], strict=True))
    for kind in KINDS:
        of_kind = [
            amount for name, amount in zip(NAMES, contributions[0], strict=True) if declared[name].risk_type is kind
        ]
        assert summed[kind] == pytest.approx(sum(of_kind))
    assert sum(summed.values()) == pytest.approx(contributions.sum())
    assert summed[RiskType.ILLNESS] == 2.5


def test_a_household_alone_has_the_bits_that_it_has_among_others() -> None:
    contributions = model().contributions(frame())
    among = sums_by_risk_type(NAMES, contributions)
    assert all(np.array_equal(sums_by_risk_type(NAMES, contributions[n : n + 1])[0], among[n]) for n in range(400))


def test_types_that_raise_are_told_strongest_first_and_the_others_not_at_all() -> None:
    told = raising(sums(illness=0.5, education=1.5, water=-2.0, disability=0.5)).to_list()[0]
    assert told == [
        {"risk_type": "education", "contribution": 1.5},
        {"risk_type": "disability", "contribution": 0.5},
        {"risk_type": "illness", "contribution": 0.5},
    ]
    assert raising(sums(water=-1.0)).to_list() == [[]]
    assert raising(np.empty((0, len(KINDS)))).len() == 0


def test_three_types_at_most_are_main_ones_and_a_trifle_is_none() -> None:
    assert main(illness=4.0, education=3.0, water=2.0, disability=1.0) == [
        RiskType.ILLNESS,
        RiskType.EDUCATION,
        RiskType.WATER,
    ]
    assert main(illness=1.0, education=0.1, water=0.099) == [RiskType.ILLNESS, RiskType.EDUCATION]
    assert main() == []


def test_others_are_named_only_where_nothing_else_is() -> None:
    assert main(other=2.0, illness=0.3) == [RiskType.ILLNESS]
    assert main(other=2.0) == [RiskType.OTHER]
    assert main(other=2.0, illness=0.1) == [RiskType.OTHER]
