"""A list that an office can answer for: the same whenever it is asked for, and as it was issued for ever."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from models.lists import CapacityError
from models.score import NobodyInScopeError, in_order_of_list
from service.issuing.making import ListChangedError, ListIssuedError, Source, issue_list, make_list
from service.jurisdiction import EVERYWHERE, Jurisdiction
from service.keyring import Keyring, load_or_create_keyring
from service.principal import Kind, Permission, Principal, Role
from service.runs.taking_up import take_up
from service.store import Database
from service.store.repositories import lists, runs
from service.store.tables import ListItem, ListState, RiskList
from tests.service.kept_runs import KeptRuns

NOW = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
COUNTY, TOWNSHIP = "990101", "990101001"


def officer(region: str) -> Principal:
    return Principal(
        Kind.USER,
        f"user_{region}",
        "li",
        frozenset(Permission),
        Jurisdiction.of(region),
        frozenset({Role.COUNTY_OFFICER}),
    )


LI = officer("")


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return load_or_create_keyring(tmp_path / "keys")


Make = Callable[..., str]
Issue = Callable[..., None]


@pytest.fixture
def make(database: Database, keyring: Keyring, kept: KeptRuns) -> Make:
    def made(region: str = "", capacity: int | None = None, by: Principal = LI, of: str = "run") -> str:
        run = getattr(kept, of)
        take_up(database, kept.store, run, lambda: NOW)
        with database.writing(by.jurisdiction, NOW) as work:
            row = runs.last(work, kept.model.name, run.made_from.as_of)
            assert row is not None
            return make_list(work, keyring, by, Source(row, run, kept.model, kept.store), region, capacity)[0].id

    return made


@pytest.fixture
def issue(database: Database, keyring: Keyring) -> Issue:
    def issued(list_id: str, by: Principal = LI) -> None:
        with database.writing(by.jurisdiction, NOW) as work:
            row = lists.find(work, list_id, hold=True)
            assert row is not None
            issue_list(work, keyring, by, row)

    return issued


def items(database: Database, list_id: str, where: Jurisdiction = EVERYWHERE) -> list[ListItem]:
    with database.reading(where, NOW) as work:
        return list(lists.every_item(work, list_id))


def test_the_runs_own_list_is_the_list(database: Database, kept: KeptRuns, make: Make) -> None:
    listed = in_order_of_list(kept.run.scores, kept.run.issued)
    there = items(database, make())
    assert [(item.household_id, item.slot, item.raw_score) for item in there] == list(
        listed.select("household_id", "slot", "raw_score").iter_rows()
    )
    assert [item.number for item in there] == list(range(1, listed.height + 1))


def test_asked_for_again_it_is_the_same_list(database: Database, make: Make) -> None:
    with ThreadPoolExecutor(4) as many:
        first = make()
        assert set(many.map(lambda _: make(), range(4))) == {first}
    with database.reading(EVERYWHERE, NOW) as work:
        assert work.session.scalar(select(func.count()).select_from(RiskList)) == 1
    assert len({make(TOWNSHIP), make(TOWNSHIP, 3), make(TOWNSHIP, 4), make(TOWNSHIP, 3), first}) == 4


def test_of_so_many_visits_it_has_so_many_households(database: Database, make: Make) -> None:
    assert len(items(database, make(TOWNSHIP, 3))) == 3
    with pytest.raises(CapacityError):
        make(TOWNSHIP, 0)
    with pytest.raises(NobodyInScopeError):
        make("880101")


def test_a_region_has_its_part_and_whoever_looks_sees_theirs(database: Database, make: Make) -> None:
    everybody = make()
    part = [item.household_id for item in items(database, make(TOWNSHIP))]
    assert part == [item.household_id for item in items(database, everybody, Jurisdiction.of(TOWNSHIP))]
    assert 0 < len(part) < len(items(database, everybody))


def test_an_issued_list_says_who_is_new(database: Database, make: Make, issue: Issue) -> None:
    before = make(of="before")
    assert {item.is_new for item in items(database, before)} == {None}, "nothing was issued before"
    issue(before)
    there = {item.household_id for item in items(database, before)}
    assert [item.is_new for item in items(database, make())] == [
        item.household_id not in there for item in items(database, make())
    ]


def test_of_a_day_and_region_one_list_is_issued(database: Database, make: Make, issue: Issue) -> None:
    first, other = make(TOWNSHIP), make(TOWNSHIP, 3)
    issue(first)
    # Issued again it is issued still.
    issue(first)
    with pytest.raises(ListIssuedError, match=first):
        issue(other)
    issue(make())
    with database.reading(EVERYWHERE, NOW) as work:
        states = {row.id: row.state for row in work.session.scalars(select(RiskList))}
    assert states[first] == ListState.ISSUED.value
    assert states[other] == ListState.DRAFT.value


def test_of_many_who_issue_at_once_one_does(database: Database, make: Make, issue: Issue) -> None:
    drafts = [make(TOWNSHIP, capacity) for capacity in range(1, 7)]

    def tried(list_id: str) -> bool:
        try:
            issue(list_id)
        except ListIssuedError:
            return False
        return True

    with ThreadPoolExecutor(6) as many:
        assert sorted(many.map(tried, drafts)) == [*[False] * 5, True]


@pytest.mark.parametrize("change", [{"raw_score": 9.5}, {"slot": "audit"}, {"number": 900}, {"score_id": "score_x"}])
def test_a_list_that_somebody_changed_is_not_issued(
    database: Database, make: Make, issue: Issue, change: dict[str, object]
) -> None:
    draft = make(TOWNSHIP)
    with database.writing(EVERYWHERE, NOW) as work:
        work.session.execute(update(ListItem).where(ListItem.list_id == draft, ListItem.number == 1).values(**change))
    with pytest.raises(ListChangedError):
        issue(draft)


def test_a_list_of_others_places_is_not_made(make: Make) -> None:
    """Items outside the maker's jurisdiction can't be written, whatever the caller forgot."""
    with pytest.raises(PermissionError):
        make("", by=officer(TOWNSHIP))
