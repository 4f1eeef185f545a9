"""The day on which answers stand: one for every command and the service, whatever people decide or take back."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import fastexcel
import polars as pl
import pytest
from typer.testing import CliRunner

import models.registry
from features.bilingual import Bilingual
from features.cli import app as features_app
from features.deliveries.standing_day import NoSuchDayError, NothingDeliveredError, StandingDay, day_to_stand_on
from features.records.store import RecordStore
from features.records.store.side_tables import DECISIONS_SOURCE, DELIVERIES, ONE_BY_ONE
from features.records.store.states import StoreInState, StoreKept
from features.records.store.withdrawing import withdraw
from models.cli import app as models_app
from models.registry.loading import Champion
from tests.drawn_tables import POLICY
from tests.features.triggers.small_county import told_by
from tests.models.small_model import model

LAST = dt.date(2024, 9, 5)
"""Of the county of four households; its first delivery is a measure, of 31 January 2023."""


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.fixture
def folder(four_households: Path, tmp_path: Path) -> Path:
    """A county of one's own, to decide and take back in."""
    return Path(shutil.copytree(four_households, tmp_path / "county"))


def decided_on(folder: Path, on: str, source: str = DECISIONS_SOURCE) -> RecordStore:
    """The county after people decided a review list on a day, or told something else of single households."""
    store = RecordStore.open(folder / "records")
    told = {"delivery_id": f"list-{on}", "file": "list.xlsx", "source": source, "known_date": day(on)}
    with store.writing():
        store.land({}, pl.DataFrame([told], schema=DELIVERIES))
    return store


def test_without_a_day_the_last_delivery_s_counts(four_households: Path) -> None:
    stood = day_to_stand_on(None, RecordStore.open(four_households / "records"), POLICY)
    assert stood == StandingDay(LAST, LAST)
    assert str(stood.in_words) == "截至 2024-09-05（最近一次交付之日） | as of 2024-09-05, the day of the last delivery"


@pytest.mark.parametrize(
    ("decided", "stands_on", "may_be_asked"),
    [
        # The shortest rhythm is a month of 31 days, with 14 days of grace: 45 days, and no delivery is overdue.
        ("2024-09-05", LAST, None),
        ("2024-10-20", dt.date(2024, 10, 20), None),
        ("2024-10-21", LAST, True),
        # Half a year after the last delivery nothing can be said any more.
        ("2025-03-05", LAST, True),
        ("2025-03-06", LAST, False),
        ("2026-11-29", LAST, False),
    ],
)
def test_what_people_decide_moves_the_day_only_while_no_delivery_is_overdue(
    folder: Path, decided: str, stands_on: dt.date, may_be_asked: bool | None
) -> None:
    stood = day_to_stand_on(None, decided_on(folder, decided), POLICY)
    assert stood.day == stands_on
    if may_be_asked is None:
        assert stood.not_counted is None
        return
    assert (stood.not_counted, stood.may_be_asked) == (day(decided), may_be_asked)
    assert f"{decided} 及之前的人工登记、核对或撤回没有计入" in stood.in_words.zh
    assert (f"--as-of {decided}" in stood.in_words.zh) is may_be_asked


@pytest.mark.parametrize("source", sorted(ONE_BY_ONE))
def test_what_is_told_one_by_one_is_no_delivery_of_everybody(folder: Path, source: str) -> None:
    """One fact a day must not keep the day at today while every department is late."""
    store = decided_on(folder, "2024-10-20", source)
    assert day_to_stand_on(None, store, POLICY) == StandingDay(day("2024-10-20"), LAST)
    assert store.last_delivery_day() == LAST
    # What came in time stays counted in when more comes later.
    stood = day_to_stand_on(None, decided_on(folder, "2024-11-05", source), POLICY)
    assert stood == StandingDay(day("2024-10-20"), LAST, day("2024-11-05"))


def test_a_withdrawal_counts_from_its_day_and_the_withdrawn_delivery_is_no_last_one(folder: Path) -> None:
    store = RecordStore.open(folder / "records")
    wrong = store.deliveries().filter(known_date=LAST).get_column("delivery_id")[0]
    withdraw(store, wrong, day("2024-09-12"), "wrong file")
    before = store.last_delivery_day()
    assert before is not None
    assert before < LAST
    # What was delivered before is of March: a withdrawal in September would find its windows half empty.
    stood = day_to_stand_on(None, store, POLICY)
    assert (stood.day, stood.last_delivery, stood.not_counted) == (before, before, day("2024-09-12"))
    withdraw(store, store.deliveries().filter(known_date=before).get_column("delivery_id")[0], day("2024-09-13"), "too")
    assert day_to_stand_on(None, store, POLICY).not_counted == day("2024-09-13")


