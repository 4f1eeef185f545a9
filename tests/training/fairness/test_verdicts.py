"""Does the list serve every group equally well, and is there enough to say so."""

from __future__ import annotations

import io
import json
from typing import Any

import polars as pl
import pytest
from rich.cells import cell_len
from rich.console import Console

from models.card.verdicts import Verdict
from tests.drawn_tables import POLICY
from tests.training.drawn_audit import Drawn, drawn_rows
from training.fairness.auditing import COUNTED_IN, audit
from training.fairness.bounds import Bounds
from training.fairness.judging import Comparison, verdicts
from training.fairness.metrics import LISTED, Metric
from training.fairness.printing import print_fairness
from training.settings import Evaluation

SETTINGS = Evaluation(bootstrap=200)
BOUNDS = Bounds(
    ratios=dict.fromkeys(Metric, (0.8, 1.25)) | {Metric.PRECISION: (0.5, 2.0)}, least_disclosed=10, least_judged=20
)
MANY = Drawn(households=20_000, positive=2_000, listed=2_000, found=1_000)


def audited(groups: dict[str, Drawn], bounds: Bounds = BOUNDS) -> dict[str, Any]:
    return audit(drawn_rows(groups), SETTINGS, bounds)


def told(section: dict[str, Any], member: str) -> dict[str, Any]:
    [group] = [one for one in section["groups"] if one["members"] == [member]]
    return dict(group["metrics"])


def verdict(section: dict[str, Any], member: str, metric: Metric) -> str:
    return str(told(section, member)[metric.value]["verdict"])


def test_three_households_all_found_are_no_proof_of_fairness_and_are_in_no_file() -> None:
    section = audited({"men": MANY, "women": MANY, "three": Drawn(3, 3, 3, 3)})
    assert section["unprinted"] == 1
    assert "three" not in json.dumps(section)
    assert {tuple(group["members"]) for group in section["groups"]} == {("men",), ("women",)}


@pytest.mark.parametrize(("households", "is_told"), [(9, False), (10, True)])
def test_a_group_is_told_from_ten_households(households: int, is_told: bool) -> None:
    section = audited({"men": MANY, "women": MANY, "few": Drawn(households, 2, 2, 2)})
    assert ("few" in json.dumps(section)) is is_told


def test_a_dozen_households_all_found_are_insufficient_evidence() -> None:
    section = audited({"men": MANY, "few": Drawn(12, 12, 12, 12)})
    assert told(section, "few")["recall"]["value"]["value"] == 1
    assert {metric["verdict"] for metric in told(section, "few").values()} == {Verdict.INSUFFICIENT.value}


@pytest.mark.parametrize(("positive", "expected"), [(19, Verdict.INSUFFICIENT), (20, Verdict.OUTSIDE)])
def test_a_verdict_rests_on_so_many_households(positive: int, expected: Verdict) -> None:
    # Nobody of the group found, where half of all others are: as clear as it can be.
    section = audited({"men": MANY, "women": MANY, "few": Drawn(400, positive, 0, 0)})
    assert verdict(section, "few", Metric.RECALL) == expected.value


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (1_000, Verdict.WITHIN),
        (900, Verdict.WITHIN),
        (800, Verdict.INSUFFICIENT),  # on the bound: its interval lies on both sides
        (600, Verdict.OUTSIDE),
        (1_600, Verdict.OUTSIDE),  # the others are found too seldom
    ],
)
def test_recall_is_compared_with_that_of_all_others(found: int, expected: Verdict) -> None:
    section = audited({"men": MANY, "women": Drawn(20_000, 2_000, 2_000, found)})
    assert verdict(section, "women", Metric.RECALL) == expected.value
    assert told(section, "women")["recall"]["compared"]["value"] == pytest.approx(found / 1_000)


