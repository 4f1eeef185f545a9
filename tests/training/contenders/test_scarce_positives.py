"""Few positives: all of them teach, samples of negatives stand for the rest, and too few are refused."""

from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest

from models.risk_model import matrix_of
from models.scorers import Trees
from tests.drawn_tables import POLICY
from tests.training.drawn_matrix import FEATURES, MONTHS, experiment, matrix, parts
from training.contenders.bagging import FEWEST_TO_STOP_BY, fitted_bag, shift_to
from training.contenders.registry import CONTENDERS
from training.contenders.sampling import sampled
from training.contenders.scarcity import TooFewPositivesError, require_positives
from training.contenders.search import earlier_and_judges, searched, worth

TRAIN, LATER, TEST = parts(matrix())


def test_a_sample_holds_all_positives_and_so_many_negatives_for_each() -> None:
    sample = sampled(TRAIN, 3, seed=1)
    positives = int(TRAIN["label"].sum())
    assert int(sample.label.sum()) == positives
    assert sample.rows.height == 4 * positives
    assert sample.rows["as_of"].is_sorted()
    assert sample.rows.unique(["household_id", "as_of"]).height == sample.rows.height


def test_a_sample_weighs_as_much_as_what_it_stands_for() -> None:
    sample = sampled(TRAIN, 3, seed=1)
    assert sample.weight.sum() == pytest.approx(TRAIN.height)
    label = TRAIN["label"].to_numpy()
    assert sample.offset == pytest.approx(np.log(3 * (label == 1).sum() / (label == 0).sum()))
    assert sampled(TRAIN, 3, seed=2).rows.equals(sample.rows) is False


@pytest.mark.parametrize("every", [None, 10_000])
def test_all_rows_are_a_sample_too(every: int | None) -> None:
    sample = sampled(TRAIN, every, seed=1)
    assert sample.rows.equals(TRAIN)
    assert sample.offset == 0


def test_each_booster_of_a_bag_has_its_own_negatives() -> None:
    # Nothing else is drawn: boosters of the same rows would be the same.
    settings = experiment(bags=3, negatives_per_positive=2, row_share=1.0, feature_share=1.0)
    made = CONTENDERS["boosting"].fit(TRAIN, LATER, settings).scorer
    assert isinstance(made, Trees)
    matrix = matrix_of(TEST, FEATURES)
    one, other, third = (Trees(FEATURES, (text,)).raw_score(matrix) for text in made.texts)
    assert np.abs(one - other).max() > 0.01
    assert np.abs(other - third).max() > 0.01


def test_a_booster_stops_where_later_rows_no_longer_gain() -> None:
    eager = {"rounds": 60, "learning_rate": 0.5, "leaves": 15, "rows_in_leaf": 1, "l2": 0.0, "stop_after": 5}
    fitted = CONTENDERS["boosting"].fit(TRAIN, LATER, experiment(**eager))
    assert max(fitted.notes["rounds"]) < 40
    assert isinstance(fitted.scorer, Trees)
    assert [booster.current_iteration() for booster in fitted.scorer.boosters] == fitted.notes["rounds"]
    unstopped = CONTENDERS["boosting"].fit(TRAIN, LATER, experiment(**{**eager, "stop_after": 0, "rounds": 45}))
    assert unstopped.notes["rounds"] == [45, 45]


def test_what_decides_when_to_stop_is_not_the_share_of_positives_that_was_drawn() -> None:
    # The share of positives of one sample, in log-odds, is that of another once shifted: nothing is left to learn of it.
    learned, later = sampled(TRAIN, 2, seed=1), sampled(TRAIN, 7, seed=2)
    odds = [np.log(sample.label.mean() / (1 - sample.label.mean())) for sample in (learned, later)]
    assert odds[0] + shift_to(later, learned) == pytest.approx(np.full(later.rows.height, odds[1]))
    assert odds[0] - odds[1] > 1


def test_too_few_later_positives_stop_nothing() -> None:
    few = pl.concat(
        [LATER.filter(pl.col("label") == 0), LATER.filter(pl.col("label") == 1).head(FEWEST_TO_STOP_BY - 1)]
    )
    assert CONTENDERS["boosting"].fit(TRAIN, few, experiment(stop_after=1)).notes["rounds"] == [20, 20]


def test_too_few_different_households_are_refused_with_what_to_do() -> None:
    # Five positive rows of four households: one fell ill and was a positive twice.
    positive = TRAIN.filter(pl.col("label") == 1).unique("household_id", keep="first", maintain_order=True).head(5)
    require_positives(positive, POLICY)
    names = positive["household_id"].to_list()
    twice = positive.with_columns(household_id=pl.Series([*names[:4], names[0]]))
    with pytest.raises(TooFewPositivesError, match=r"4户.*4 households.*at least 5.*longer history"):
        require_positives(twice, POLICY)
    with pytest.raises(TooFewPositivesError, match="0 households"):
        require_positives(TRAIN.clear(), POLICY)


def test_a_search_looks_at_the_train_part_s_last_dates_a_horizon_after_those_that_teach() -> None:
    found = earlier_and_judges(TRAIN.filter(pl.col("as_of") <= MONTHS[9]), experiment())
    assert found is not None
    learn, judge = found
    assert judge["as_of"].unique().sort().to_list() == list(MONTHS[7:10])
    # Outcomes of 31 March end on 30 September, after the first day that judges.
    assert learn["as_of"].max() == MONTHS[1]
    assert judge["as_of"].min() == MONTHS[7]


def test_a_search_tries_the_experiment_s_own_settings_first_and_tells_its_trials() -> None:
    settings = experiment(search_minutes=5, search_trials=3)
    found = searched(TRAIN, settings)
    assert [one["trial"] for one in found.trials] == [0, 1, 2]
    assert found.trials[0]["leaves"] == settings.model.leaves
    best = max(found.trials, key=lambda one: one["value"])
    assert found.settings.leaves == best["leaves"]
    assert found.settings.bags == settings.model.bags
    assert json.loads(json.dumps(found.as_dict())) == found.as_dict()
    assert searched(TRAIN, settings) == found


def test_a_search_without_enough_to_judge_by_says_so_and_changes_nothing() -> None:
    settings = experiment(search_minutes=1)
    found = searched(TRAIN.filter(pl.col("as_of") == MONTHS[0]), settings)
    assert found.settings == settings.model
    assert found.trials == []
    assert "too short" in found.why_not


def test_what_is_sought_is_order_at_the_top() -> None:
    judged = sampled(TEST, 3, seed=1)
    perfect, blind = judged.label, -judged.label
    assert worth(perfect, judged) > 0.5
    assert worth(perfect, judged) > worth(np.random.default_rng(1).random(len(perfect)), judged) > worth(blind, judged)


def test_with_shuffled_outcomes_there_is_nothing_to_learn() -> None:
    from sklearn.metrics import roc_auc_score

    # Everywhere: trees held to the declared directions find true outcomes even after learning from noise.
    train, later, test = parts(matrix().with_columns(pl.col("label").shuffle(seed=5)))
    bag = fitted_bag(train, sampled(later, 50, 1), experiment().model, FEATURES)
    assert roc_auc_score(test["label"], bag.trees.raw_score(matrix_of(test, FEATURES))) == pytest.approx(0.5, abs=0.08)