def test_a_file_taken_back_within_the_month_is_not_in_the_next_list(folder: Path) -> None:
    store = decided_on(folder, "2024-09-08")
    withdraw(store, store.deliveries()["delivery_id"][0], day("2024-09-10"), "wrong file")
    assert day_to_stand_on(None, store, POLICY) == StandingDay(day("2024-09-10"), LAST)


@pytest.mark.parametrize(
    ("asked", "horizon", "answered"),
    [
        ("2023-01-30", None, False),
        ("2023-01-31", None, True),
        ("2025-03-05", None, True),
        ("2025-03-06", None, False),
        ("2025-03-06", 12, True),
        ("2025-09-06", 12, False),
    ],
)
def test_a_day_is_refused_where_nothing_is_known_near_it(
    four_households: Path, asked: str, horizon: int | None, answered: bool
) -> None:
    store = RecordStore.open(four_households / "records")
    if answered:
        assert day_to_stand_on(day(asked), store, POLICY, horizon).day == day(asked)
        return
    with pytest.raises(NoSuchDayError, match=r"^\d.*不能作为截至日期.* \| "):
        day_to_stand_on(day(asked), store, POLICY, horizon)


def test_an_empty_store_has_no_day(tmp_path: Path, folder: Path) -> None:
    store = RecordStore.open(folder / "records")
    for one in store.deliveries().iter_rows(named=True):
        withdraw(store, one["delivery_id"], day("2024-10-01"), "all of it")
    with pytest.raises(NothingDeliveredError):
        day_to_stand_on(None, store, POLICY)
    # What was seen then is seen still.
    assert day_to_stand_on(day("2024-09-30"), store, POLICY) == StandingDay(day("2024-09-30"), None)
    assert StandingDay(day("2024-09-30"), None).in_words == Bilingual("截至 2024-09-30", "as of 2024-09-30")


COMMANDS = {
    "triggers": (features_app, ["triggers"]),
    "gaps": (features_app, ["gaps"]),
    "findings": (features_app, ["findings", "--out", "findings.xlsx"]),
    "context": (features_app, ["context"]),
    "records check": (features_app, ["records", "check"]),
    "score": (models_app, ["score", "--no-shadow", "--out", "scores.csv"]),
    "explain": (models_app, ["explain", "H5"]),
    "explain --lineage": (models_app, ["explain", "H5", "--lineage", "self_paid_12m"]),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_stands_on_the_same_day_says_so_and_refuses_the_same_days(
    command: str, four_households: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FANPIN_DATA", str(four_households / "records"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(models.registry, "load_champion", lambda *_args, **_more: model())
    monkeypatch.setattr(models.registry, "champion_or_copy", lambda *_args, **_more: Champion(model()))
    app, words = COMMANDS[command]
    for asked in ("2030-01-01", "2023-01-30"):
        with pytest.raises(NoSuchDayError):
            CliRunner().invoke(app, [*words, "--as-of", asked], catch_exceptions=False)
    told = CliRunner().invoke(app, words, catch_exceptions=False).output.replace("\n", " ")
    assert "2024-09-05（最近一次交付之日）" in told


def test_a_decision_of_today_does_not_move_the_rules_to_today(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    decided_on(folder, "2026-11-29")
    told = told_by("triggers", folder, monkeypatch)
    assert "截至 2024-09-05（最近一次交付之日）；2026-11-29 及之前的人工登记、核对或撤回没有计入" in told


@pytest.mark.parametrize("command", ["triggers", "gaps", "findings", "score"])
def test_a_list_says_itself_what_people_did_that_it_does_not_count(
    command: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided_on(folder, "2026-11-29")
    monkeypatch.setenv("FANPIN_DATA", str(folder / "records"))
    monkeypatch.setattr(models.registry, "champion_or_copy", lambda *_args, **_more: Champion(model()))
    app, _ = COMMANDS[command]
    out = tmp_path / "list.xlsx"
    CliRunner().invoke(app, [command, "--out", str(out)], catch_exceptions=False)
    first = fastexcel.read_excel(out).load_sheet(0, header_row=None).to_polars()
    (row,) = (row for row in first.rows() if row[0] == "没有计入 not counted in")
    assert row[1:3] == (
        "2026-11-29 及之前的人工登记、核对或撤回没有计入，下一次交付入库后计入",
        "what people entered, decided or took back up to 2026-11-29 is not counted in until there is a newer delivery",
    )


def test_of_a_state_of_the_records_it_is_found_once_and_after_a_landing_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every page of the service asks: looking at everything that came was most of what a page took."""
    kept = StoreKept(folder / "records")
    assert day_to_stand_on(None, kept.now(), POLICY).day == LAST
    decided_on(folder, "2024-09-08")
    assert day_to_stand_on(None, kept.now(), POLICY).day == day("2024-09-08")
    monkeypatch.setattr(StoreInState, "deliveries", lambda *_: pytest.fail("everything that came was looked at again"))
    assert day_to_stand_on(None, kept.now(), POLICY).day == day("2024-09-08")
