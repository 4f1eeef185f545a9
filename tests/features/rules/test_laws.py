"""Laws over every rule of either kind, triggers and gaps, on records drawn at random."""

from __future__ import annotations

import datetime as dt
from functools import cache

import polars as pl
import pytest

from features.frame import index_of
from features.gaps.rules import GAPS
from features.policy.loading import Policy
from features.records.gate import Records, without_later_knowledge
from features.records.tables import LABEL_TABLES
from features.registry import UNITS, chosen, with_ingredients
from features.rules import EVALUATED, Rule, evaluate, policy_behind
from features.triggers.rules import TRIGGERS
from tests.drawn_tables import POLICY
from tests.features.drawn_records import DAYS, HOUSEHOLDS, index, some_records

KINDS: dict[str, tuple[Rule, ...]] = {"triggers": TRIGGERS, "gaps": GAPS}

of_each_kind = pytest.mark.parametrize("rules", KINDS.values(), ids=list(KINDS))
every_rule = pytest.mark.parametrize(
    "rule", [rule for rules in KINDS.values() for rule in rules], ids=lambda rule: rule.column
)


@cache
def everything(rules: tuple[Rule, ...]) -> pl.DataFrame:
    return evaluate(Records(some_records()), index(), POLICY, rules)


@every_rule
def test_a_rule_is_declared_whole(rule: Rule) -> None:
    assert any("一" <= character <= "鿿" for character in rule.zh)
    assert not any("一" <= character <= "鿿" for character in rule.en)
    assert rule.unit in UNITS
    assert rule.source
    assert rule.declared_by.__name__ == rule.name
    # Rules may ask who is monitored; what else they read are features, which read no label.
    read = with_ingredients(chosen(rule.features_read)).values()
    assert not {feature.view.table for feature in read if feature.view} & LABEL_TABLES
    assert policy_behind([rule]) <= set(Policy.load().values)


@of_each_kind
def test_every_rule_is_held_against_every_household_in_order(rules: tuple[Rule, ...]) -> None:
    rows = everything(rules)
    assert dict(rows.schema) == EVALUATED
    assert rows["rule"].to_list() == [rule.name for rule in rules] * index().height
    assert rows["household_id"].to_list() == [name for name in index()["household_id"] for _ in rules]


@every_rule
def test_a_hit_is_a_value_beyond_its_threshold_and_unknown_is_none(rule: Rule) -> None:
    (rules,) = [rules for rules in KINDS.values() if rule in rules]
    held = rule.condition.comparison.holds(pl.col("value"), pl.col("threshold"))
    rows = everything(rules).filter(rule=rule.name).select("hit", held=held)
    assert rows.filter("hit")["held"].all(ignore_nulls=False)
    assert not rows.filter(~pl.col("held"))["hit"].any()
    if rule.condition.among is None:
        assert rows["hit"].to_list() == rows["held"].to_list()


@of_each_kind
def test_the_hits_alone_are_the_hits_of_all(rules: tuple[Rule, ...]) -> None:
    hits = evaluate(Records(some_records()), index(), POLICY, rules, only_hits=True)
    assert hits.equals(everything(rules).filter("hit"))
    assert hits["rule"].n_unique() > 3


@of_each_kind
@pytest.mark.parametrize("day", DAYS)
def test_what_is_learned_later_changes_nothing(rules: tuple[Rule, ...], day: dt.date) -> None:
    earlier = without_later_knowledge(some_records(), pl.lit(day))
    assert evaluate(Records(earlier), index_of(HOUSEHOLDS, day), POLICY, rules).equals(
        everything(rules).filter(as_of=day)
    )


@of_each_kind
def test_a_household_alone_is_as_it_is_in_the_batch(rules: tuple[Rule, ...]) -> None:
    for household in HOUSEHOLDS[::9]:
        only = {name: rows.filter(household_id=household) for name, rows in some_records().items()}
        alone = evaluate(Records(only), index_of([household], DAYS[1]), POLICY, rules)
        assert alone.equals(everything(rules).filter(household_id=household, as_of=DAYS[1])), household


@of_each_kind
def test_of_nobody_nothing_is_said(rules: tuple[Rule, ...]) -> None:
    assert evaluate(Records({}), index().head(0), POLICY, rules).is_empty()
    assert evaluate(Records({}), index(), POLICY, []).is_empty()
