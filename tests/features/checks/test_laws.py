"""Laws over all checks: a new one is tested the day it is written."""

from __future__ import annotations

import dataclasses
import datetime as dt
import importlib
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from features.checks.finding import FINDINGS, find
from features.checks.registry import CheckDeclarationError, NoSuchCheckError, check, checks
from features.checks.wording import Kind, Severity, Subject, Theme
from features.records.gate import Records, without_later_knowledge
from features.registry import features
from tests.drawn_tables import POLICY
from tests.features.checks.stories import Story
from tests.features.drawn_records import DAYS, HOUSEHOLDS, some_records

ALL = checks()
ACROSS = [one.id for one in ALL.values() if one.subject is Subject.ACROSS]
INSIDE = [one.id for one in ALL.values() if one.subject is not Subject.ACROSS]


@cache
def findings(day: dt.date) -> pl.DataFrame:
    return find(Records(some_records()), day, POLICY)


@cache
def stories() -> list[Story]:
    modules = sorted(path.stem for path in Path(__file__).parent.glob("test_*.py"))
    found = [
        importlib.import_module(f"tests.features.checks.{name}") for name in modules if name != Path(__file__).stem
    ]
    return [story for module in found for story in getattr(module, "STORIES", [])]


def test_every_check_has_a_story_of_a_hit_and_one_of_a_near_miss() -> None:
    for hit in (True, False):
        assert {story.check for story in stories() if story.hit is hit} == set(ALL)


def test_there_are_forty_checks_or_more_in_every_theme_and_of_both_kinds() -> None:
    assert len(ALL) >= 40
    assert {one.theme for one in ALL.values()} == set(Theme)
    assert {one.kind for one in ALL.values()} == set(Kind)


@pytest.mark.parametrize("day", DAYS)
def test_findings_have_the_declared_columns_and_a_place(day: dt.date) -> None:
    assert dict(findings(day).schema) == FINDINGS
    assert findings(day).height > 0
    assert findings(day).select("delivery_id", "source_row", "event_date").null_count().sum_horizontal()[0] == 0


@pytest.mark.parametrize("name", ALL)
def test_nobody_known_nothing_found(name: str) -> None:
    assert find(Records({}), DAYS[0], POLICY, [name]).is_empty()


@pytest.mark.parametrize("day", DAYS)
def test_what_is_learned_later_changes_nothing(day: dt.date) -> None:
    earlier = without_later_knowledge(some_records(), pl.lit(day))
    assert find(Records(earlier), day, POLICY).equals(findings(day))


def test_the_order_of_rows_does_not_matter() -> None:
    shuffled = {name: rows.sample(fraction=1, shuffle=True, seed=11) for name, rows in some_records().items()}
    assert find(Records(shuffled), DAYS[2], POLICY).equals(findings(DAYS[2]))


@pytest.mark.parametrize("household", HOUSEHOLDS[::7])
def test_a_household_alone_is_as_it_is_in_the_batch(household: str) -> None:
    only = {name: rows.filter(pl.col("household_id") == household) for name, rows in some_records().items()}
    in_batch = findings(DAYS[2]).filter(pl.col("household_id") == household, ~pl.col("check").is_in(ACROSS))
    assert find(Records(only), DAYS[2], POLICY, INSIDE).equals(in_batch)


@pytest.mark.parametrize("name", ALL)
def test_a_check_asked_for_alone_finds_what_it_finds_among_all(name: str) -> None:
    alone = find(Records(some_records()), DAYS[1], POLICY, [name])
    assert alone.equals(findings(DAYS[1]).filter(pl.col("check") == name))


def test_nothing_unknown_is_found() -> None:
    """With every described fact blank only checks about what is missing may speak."""
    kept = {"household_id", "record_id", "event_date", "known_date", "delivery_id", "source_row", "person_id"}
    needed = {"listing", "step", "kind", "category", "setting", "status", "period_months", "caliber", "started_on"}
    needed |= {"region_code", "household_type", "disease_class"}
    blank = {
        name: rows.with_columns(pl.lit(None).alias(column) for column in rows.columns if column not in kept | needed)
        for name, rows in some_records().items()
        if name in {"households", "members", "housing", "water", "income", "disability"}
    }
    same = {"households": {"household_type": pl.lit("general"), "region_code": pl.lit("990101001001")}}
    blank = {name: rows.with_columns(**same.get(name, {})) for name, rows in blank.items()}
    found = find(Records(blank), DAYS[2], POLICY, INSIDE)
    assert found["check"].unique().to_list() == []


def test_the_features_that_a_check_names_exist() -> None:
    unknown = {name: found for name, one in ALL.items() if (found := set(one.features) - set(features()))}
    assert unknown == {}


def test_the_policy_that_a_check_reads_exists_and_covers_its_period() -> None:
    for name, one in ALL.items():
        for value in one.policy:
            assert POLICY.value(value, "990101001001", one.valid_from) is not None, (name, value)


def test_a_check_tells_its_meaning_what_to_do_and_why_in_two_languages() -> None:
    for name, one in ALL.items():
        for zh, en in ((one.zh, one.en), (one.fix_zh, one.fix_en), (one.why_zh, one.why_en)):
            assert any("一" <= character <= "鿿" for character in zh), name
            assert en, name
            assert not any("一" <= character <= "鿿" for character in en), name


def test_titles_are_one_of_a_kind() -> None:
    assert len({one.zh for one in ALL.values()}) == len({one.en for one in ALL.values()}) == len(ALL)


def test_a_check_runs_on_the_days_of_its_period_both_ends_included() -> None:
    first, last = dt.date(2021, 1, 1), dt.date(2024, 6, 30)
    dated = dataclasses.replace(ALL["two_heads"], valid_from=first, valid_until=last)
    days = [first - dt.timedelta(days=1), first, last, last + dt.timedelta(days=1)]
    assert [dated.runs_on(day) for day in days] == [False, True, True, False]
    assert dataclasses.replace(dated, valid_until=None).runs_on(days[-1])


def test_a_declaration_that_lacks_a_part_does_not_import() -> None:
    with pytest.raises(CheckDeclarationError, match="a title"):

        @check(Subject.PERSON, Theme.WORK, Kind.SITUATION, Severity.NOTE, place="member_place", fix="改 | Mend.")
        def nameless() -> pl.Expr:
            """只有中文"""
            return pl.col("age") > 1

    with pytest.raises(CheckDeclarationError, match=r"a fix.*taken"):

        @check(Subject.PERSON, Theme.WORK, Kind.SITUATION, Severity.NOTE, place="member_place", fix="改")
        def two_heads() -> pl.Expr:
            """重复 | Twice"""
            return pl.col("age") > 1


def test_a_check_that_does_not_exist_is_named() -> None:
    with pytest.raises(NoSuchCheckError, match=r"没有这项核查：conjured.*No such check: conjured"):
        find(Records({}), DAYS[0], POLICY, ["conjured", "two_heads"])