def test_a_group_twice_as_often_in_need_and_visited_twice_as_often_is_served_alike() -> None:
    section = audited({"men": MANY, "women": Drawn(20_000, 4_000, 4_000, 2_000)})
    selection = told(section, "women")["selection_rate"]
    assert selection["value"]["value"] == 0.2
    assert selection["compared"]["value"] == 1
    assert selection["verdict"] == Verdict.WITHIN.value


def test_a_group_in_need_that_is_not_visited_for_it_is_outside() -> None:
    section = audited({"men": MANY, "women": Drawn(20_000, 4_000, 2_000, 1_000)})
    assert verdict(section, "women", Metric.SELECTION_RATE) == Verdict.OUTSIDE.value


def test_probabilities_that_promise_one_group_twice_what_comes_are_outside() -> None:
    section = audited({"men": MANY, "women": Drawn(20_000, 2_000, 2_000, 1_000, expected=4_000)})
    calibration = told(section, "women")["calibration"]
    assert calibration["value"]["value"] == 0.5
    assert calibration["verdict"] == Verdict.OUTSIDE.value


def test_where_none_was_found_there_may_be_some() -> None:
    section = audited({"men": MANY, "few": Drawn(400, 30, 0, 0)})
    recall = told(section, "few")["recall"]
    assert recall["value"] == {"value": 0, "low": 0, "high": 0.1}  # three of thirty
    assert recall["compared"] == {"value": 0, "low": 0, "high": 0.2}


def test_a_group_without_positives_has_no_recall_and_not_the_recall_nought() -> None:
    section = audited({"men": MANY, "lucky": Drawn(400, 0, 20, 0)})
    assert told(section, "lucky")["recall"]["value"]["value"] is None
    assert verdict(section, "lucky", Metric.RECALL) == Verdict.INSUFFICIENT.value


def comparison(low: float, high: float, chance: float, *, enough: bool = True) -> Comparison:
    return Comparison({"value": (low + high) / 2, "low": low, "high": high}, chance, enough, (0.8, 1.25))


@pytest.mark.parametrize(
    ("low", "high", "enough", "expected"),
    [
        (0.8, 1.25, True, Verdict.WITHIN),
        (0.79, 1.25, True, Verdict.INSUFFICIENT),
        (0.8, 1.26, True, Verdict.INSUFFICIENT),
        (0.5, 0.8, True, Verdict.INSUFFICIENT),
        (0.5, 0.79, True, Verdict.OUTSIDE),
        (1.26, 2.0, True, Verdict.OUTSIDE),
        (0.5, 0.79, False, Verdict.INSUFFICIENT),
        (0.9, 1.1, False, Verdict.INSUFFICIENT),
        (float("nan"), float("nan"), True, Verdict.INSUFFICIENT),
    ],
)
def test_a_verdict_follows_from_where_the_whole_interval_lies(
    low: float, high: float, enough: bool, expected: Verdict
) -> None:
    assert verdicts([comparison(low, high, 0.001, enough=enough)]) == [expected]


def test_one_figure_outside_among_forty_is_what_chance_gives() -> None:
    outside = comparison(0.5, 0.79, chance=0.04)
    good = [comparison(0.9, 1.1, chance=1.0)] * 39
    assert verdicts([outside])[0] is Verdict.OUTSIDE
    assert verdicts([outside, *good])[0] is Verdict.INSUFFICIENT
    assert verdicts([comparison(0.5, 0.79, chance=0.001), *good])[0] is Verdict.OUTSIDE
    # Figures without evidence were not looked at, and make nothing else less sure.
    unseen = [comparison(0.9, 1.1, chance=1.0, enough=False)] * 39
    assert verdicts([outside, *unseen])[0] is Verdict.OUTSIDE


def test_chance_alone_puts_no_group_outside() -> None:
    groups = {f"T{n:02d}": Drawn(500, 40, 40, 20 + (n % 7 - 3) * 2) for n in range(40)}
    section = audited(groups)
    assert section["verdicts"]["outside"] == 0
    assert sum(section["verdicts"].values()) == 40 * len(Metric)


