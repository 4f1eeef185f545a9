"""Every contender that learns: the same laws."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import polars as pl
import pytest
from sklearn.metrics import roc_auc_score

from features.registry import chosen
from models.reasons import LARGEST_RESIDUAL
from models.risk_model import matrix_of
from tests.training.drawn_matrix import FEATURES, experiment, matrix, parts
from training.contenders.contender import Fitted
from training.contenders.names import BOOSTING, ONE_TRIGGER, name_of
from training.contenders.registry import CONTENDERS, contenders_of
from training.contenders.rules import last_list, random_scores
from training.settings import Opponent

TRAIN, LATER, TEST = parts(matrix())
LEARNING = [name for name, contender in CONTENDERS.items() if contender.shippable]


@pytest.fixture(scope="module")
def fitted() -> dict[str, Fitted]:
    return {name: CONTENDERS[name].fit(TRAIN, LATER, experiment()) for name in LEARNING}


def test_every_contender_has_a_name_and_naming_it_loads_nothing_that_learns() -> None:
    assert [method for method in CONTENDERS if name_of(method) == (method, method)] == []
    # In a process of its own: this one has loaded them all.
    loads = "import sys, training.contenders.names; print(*{'lightgbm', 'sklearn', 'scipy'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", loads], check=True, capture_output=True, text=True).stdout == "\n"


def test_an_experiment_fits_the_trees_and_the_opponents_that_it_names() -> None:
    settings = experiment()
    named = settings.evaluation.model_copy(update={"opponents": (Opponent.RANDOM, Opponent.EACH_TRIGGER)})
    methods = contenders_of(settings.model_copy(update={"evaluation": named}))
    assert methods[0] == BOOSTING
    assert all(method.startswith(ONE_TRIGGER) for method in methods[1:])
    assert len(methods) == 1 + sum(name.startswith(ONE_TRIGGER) for name in CONTENDERS)
    every = contenders_of(settings)
    assert set(every) == set(CONTENDERS)
    assert len(every) == len(set(every))


@pytest.mark.parametrize("name", LEARNING)
def test_what_was_learned_holds_later(fitted: dict[str, Fitted], name: str) -> None:
    assert roc_auc_score(TEST["label"], fitted[name].scores(TEST)) > (0.6 if name == Opponent.INCOME else 0.75)


@pytest.mark.parametrize("name", LEARNING)
def test_its_log_odds_are_those_of_all_rows_though_it_saw_a_sample(fitted: dict[str, Fitted], name: str) -> None:
    told = 1 / (1 + np.exp(-fitted[name].scores(TRAIN)))
    assert told.mean() == pytest.approx(TRAIN["label"].to_numpy().mean(), rel=0.15)


@pytest.mark.parametrize("name", LEARNING)
def test_its_explanations_rebuild_its_scores(fitted: dict[str, Fitted], name: str) -> None:
    scorer = fitted[name].scorer
    numbers = matrix_of(TEST, scorer.features)
    rebuilt = scorer.contributions(numbers).sum(axis=1) + scorer.base_value
    assert np.abs(rebuilt - scorer.raw_score(numbers)).max() <= LARGEST_RESIDUAL


@pytest.mark.parametrize("name", LEARNING)
@pytest.mark.parametrize("constant", [0.1, 3.0])
def test_what_never_varied_in_training_says_nothing_of_a_household_in_which_it_does(name: str, constant: float) -> None:
    # A rounding error of its mean is no spread to divide by: the logistic regression once gave such a household -3e13.
    same = pl.lit(constant, pl.Float32).alias("persons")
    scores = CONTENDERS[name].fit(TRAIN.with_columns(same), LATER.with_columns(same), experiment()).scores(TEST)
    assert np.abs(scores).max() < 30


@pytest.mark.parametrize("name", LEARNING)
def test_the_same_rows_give_the_same_scorer(fitted: dict[str, Fitted], name: str) -> None:
    again = CONTENDERS[name].fit(TRAIN, LATER, experiment())
    assert again.scorer == fitted[name].scorer


@pytest.mark.parametrize("name", LEARNING)
def test_the_order_of_what_is_scored_does_not_matter(fitted: dict[str, Fitted], name: str) -> None:
    assert np.array_equal(fitted[name].scores(TEST.reverse())[::-1], fitted[name].scores(TEST))


@pytest.mark.parametrize("name", LEARNING)
def test_a_feature_that_nobody_ever_stated_does_no_harm(name: str) -> None:
    nobody = pl.lit(None, dtype=pl.Float32)
    train, later, test = (part.with_columns(admissions_12m=nobody) for part in (TRAIN, LATER, TEST))
    assert np.isfinite(CONTENDERS[name].fit(train, later, experiment()).scores(test)).all()


@pytest.mark.parametrize("name", [BOOSTING, "scorecard", "explainable_boosting"])
def test_risk_moves_only_in_the_declared_directions(fitted: dict[str, Fitted], name: str) -> None:
    scorer = fitted[name].scorer
    for feature in chosen(FEATURES).values():
        if not feature.monotone or feature.name not in scorer.features:
            continue
        rising = pl.Series(np.sort(TEST[feature.name].drop_nulls().to_numpy())[::50], dtype=pl.Float32)
        one = TEST.filter(pl.col("self_paid_12m").is_not_null()).head(1)
        rows = pl.concat([one] * len(rising)).with_columns(rising.alias(feature.name))
        steps = np.diff(fitted[name].scores(rows)) * feature.monotone
        assert steps.min() >= -1e-9
    assert {"net_income_year", "self_paid_12m"} <= set(scorer.features)


def test_the_regression_learns_from_debts_and_from_what_is_not_stated(fitted: dict[str, Fitted]) -> None:
    one = TEST.filter(pl.col("self_paid_12m") > 0).head(1)
    rows = pl.concat([one.with_columns(net_income_year=20_000.0), one.with_columns(net_income_year=-20_000.0)]).cast(
        {"net_income_year": pl.Float32}
    )
    usual, silent = (rows.with_columns(self_paid_12m=pl.lit(bill, dtype=pl.Float32)) for bill in (500.0, None))
    rich, indebted = fitted["logistic"].scores(usual)
    assert rich < indebted
    assert rich < fitted["logistic"].scores(silent)[0]


def test_the_poorest_come_first_and_an_unknown_income_in_the_middle(fitted: dict[str, Fitted]) -> None:
    middle = TRAIN["net_income_per_person"].median()
    told = pl.DataFrame({"net_income_per_person": [9000.0, None, 100.0, 20000.0, -500.0]}).cast(pl.Float32)
    assert np.argsort(-fitted["income"].scores(told), kind="stable").tolist() == [4, 2, 1, 0, 3]
    stands = pl.DataFrame({"net_income_per_person": [middle]}).cast(pl.Float32)
    assert fitted["income"].scores(stands)[0] == pytest.approx(fitted["income"].scores(told)[1], abs=1e-6)


def test_the_poorest_come_first_even_where_the_rows_say_otherwise() -> None:
    turned = TRAIN.with_columns(net_income_per_person=-pl.col("net_income_per_person"))
    told = pl.DataFrame({"net_income_per_person": [9000.0, 3000.0]}).cast(pl.Float32)
    rich, poor = CONTENDERS["income"].fit(turned, LATER, experiment()).scores(told)
    assert poor > rich


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("triggers", [3.0, 1.0, 0.0, 0.0]),
        ("triggers_any", [1.0, 1.0, 0.0, 0.0]),
        ("trigger:medical_burden", [1, 0, 0, 1]),
    ],
)
def test_rules_order_households_as_they_are_hit(name: str, order: list[float]) -> None:
    rows = pl.DataFrame({"hits": [3, 1, 0, 0], "trigger.medical_burden": [True, False, None, True]})
    scores = CONTENDERS[name].fit(TRAIN, LATER, experiment()).scores(rows)
    for one in range(4):
        for other in range(4):
            assert np.sign(scores[one] - scores[other]) == np.sign(order[one] - order[other])


def test_last_month_s_list_is_that_of_the_date_before_and_a_newcomer_comes_last() -> None:
    rows = pl.DataFrame(
        {
            "household_id": ["A", "B", "A", "B", "C", "A"],
            "as_of": ["2024-01-31", "2024-01-31", "2024-02-29", "2024-02-29", "2024-02-29", "2024-04-30"],
        }
    ).with_columns(pl.col("as_of").str.to_date())
    carried = last_list(rows, np.array([-1.0, -2.0, -5.0, -3.0, -0.5, -9.0]))
    assert carried[2:4].tolist() == [-1.0, -2.0]
    assert carried[4] < -9.0
    assert carried[5] == -5.0  # of February, since March has no list
    assert carried[0] == carried[1] == carried[4]  # nobody was scored before the first date


def test_chance_knows_nothing() -> None:
    scores = random_scores(TEST, 7)
    assert roc_auc_score(TEST["label"], scores) == pytest.approx(0.5, abs=0.05)
    assert len(np.unique(scores)) > 0.99 * TEST.height


def test_what_ships_reads_features_alone(fitted: dict[str, Fitted]) -> None:
    for made in fitted.values():
        assert set(made.scorer.features) <= set(chosen(None))
