"""Laws over every rule of the safety net, on records drawn at random."""

from __future__ import annotations

import polars as pl
import pytest

from features.frame import index_of
from features.gaps.finding import gap_policy, gaps_found
from features.gaps.rules import GAPS
from features.policy.loading import Policy
from features.records.gate import Records, without_later_knowledge
from features.records.tables import LABEL_TABLES
from features.registry import UNITS, chosen
from tests.drawing import POLICY
from tests.features.at_random import DAYS, HOUSEHOLDS, index, some_records


@pytest.fixture(scope="module")
def everything() -> pl.DataFrame:
    return gaps_found(Records(some_records()), index(), POLICY)


@pytest.mark.parametrize("day", DAYS)
def test_what_is_learned_later_changes_nothing(everything: pl.DataFrame, day) -> None:
    earlier = without_later_knowledge(some_records(), pl.lit(day))
    assert gaps_found(Records(earlier), index_of(HOUSEHOLDS, day), POLICY).equals(everything.filter(as_of=day))


def test_a_household_alone_is_as_it_is_in_the_batch(everything: pl.DataFrame) -> None:
    for household in HOUSEHOLDS[::9]:
        only = {name: rows.filter(household_id=household) for name, rows in some_records().items()}
        alone = gaps_found(Records(only), index_of([household], DAYS[1]), POLICY)
        assert alone.equals(everything.filter(household_id=household, as_of=DAYS[1])), household


def test_a_gap_says_what_was_found_against_which_limit(everything: pl.DataFrame) -> None:
    assert everything.height > 0
    assert everything.select(pl.all().exclude("region_code").is_null().any()).row(0) == (False,) * 5
    by_id = {gap.id: gap for gap in GAPS}
    for row in everything.iter_rows(named=True):
        comparison = by_id[row["gap"]].condition.comparison
        held = pl.select(comparison.holds(pl.lit(row["value"]), pl.lit(row["threshold"]))).item()
        assert held, row


def test_rules_are_declared_whole() -> None:
    assert len({gap.id for gap in GAPS}) == len({gap.sheet for gap in GAPS}) == len(GAPS)
    for gap in GAPS:
        assert len(gap.sheet) <= 31
        assert gap.unit in UNITS
        assert all([gap.zh, gap.en, gap.value_zh, gap.value_en, gap.source, gap.check_zh, gap.check_en])
        # Rules may ask who is monitored; what else they read are features, which read no label.
        assert not {declared.view.table for declared in chosen(_features(gap)).values() if declared.view} & LABEL_TABLES
    assert gap_policy() <= set(Policy.load().values)


def _features(gap) -> set[str]:
    return {name for name in gap.reads if not name.startswith("policy.")}
