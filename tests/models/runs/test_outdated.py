"""An answer of a run is served as long as it is what would be computed now, and not a day longer."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from features.policy.loading import Policy
from features.records.store import RecordStore
from features.records.store.side_tables import DELIVERIES
from features.records.store.since import known_since
from features.records.store.states import StoreInState
from features.records.store.withdrawing import withdraw
from models.answers import answer_many, kept_answers
from models.calibrate import CalibrationKind, Calibrator
from models.runs import Outdated, Run, find_run, make_run, outdated, outdated_for
from tests.drawn_tables import POLICY, drawn
from tests.models.answers.drawn_answers import ASKED, store_in
from tests.models.certainty.drawn_county import DAY
from tests.models.small_model import model, simple_model

MODEL = model()
LATER, EARLIER = DAY + dt.timedelta(days=5), DAY - dt.timedelta(days=5)
BILL = """household_id | event_date | known_date | delivery_id | person_id | setting | disease_class | self_paid_yuan
    D20 | 2024-05-01 | {known} | late | D20-P | inpatient | major | 90000"""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Run]:
    store = store_in(tmp_path_factory.mktemp("outdated") / "records")
    return store.path, make_run(MODEL, store, POLICY, DAY)


@pytest.fixture
def office(kept: tuple[Path, Run], tmp_path: Path) -> tuple[RecordStore, Run]:
    """A store of its own, to which more may come."""
    shutil.copytree(kept[0], tmp_path / "records")
    store = RecordStore.open(tmp_path / "records")
    return store, find_run(store, MODEL.name)


def now(store: RecordStore) -> StoreInState:
    opened = StoreInState.open(store.path)
    assert isinstance(opened, StoreInState)
    return opened


def land(store: RecordStore, known: dt.date, delivered: dt.date, drawing: str = BILL, table: str = "illness") -> None:
    delivery = {"delivery_id": "late", "known_date": delivered, "source": "medical_settlement"}
    with store.writing():
        rows = drawn(table, drawing.format(known=known))
        store.land({table: rows}, pl.DataFrame([delivery], schema=DELIVERIES))


def why_not(store: RecordStore, run: Run) -> Outdated | None:
    return outdated_for(run, now(store), MODEL, POLICY, DAY)


def test_as_long_as_nothing_has_changed_it_holds(office: tuple[RecordStore, Run]) -> None:
    assert why_not(*office) is None


def test_what_became_known_later_changes_no_answer_of_the_day(office: tuple[RecordStore, Run]) -> None:
    store, run = office
    land(store, LATER, LATER)
    assert why_not(store, run) is None
    anew, held = answer_many(MODEL, POLICY, now(store), ASKED, DAY, keep=False).given, dict(kept_answers(run))
    assert {one: {**answer, "made_from": None} for one, answer in anew.items()} == {
        one: {**answer, "made_from": None} for one, answer in held.items()
    }


@pytest.mark.parametrize(
    ("known", "delivered"),
    [(DAY, DAY), (EARLIER, EARLIER), (EARLIER, LATER)],
    ids=["on the day", "before it", "imported later, known before it"],
)
def test_what_was_known_by_the_day_and_came_in_since_ends_it(
    known: dt.date, delivered: dt.date, office: tuple[RecordStore, Run]
) -> None:
    store, run = office
    land(store, known, delivered)
    assert why_not(store, run) is Outdated.RECORDS_SINCE
    assert "撤回了该日以前的记录" in Outdated.RECORDS_SINCE.zh


@pytest.mark.parametrize(("on", "why"), [(LATER, None), (DAY, Outdated.RECORDS_SINCE)])
def test_a_delivery_taken_back_counts_from_its_day(
    on: dt.date, why: Outdated | None, office: tuple[RecordStore, Run]
) -> None:
    store, run = office
    withdraw(store, "d1", on, "a wrong file")
    assert why_not(store, run) is why


def test_another_county_s_first_households_end_it_whenever_they_came(office: tuple[RecordStore, Run]) -> None:
    store, run = office
    home = """household_id | event_date | known_date | delivery_id | region_code | household_type
    E01 | 2024-07-01 | {known} | late | 990202001001 | general"""
    land(store, LATER, LATER, home, "households")
    assert why_not(store, run) is Outdated.RECORDS_SINCE


OTHERS: list[tuple[Outdated, dict[str, Any]]] = [
    (Outdated.OTHER_DAY, {"as_of": LATER}),
    (Outdated.OTHER_MODEL, {"model": simple_model()}),
    (Outdated.OTHER_MODEL, {"model": MODEL.with_version("2")}),
    (
        Outdated.OTHER_CALIBRATION,
        {"model": replace(MODEL, calibrator=Calibrator(CalibrationKind.SHIFT, {"c": [0.1]}))},
    ),
    (Outdated.OTHER_POLICY, {"policy": Policy(POLICY.values, "another")}),
]


@pytest.mark.parametrize(("why", "other"), OTHERS)
def test_another_day_model_calibration_or_policy_has_other_answers(
    why: Outdated, other: dict[str, Any], kept: tuple[Path, Run]
) -> None:
    asked: dict[str, Any] = {"model": MODEL, "policy": POLICY, "as_of": DAY} | other
    assert outdated_for(kept[1], StoreInState.at(kept[0]), **asked) is why


def test_another_program_features_or_store_may_answer_otherwise(
    kept: tuple[Path, Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, run = StoreInState.at(kept[0]), kept[1]

    def of(changed: Run) -> Outdated | None:
        return outdated_for(changed, store, MODEL, POLICY, DAY)

    assert of(replace(run, kept_answering=None)) is Outdated.NO_ANSWERS
    assert of(replace(run, kept_answering={"seed": 1, "store": "another"})) is Outdated.OTHER_STORE
    assert of(replace(run, kept_answering={"seed": 1, "store": None})) is Outdated.OTHER_STORE
    other = replace(run.made_from, feature_fingerprint="another")
    assert of(replace(run, made_from=other)) is Outdated.OTHER_FEATURES
    monkeypatch.setattr(outdated, "code_digest", lambda: "another")
    assert of(run) is Outdated.OTHER_PROGRAM


def test_a_store_put_back_from_an_earlier_backup_tells_nothing(kept: tuple[Path, Run]) -> None:
    ahead = {table: version + 1 for table, version in kept[1].made_from.data_versions.items()}
    run = replace(kept[1], made_from=replace(kept[1].made_from, data_versions=ahead))
    assert outdated_for(run, StoreInState.at(kept[0]), MODEL, POLICY, DAY) is Outdated.RECORDS_UNKNOWN


def test_what_came_in_since_is_told_by_its_earliest_day(office: tuple[RecordStore, Run]) -> None:
    store, _ = office
    before = store.versions()
    assert known_since(store, before) is None
    land(store, LATER, LATER)
    assert known_since(store, before) == LATER
    withdraw(store, "d1", DAY, "a wrong file")
    assert known_since(store, before) == DAY
    assert known_since(store, store.versions()) is None
