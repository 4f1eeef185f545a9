"""Laws over every measure: what it brings are sound rows of this household alone, nothing after the day, and else a reason."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import cache

import polars as pl
import pytest

from features.frame import index_of
from features.frame.context.counting import with_own_context
from features.records.contracts import all_flagged
from features.records.gate import Records
from features.records.tables import LABEL_TABLES, TABLES, polars_schema
from features.vocabulary import Department, SupportKind
from models.reading import read
from models.what_if import MEASURES, Home, Measure, MeasureDeclarationError, NotFeasibleError, effects_of, with_rows
from models.what_if.changing import Rows
from models.what_if.declaring import Measures
from models.what_if.effects import apart
from tests.drawn_tables import POLICY
from tests.features.drawn_records import HOUSEHOLDS, some_records
from tests.house.repository import ROOT
from tests.models.what_if.drawn_home import DAY, home_of, home_tables
from tests.models.what_if.drawn_model import summed_model


@cache
def homes() -> tuple[tuple[str, dict[str, pl.DataFrame]], ...]:
    """The drawn home, and households drawn at random, each with the rows of everybody around."""
    sound: dict[str, pl.DataFrame] = {table: TABLES[table].filter(rows)[0] for table, rows in some_records().items()}
    return ("H1", home_tables()), *((household, sound) for household in HOUSEHOLDS[::8])


@cache
def everything_taken(measure: Measure) -> tuple[tuple[str, dict[str, pl.DataFrame], Rows], ...]:
    """Where a measure is feasible: the household, the tables and the rows that it brings."""
    places = []
    for household, home in asked():
        with suppress(NotFeasibleError):
            places.append((household, dict(homes())[household], measure.taken(home).rows))
    return tuple(places)


@cache
def asked() -> tuple[tuple[str, Home], ...]:
    return tuple((household, home_of(tables, household, DAY)) for household, tables in homes())


MEASURE = pytest.mark.parametrize("measure", MEASURES, ids=lambda one: one.name)


@MEASURE
def test_rows_keep_the_contract_of_their_table(measure: Measure) -> None:
    for _, _, rows in everything_taken(measure):
        for table, new in rows.items():
            assert new.schema == polars_schema(table)
            good, broken = TABLES[table].filter(new)
            assert broken.counts() == {}
            assert good.height == new.height > 0


@MEASURE
def test_of_the_rows_of_the_drawn_home_none_is_flagged(measure: Measure) -> None:
    rows = measure.taken(home_of(home_tables())).rows
    assert all_flagged(rows.items(), POLICY).is_empty()


@MEASURE
def test_nothing_lies_after_the_day_and_all_is_known_on_it(measure: Measure) -> None:
    for _, tables, rows in everything_taken(measure):
        for table, new in rows.items():
            assert (new["known_date"] == DAY).all()
            for name in (name for name, kind in new.schema.items() if kind == pl.Date):
                after = new.filter(pl.col(name) > DAY)
                # Somebody may be known to leave soon: that was told before, and stays.
                assert after.is_empty() or after.join(tables[table], on=["household_id", "record_id", name]).height


@MEASURE
def test_only_facts_of_the_household_and_of_its_people_are_touched(measure: Measure) -> None:
    for household, tables, rows in everything_taken(measure):
        assert not set(rows) & LABEL_TABLES
        people = {
            person
            for told in tables.values()
            if "person_id" in told.columns
            for person in told.filter(household_id=household)["person_id"]
        }
        for table, new in rows.items():
            assert set(new["household_id"]) == {household}
            if "person_id" in new.columns:
                assert set(new["person_id"]) <= people
            stored = tables.get(table, pl.DataFrame(schema=polars_schema(table)))
            known = set(stored.filter(household_id=household)["record_id"])
            assert all(one in known or one.startswith("supposed-") for one in new["record_id"])


@MEASURE
def test_what_is_there_stays_and_is_only_added_to(measure: Measure) -> None:
    for household, tables, rows in everything_taken(measure):
        records = Records(tables)
        changed = with_rows(records, rows)
        for table, stored in records.tables.items():
            assert changed.tables[table].head(stored.height).equals(stored)
            assert set(changed.tables[table].tail(-stored.height or changed.tables[table].height)["household_id"]) <= {
                household
            }


@MEASURE
def test_the_new_version_is_the_last_word_on_its_day(measure: Measure) -> None:
    """Also where the fact was delivered that very day."""
    for household, tables, rows in everything_taken(measure):
        versions = with_rows(Records(tables), rows).versions
        for table, new in rows.items():
            last = versions[table].filter(pl.col("superseded_on").is_null(), household_id=household)
            for row in new.iter_rows(named=True):
                (stands,) = last.filter(record_id=row["record_id"])["delivery_id"]
                # A version learned later still comes after it.
                assert stands == row["delivery_id"] or _learned_later(tables, table, household, row["record_id"])


def _learned_later(tables: dict[str, pl.DataFrame], table: str, household: str, record: str) -> bool:
    fact = tables[table].filter(household_id=household, record_id=record)
    return bool((fact["known_date"] > DAY).any())


@MEASURE
def test_no_measure_is_feasible_where_nothing_is_known(measure: Measure) -> None:
    with pytest.raises(NotFeasibleError) as refused:
        measure.taken(home_of({}, "nobody"))
    assert refused.value.why.zh
    assert refused.value.why.en


@MEASURE
def test_whoever_already_has_every_measure_gets_no_second_one(measure: Measure) -> None:
    tables = home_tables()
    after = with_rows(Records(tables), measure.taken(home_of(tables)).rows).tables
    with pytest.raises(NotFeasibleError):
        measure.taken(home_of(dict(after)))


def test_names_and_meanings_are_each_measure_s_own() -> None:
    assert len({measure.meaning.zh for measure in MEASURES}) == len({measure.name for measure in MEASURES}) == 10
    kinds = {row for measure in MEASURES for rows in _support(measure) for row in rows}
    assert kinds <= set(SupportKind.values())


def _support(measure: Measure) -> Iterator[list[str]]:
    for _, _, rows in everything_taken(measure):
        if "support" in rows:
            yield rows["support"]["kind"].to_list()


def test_a_declaration_that_lacks_something_says_what() -> None:
    def nameless(home):
        return None

    declared = Measures()
    with pytest.raises(MeasureDeclarationError, match=r"a meaning.*features that exist: no_such_feature"):
        declared.declare(Department.HOUSING, ("no_such_feature",), nameless)
    nameless.__doc__ = "措施 | A measure."
    declared.declare(Department.HOUSING, (), nameless)
    with pytest.raises(MeasureDeclarationError, match="another name"):
        declared.declare(Department.HOUSING, (), nameless)


def test_the_page_names_every_measure_its_department_and_the_tables_that_it_changes() -> None:
    page = (ROOT / "docs" / "what-if.md").read_text(encoding="utf-8")
    rows = {
        cells[1].strip(): cells for line in page.splitlines() if (cells := line.split("|"))[0] == "" and len(cells) == 6
    }
    for measure in MEASURES:
        _, _, department, _, tables, _ = rows[measure.meaning.zh]
        changed = {table for _, _, brought in everything_taken(measure) for table in brought}
        assert (department.strip(), set(tables.strip().split(", "))) == (measure.department.zh, changed)


def test_read_side_by_side_each_is_what_it_is_alone() -> None:
    model, index_for = summed_model(), {household: index_of([household], DAY) for household, _ in homes()}
    compared = 0
    for (household, home), (_, tables) in zip(asked(), homes(), strict=True):
        records = apart(with_own_context(tables, [DAY]), household)
        for effect in effects_of(model, with_own_context(tables, [DAY]), household, DAY, POLICY).feasible:
            supposed = with_rows(records, effect.measure.taken(home).rows)
            alone = read(model, supposed, index_for[household], POLICY)
            assert (effect.probability, effect.band) == (alone.probability[0], alone.band[0])
            compared += 1
    assert compared > len(MEASURES)
