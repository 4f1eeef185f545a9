"""Rows outside a session's jurisdiction are not there: whatever is asked, however it is asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, event, func, inspect, select, text, update
from sqlalchemy.orm import aliased

from service.jurisdiction import EVERYWHERE, NOWHERE, Jurisdiction
from service.store import Database
from service.store.filtering import OutsideJurisdictionError
from service.store.repositories import runs
from service.store.tables import Assessment, Base, Lead, LeadReport, RiskList, ScoringRun
from service.store.types import Located
from tests.service.people import copied
from tests.service.store.drawn import NOW, classes, fill, row_of

HERE, BESIDE, ELSEWHERE = "990101001001", "990101002001", "880101001001"
TOWNSHIP = Jurisdiction.of("990101001")

LOCATED: list[type[Any]] = [kind for kind in classes() if issubclass(kind, Located)]


@pytest.fixture
def filled(database: Database) -> Database:
    """In every table a row here, one in the next township and one in another county."""
    with database.writing(EVERYWHERE, NOW) as work:
        for number, region in enumerate((HERE, BESIDE, ELSEWHERE), start=1):
            fill(work.session, number, region)
    return database


def key_of(kind: type[Any], number: int, region: str) -> tuple[Any, ...]:
    row = row_of(kind, number, region)
    return tuple(getattr(row, column.key) for column in inspect(kind).primary_key)


def test_of_every_table_only_rows_within_are_there(filled: Database) -> None:
    """Selected, counted, under another name, in a subquery, by key."""
    for kind in LOCATED:
        other = aliased(kind)
        with filled.reading(TOWNSHIP, NOW) as work:
            ask = work.session
            assert [row.region_code for row in ask.scalars(select(kind))] == [HERE]
            assert ask.scalar(select(func.count()).select_from(kind)) == 1
            assert ask.scalar(select(func.max(kind.region_code))) == HERE
            assert ask.execute(select(kind.region_code).distinct()).scalars().all() == [HERE]
            assert ask.scalars(select(other)).all() == ask.scalars(select(kind)).all()
            assert ask.scalar(select(func.count()).select_from(select(kind.region_code).subquery())) == 1
            assert ask.scalar(select(select(func.count()).select_from(kind).scalar_subquery())) == 1
            keys = [key_of(kind, number, region) for number, region in enumerate((HERE, BESIDE, ELSEWHERE), start=1)]
            got = [ask.get(kind, key) for key in keys]
            assert [row and row.region_code for row in got] == [HERE, None, None], kind


def test_a_join_brings_nothing_from_outside(filled: Database) -> None:
    with filled.reading(TOWNSHIP, NOW) as work:
        pairs = work.session.execute(select(Lead, LeadReport).join(LeadReport, LeadReport.lead_id != Lead.id)).all()
        assert pairs == []
        both = work.session.execute(
            select(Lead.id, LeadReport.id).join(LeadReport, LeadReport.lead_id == Lead.id)
        ).all()
        assert both == [("leads-1", "lead_reports-1")]


def test_the_next_who_asks_gets_their_own_rows(filled: Database) -> None:
    """What is kept of a query for one is not used for another."""
    for _ in range(2):
        for jurisdiction, seen in (
            (TOWNSHIP, {HERE}),
            (Jurisdiction.of("88"), {ELSEWHERE}),
            (Jurisdiction.of("990101002", "88"), {BESIDE, ELSEWHERE}),
            (NOWHERE, set()),
            (EVERYWHERE, {HERE, BESIDE, ELSEWHERE}),
        ):
            with filled.reading(jurisdiction, NOW) as work:
                assert set(work.session.scalars(select(Lead.region_code))) == seen


def test_a_row_of_a_place_that_only_begins_alike_is_not_within(database: Database) -> None:
    with database.writing(EVERYWHERE, NOW) as work:
        for number, region in enumerate(("990101001", "9901010010", "99010101", "99010100"), start=1):
            work.session.add(row_of(Lead, number, region))
    with database.reading(TOWNSHIP, NOW) as work:
        assert set(work.session.scalars(select(Lead.region_code))) == {"990101001", "9901010010"}


def test_a_list_is_seen_by_whoevers_places_it_touches(database: Database) -> None:
    """The county's list by a township and by a village of it; a township's by its county; another county's by none of them."""
    regions = {"everybody": "", "county": "990101", "township": "990101001", "next": "990101002", "other": "880101"}
    with database.writing(EVERYWHERE, NOW) as work:
        work.session.add(row_of(ScoringRun, 1))
        work.session.flush()
        for region in regions.values():
            one = row_of(RiskList, 1, region)
            one.id = f"list-{region}"
            work.session.add(one)

    def seen(jurisdiction: Jurisdiction) -> set[str]:
        with database.reading(jurisdiction, NOW) as work:
            return {
                name
                for name, region in regions.items()
                if region in set(work.session.scalars(select(RiskList.region_code)))
            }

    assert seen(TOWNSHIP) == {"everybody", "county", "township"}
    assert seen(Jurisdiction.of("990101001001")) == {"everybody", "county", "township"}
    assert seen(Jurisdiction.of("990101")) == {"everybody", "county", "township", "next"}
    assert seen(EVERYWHERE) == set(regions)
    assert seen(NOWHERE) == set()


