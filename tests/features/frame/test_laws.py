"""Laws over the whole registry: a new feature is tested the day it is written."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import polars as pl
import pytest

from features import vocabulary as words
from features.frame import feature_frame, index_of
from features.frame.context.counting import with_own_context
from features.frame.fingerprint import fingerprint
from features.records.gate import Records, without_later_knowledge
from features.registry import UNITS, features, with_ingredients
from tests.drawn_tables import POLICY
from tests.features.drawn_records import DAYS, HOUSEHOLDS, context, frame, index, some_records

PRESENT = features()

TWELVE_DOMAINS = (
    *("members", "income", "illness", "disability", "employment", "relocation"),
    *("education", "housing", "water", "shocks", "support", "combined"),
)


def test_the_records_of_the_laws_reach_every_feature() -> None:
    """A law over a feature that is always absent would prove nothing."""
    idle = [name for name in PRESENT if frame()[name].drop_nulls().n_unique() < 2]
    assert idle == []


def test_there_are_at_least_a_hundred_and_forty_features_over_twelve_domains_and_the_context() -> None:
    by_domain = Counter(declared.domain for declared in PRESENT.values())
    assert sum(by_domain[domain] for domain in (*TWELVE_DOMAINS, "context")) >= 140
    assert min(by_domain[domain] for domain in (*TWELVE_DOMAINS, "context")) >= 8, by_domain


def test_the_frame_has_a_row_for_each_row_of_the_index_in_its_order() -> None:
    shuffled = index().sample(fraction=1, shuffle=True, seed=3)
    again = feature_frame(Records(some_records(), context()), shuffled, POLICY)
    assert again.select("household_id", "as_of").equals(shuffled)
    assert again.sort("as_of", "household_id").equals(frame().sort("as_of", "household_id"))


def test_some_of_the_households_alone_have_the_features_that_they_have_among_all() -> None:
    some = pl.Series(HOUSEHOLDS[::3])
    alone = index().filter(pl.col("household_id").is_in(some.implode()))
    again = feature_frame(Records(some_records(), context()).of(some), alone, POLICY)
    assert again.equals(frame().join(alone, on=["household_id", "as_of"], how="semi", maintain_order="left"))


@pytest.mark.parametrize("day", DAYS)
def test_what_is_learned_later_changes_nothing(day: dt.date) -> None:
    earlier = without_later_knowledge(some_records(), pl.lit(day))
    alone = feature_frame(with_own_context(earlier, [day]), index_of(HOUSEHOLDS, day), POLICY)
    assert alone.equals(frame().filter(pl.col("as_of") == day))


@pytest.mark.parametrize("size", [1, 7, 64])
def test_a_lot_of_any_size_has_the_bits_of_the_whole(size: int) -> None:
    """Not nearly: the same. A score that depends on who else was asked about could not be told again."""
    # Alone is asked about every third: with many rows, with few and with none.
    asked = HOUSEHOLDS[::3] if size == 1 else HOUSEHOLDS
    lots = [
        feature_frame(records, of_the_lot, POLICY)
        for lot in (asked[first : first + size] for first in range(0, len(asked), size))
        for records, of_the_lot in [(_only(lot), index().filter(pl.col("household_id").is_in(lot)))]
    ]
    together = pl.concat(lots).sort("as_of", "household_id")
    whole = frame().filter(pl.col("household_id").is_in(asked)).sort("as_of", "household_id")
    assert together.drop(PRESENT).equals(whole.drop(PRESENT))
    assert [name for name in PRESENT if not _bits(together[name]).equals(_bits(whole[name]))] == []


def _only(households: list[str]) -> Records:
    of_them = pl.col("household_id").is_in(households)
    return Records({name: rows.filter(of_them) for name, rows in some_records().items()}, context())


def _bits(column: pl.Series) -> pl.Series:
    # Minus nothing and nothing are equal numbers and other bits.
    return column.reinterpret(signed=False)


def test_the_order_of_rows_does_not_matter() -> None:
    shuffled = {name: rows.sample(fraction=1, shuffle=True, seed=11) for name, rows in some_records().items()}
    assert feature_frame(with_own_context(shuffled, DAYS), index(), POLICY).equals(frame())


def test_what_people_are_called_does_not_matter() -> None:
    """Pseudonyms are made with a key that each store draws for itself: another key must give no other number."""
    people = pl.concat(rows["person_id"] for rows in some_records().values() if "person_id" in rows.columns)
    names = people.drop_nulls().unique().sort().to_list()
    as_named, otherwise = (_called(dict(zip(names, called, strict=True))) for called in (names, reversed(names)))
    differing = [name for name in PRESENT if not as_named[name].equals(otherwise[name])]
    assert differing == []


def _called(names: dict[str, str]) -> pl.DataFrame:
    """The frame when people are called so, and the facts about them after them."""
    called = pl.col("person_id").replace_strict(names, return_dtype=pl.String)
    after_them = pl.coalesce(pl.concat_str(called, pl.lit(":"), "record_id"), "record_id").alias("record_id")
    tables = {
        table: rows.with_columns(called, after_them) if "person_id" in rows.columns else rows
        for table, rows in some_records().items()
    }
    return feature_frame(with_own_context(tables, DAYS), index(), POLICY)


@pytest.mark.parametrize("name", PRESENT)
def test_no_rows_gives_exactly_the_declared_absence(name: str) -> None:
    nobody = feature_frame(Records({}), index_of(["nobody"], DAYS[0]), POLICY, [name])
    assert nobody[name].to_list() == [PRESENT[name].when_no_rows]


def test_values_lie_in_the_range_of_their_unit() -> None:
    for name, declared in PRESENT.items():
        low, high = UNITS[declared.unit]
        known = frame()[name].drop_nulls()
        assert known.is_finite().all(), name
        assert known.is_between(low, high).all(), (name, known.min(), known.max())


@pytest.mark.parametrize("name", PRESENT)
def test_a_feature_asked_for_alone_is_as_it_is_among_all(name: str) -> None:
    alone = feature_frame(Records(some_records(), context()), index(), POLICY, [name])
    assert alone[name].equals(frame()[name])


def test_a_feature_speaks_for_an_official_risk_in_two_languages() -> None:
    for declared in PRESENT.values():
        assert declared.risk_type in words.RiskType
        assert any("一" <= character <= "鿿" for character in declared.zh), declared.name
        assert declared.en.endswith("."), declared.name


def test_the_fingerprint_covers_what_a_feature_is_made_of() -> None:
    assert {"net_income_year", "persons"} <= set(with_ingredients(["income_to_line"]))
    assert fingerprint(["income_to_line"]) == fingerprint(["income_to_line"])
    assert fingerprint(["income_to_line"]) != fingerprint(["wage_share"])