def test_every_pair_is_told_and_a_cell_too_small_within_it_is_not() -> None:
    kind = drawn_rows({"men": MANY, "women": MANY})
    n = pl.int_range(pl.len())
    rows = kind.with_columns(
        pl.when(n < 4)
        .then(pl.lit("rare"))
        .when(n % 2 == 0)
        .then(pl.lit("even"))
        .otherwise(pl.lit("odd"))
        .alias("group.parity")
    )
    section = audit(rows, SETTINGS, BOUNDS)
    pairs = {tuple(group["members"]) for group in section["groups"] if len(group["groups"]) == 2}
    assert pairs == {("men", "even"), ("men", "odd"), ("women", "even"), ("women", "odd")}
    assert section["unprinted"] == 2  # four households: by themselves, and as men
    assert "rare" not in json.dumps(section)


def test_others_who_are_too_few_are_not_given_away_by_the_ratio_to_them() -> None:
    # Eleven households moved from one group to the other in between: everybody was of the first once.
    stayed = drawn_rows({"men": MANY})
    moved = stayed[:11].with_columns(pl.lit("women").alias("group.kind"))
    section = audit(pl.concat([stayed, moved]), SETTINGS, BOUNDS)
    compared = told(section, "men")["recall"]["compared"]
    assert compared == {"value": None, "low": None, "high": None}


def test_counts_are_told_to_the_nearest_five() -> None:
    section = audited({"men": MANY, "few": Drawn(123, 47, 40, 20)})
    few = next(group for group in section["groups"] if group["members"] == ["few"])
    assert (few["households"], few["positives"]) == (125, 45)
    assert all(group[name] % COUNTED_IN == 0 for group in section["groups"] for name in ("households", "positives"))


def test_figures_are_those_of_the_rows_whatever_their_order_and_json_can_hold_them() -> None:
    rows = drawn_rows({"men": MANY, "women": Drawn(3_000, 150, 300, 60)})
    section = audit(rows, SETTINGS, BOUNDS)
    women = told(section, "women")
    assert [women[metric.value]["value"]["value"] for metric in Metric] == [0.4, 0.2, 0.1, 1.0]
    assert section["overall"]["recall"]["value"] == round(1_060 / 2_150, 3)
    assert json.dumps(audit(rows.reverse(), SETTINGS, BOUNDS), allow_nan=False) == json.dumps(section, allow_nan=False)


def test_every_interval_holds_its_value() -> None:
    section = audited({"men": MANY, "women": Drawn(3_000, 150, 300, 60), "few": Drawn(40, 4, 8, 0)})
    for group in section["groups"]:
        for metric in group["metrics"].values():
            for figure in (metric["value"], metric["compared"]):
                if figure["value"] is not None:
                    assert figure["low"] <= figure["value"] <= figure["high"]


def test_bounds_come_from_policy_with_their_inverse() -> None:
    rows = drawn_rows({"men": MANY, "women": MANY})
    assert Bounds.for_rows(POLICY, rows).ratios[Metric.RECALL] == (0.8, 1.25)
    assert Bounds.for_rows(POLICY, rows).least_disclosed == 10


def test_the_page_speaks_chinese_first_and_fits_a_terminal() -> None:
    section = {"visits_per_hundred": 1.0, **audited({"men": MANY, "women": Drawn(20_000, 2_000, 2_000, 600)})}
    out = io.StringIO()
    print_fairness(section, Console(file=out, width=100))
    lines = out.getvalue().splitlines()
    assert lines[0].startswith("公平性")
    assert all(cell_len(line) <= 100 for line in lines)
    assert "0.300 ✗" in out.getvalue()


def test_rows_are_audited_by_the_list_and_not_by_the_score() -> None:
    rows = drawn_rows({"men": MANY, "women": MANY})
    nobody = rows.with_columns(pl.lit(value=False).alias(LISTED))
    assert told(audit(nobody, SETTINGS, BOUNDS), "women")["recall"]["value"]["value"] == 0
