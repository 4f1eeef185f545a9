"""A kept run is taken up whole: nobody sees a part of it, and a kill in the middle costs nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

import polars as pl
import pytest
from sqlalchemy import func, select

from models.runs import Run
from service.events import EventKind
from service.jurisdiction import EVERYWHERE, Jurisdiction
from service.runs import taking_up
from service.runs.taking_up import take_up, take_up_all
from service.store import Database
from service.store.repositories import runs
from service.store.repositories.outbox import events_after
from service.store.repositories.webhooks import add_endpoint, counted
from service.store.tables import Assessment, Endpoint, ScoringRun, Unscored
from tests.service.kept_runs import KeptRuns

NOW = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def parts_of_fifty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking_up, "AT_ONCE", 50)


def now() -> dt.datetime:
    return NOW


def households(database: Database, run_id: str) -> list[str]:
    with database.reading(EVERYWHERE, NOW) as work:
        asked = runs.assessments(run_id, runs.Wanted()).order_by(Assessment.rank)
        return [row.household_id for row in work.session.scalars(asked)]


def test_the_database_says_of_everybody_what_the_run_says(database: Database, kept: KeptRuns) -> None:
    run_id = take_up(database, kept.store, kept.run, now)
    scores, listed = kept.run.scores, set(kept.run.listed["household_id"])
    assert households(database, run_id) == scores.sort("rank")["household_id"].to_list()
    with database.reading(EVERYWHERE, NOW) as work:
        for row in scores.iter_rows(named=True):
            kept_row = runs.assessment(work, run_id, row["household_id"])
            assert kept_row is not None
            same = ("region_code", "probability", "probability_low", "raw_score", "band", "household_type", "rank")
            assert [getattr(kept_row, name) for name in same] == [row[name] for name in same]
            assert kept_row.risk_types == [each["risk_type"] for each in row["risk_types"]]
            assert kept_row.listed == (row["household_id"] in listed)
            assert kept_row.hits == len(row["hits"])
        found = runs.find(work, run_id)
        assert found is not None
        assert (found.state, found.scored, found.as_of) == ("complete", scores.height, kept.run.made_from.as_of)


def test_taken_up_again_it_is_the_same(database: Database, kept: KeptRuns) -> None:
    first = take_up(database, kept.store, kept.run, now)
    assert take_up(database, kept.store, kept.run, now) == first
    assert len(households(database, first)) == kept.run.scores.height


@pytest.fixture
def killed_at_its_second_part(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Does something that is killed when the second part of it is to be written."""
    write = runs.add

    def killed(do: Callable[[], object]) -> None:
        numbers = count()

        def written_once(*part: Any) -> None:
            if next(numbers) == 1:
                raise KeyboardInterrupt
            write(*part)

        with monkeypatch.context() as patched:
            patched.setattr(taking_up.runs, "add", written_once)
            with pytest.raises(KeyboardInterrupt):
                do()

    return killed