def test_nothing_is_written_outside(database: Database) -> None:
    for kind in [kind for kind in classes() if hasattr(kind, "region_code")]:
        with pytest.raises(OutsideJurisdictionError), database.writing(TOWNSHIP, NOW) as work:
            work.session.add(row_of(kind, 1, BESIDE))
        with database.reading(EVERYWHERE, NOW) as work:
            assert work.session.scalar(select(func.count()).select_from(kind)) == 0


@pytest.mark.parametrize("change", [update(Lead).values(state="taken"), delete(LeadReport)], ids=["update", "delete"])
def test_nothing_outside_is_changed_many_at_a_time(filled: Database, change: Any) -> None:
    with filled.writing(TOWNSHIP, NOW) as work:
        work.session.execute(change.execution_options(synchronize_session=False))
    with filled.reading(EVERYWHERE, NOW) as work:
        assert set(work.session.scalars(select(Lead.region_code).where(Lead.state != "taken"))) >= {BESIDE, ELSEWHERE}
        assert set(work.session.scalars(select(LeadReport.region_code))) >= {BESIDE, ELSEWHERE}


def test_a_row_is_not_moved_out(filled: Database) -> None:
    """Whoever may write here can't hand a row to a place where they may not."""

    def hand_over() -> None:
        with filled.writing(TOWNSHIP, NOW) as work:
            work.session.get_one(Lead, "leads-1").region_code = BESIDE

    with pytest.raises(OutsideJurisdictionError):
        hand_over()


def test_every_table_about_households_says_where() -> None:
    """A table that names a household lies somewhere; else nobody could be kept from it."""
    naming = {kind.__tablename__ for kind in classes() if hasattr(kind, "household_id")}
    assert naming <= {kind.__tablename__ for kind in LOCATED}
    assert naming
    assert {kind.__tablename__ for kind in classes()} == set(Base.metadata.tables)


@pytest.mark.parametrize(("region", "is_sorted"), [("990101", False), ("990101004005", True)])
def test_a_county_s_page_is_read_in_its_order_and_not_sorted(
    empty_sqlite: Path, tmp_path: Path, region: str, is_sorted: bool
) -> None:
    """SQLite takes every range of places for a narrow one: of 200,000 households it sorted all of them for each page."""
    database = Database(copied(empty_sqlite, tmp_path))
    wanted = runs.Wanted(region=region, band="low", risk_type="education")
    for jurisdiction in (EVERYWHERE, Jurisdiction.of(region)):
        plans: list[str] = []

        def explain(
            connection: Any, _: Any, statement: str, parameters: Any, *__: Any, plans: list[str] = plans
        ) -> None:
            plans.extend(
                str(row) for row in connection.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            )

        event.listen(database.engine, "before_cursor_execute", explain)
        with database.reading(jurisdiction, NOW) as work:
            work.session.scalars(runs.assessments("run", wanted).order_by(Assessment.household_id).limit(50)).all()
        event.remove(database.engine, "before_cursor_execute", explain)
        assert plans
        assert any("TEMP B-TREE" in plan for plan in plans) is is_sorted, plans
    database.close()


def test_postgresql_plans_each_page_for_what_is_asked(emptied: str) -> None:
    """A plan for any place and any band, made after some times, took each county for a narrow place and sorted all of it."""
    database = Database(emptied)
    wanted = runs.Wanted(region="990101", band="low", risk_type="education")
    with database.reading(Jurisdiction.of("990101"), NOW) as work:
        for _ in range(20):
            work.session.scalars(runs.assessments("run", wanted).order_by(Assessment.household_id).limit(50)).all()
        asked = text(
            "SELECT sum(custom_plans), sum(generic_plans) FROM pg_prepared_statements WHERE statement LIKE '%main_risk_type%'"
        )
        own, for_any = work.session.execute(asked).one()
    database.close()
    assert own > 0
    assert for_any == 0