def test_until_it_is_whole_the_run_before_is_seen(
    database: Database, kept: KeptRuns, killed_at_its_second_part: Callable[[Callable[[], object]], None]
) -> None:
    """Killed again and again, each try goes on from where the one before it ended."""
    earlier = take_up(database, kept.store, kept.before, now)
    parts = -(-kept.run.scores.height // 50)
    for tries in range(1, parts):
        killed_at_its_second_part(lambda: take_up(database, kept.store, kept.run, now))
        with database.reading(EVERYWHERE, NOW) as work:
            (unfinished,) = runs.unfinished(work)
            assert runs.written(work, unfinished) == 50 * tries
            last = runs.last(work, kept.model.name)
            assert last is not None
            assert last.id == earlier
    run_id = take_up(database, kept.store, kept.run, now)
    assert households(database, run_id) == kept.run.scores.sort("rank")["household_id"].to_list()
    with database.reading(EVERYWHERE, NOW) as work:
        last = runs.last(work, kept.model.name)
        assert last is not None
        assert last.id == run_id


def test_two_who_take_it_up_at_once_write_it_once(database: Database, kept: KeptRuns) -> None:
    with ThreadPoolExecutor(4) as many:
        names = list(many.map(lambda _: take_up(database, kept.store, kept.run, now), range(4)))
    assert len(set(names)) == 1
    with database.reading(EVERYWHERE, NOW) as work:
        assert work.session.scalar(select(func.count()).select_from(ScoringRun)) == 1
        assert work.session.scalar(select(func.count()).select_from(Assessment)) == kept.run.scores.height


def test_all_that_are_missing_are_taken_up_in_their_order(database: Database, kept: KeptRuns) -> None:
    take_up(database, kept.store, kept.run, now)
    (taken,) = take_up_all(database, kept.store, kept.model.name, now)
    with database.reading(EVERYWHERE, NOW) as work:
        row = runs.find(work, taken)
        assert row is not None
        assert row.kept_as == kept.before.id
    assert take_up_all(database, kept.store, kept.model.name, now) == []


def test_a_household_of_which_no_village_is_known_is_the_countys(
    database: Database, kept: KeptRuns, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not lost to everybody but whoever may see everything."""
    run = kept.run
    unknown = run.scores["household_id"][3]
    scores = run.scores.with_columns(region_code=pl.when(pl.col("household_id") != unknown).then("region_code"))
    changed = Run(
        run.folder,
        run.made_from,
        run.kept_policy,
        run.kept_rules,
        lambda name: scores if name == "scores" else run.read(name),
    )
    monkeypatch.setattr(taking_up.Counties, "of", lambda *_: type("One", (), {"the_one": "990101"}))
    run_id = take_up(database, kept.store, changed, now)
    with database.reading(Jurisdiction.of("990101"), NOW) as work:
        assert runs.assessment(work, run_id, unknown) is not None
    with database.reading(Jurisdiction.of("990101001"), NOW) as work:
        assert runs.assessment(work, run_id, unknown) is None


def test_who_has_no_score_is_told_apart(database: Database, kept: KeptRuns) -> None:
    run_id = take_up(database, kept.store, kept.run, now)
    with database.reading(EVERYWHERE, NOW) as work:
        there = {row.household_id for row in work.session.scalars(select(Unscored).where(Unscored.run_id == run_id))}
    assert there == {*kept.run.impossible["household_id"], *kept.run.contradicting["household_id"]}


def changes(database: Database) -> list[tuple[str, dict[str, Any]]]:
    with database.reading(EVERYWHERE, NOW) as work:
        return [
            (event.region_code, event.data)
            for event in events_after(work, 0, 10_000)
            if event.kind == EventKind.ASSESSMENT_CHANGED.value
        ]


def otherwise_before(database: Database, kept: KeptRuns) -> list[tuple[str, str, str]]:
    """The run before taken up, and said of every seventh household that it stood in another band: code, that band, place."""
    run_id = take_up(database, kept.store, kept.before, now)
    later = {row["household_id"]: row for row in kept.run.scores.iter_rows(named=True)}
    moved = []
    with database.writing(EVERYWHERE, NOW) as work:
        for row in work.session.scalars(runs.assessments(run_id, runs.Wanted())).all():
            if row.rank % 7 == 0 and row.household_id in later:
                after = later[row.household_id]
                row.band = "low" if after["band"] != "low" else "high"
                moved.append((row.household_id, row.band, after["region_code"]))
            elif row.household_id in later:
                row.band = later[row.household_id]["band"]
    assert len(moved) > 3
    return sorted(moved)


def test_who_stands_in_another_band_than_before_is_told_once(database: Database, kept: KeptRuns) -> None:
    moved = otherwise_before(database, kept)
    assert changes(database) == []
    run_id = take_up(database, kept.store, kept.run, now)
    told = changes(database)
    assert [(data["household_id"], data["from"], place) for place, data in told] == moved
    later = dict(kept.run.scores.select("household_id", "band").rows())
    assert all(data["to"] == later[data["household_id"]] != data["from"] for _, data in told)
    assert {data["run"] for _, data in told} == {run_id}
    take_up(database, kept.store, kept.run, now)
    assert len(changes(database)) == len(moved)


def test_a_day_of_the_past_that_is_scored_later_changes_nothing_of_today(database: Database, kept: KeptRuns) -> None:
    take_up(database, kept.store, kept.run, now)
    take_up(database, kept.store, kept.before, now)
    assert changes(database) == []


def test_a_change_is_sent_to_whoever_asked_for_its_place(database: Database, kept: KeptRuns) -> None:
    moved = otherwise_before(database, kept)
    with database.writing(EVERYWHERE, NOW) as work:
        for name, kinds, places in (
            ("a", ["assessment.changed"], ["990101001"]),
            ("b", ["assessment.changed", "lead.moved"], [""]),
            ("c", ["lead.moved"], [""]),
        ):
            endpoint = Endpoint(
                id=f"endpoint_{name}",
                name=name,
                url="https://example.org/",
                kinds=kinds,
                places=places,
                client_id=None,
                allows_http=False,
                allows_private=False,
                opened_at=NOW,
            )
            add_endpoint(work, endpoint)
    take_up(database, kept.store, kept.run, now)
    inside = sum(place.startswith("990101001") for _, _, place in moved)
    with database.reading(EVERYWHERE, NOW) as work:
        sent = {name: sum(counted(work, f"endpoint_{name}").values()) for name in ("a", "b", "c")}
    assert sent == {"a": inside, "b": len(moved), "c": 0}
    assert 0 < inside < len(moved)
