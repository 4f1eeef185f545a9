"""The questions of a county: from a store to the first ones, and none where a department is too late."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest
from typer.testing import CliRunner

from features.records.store import RecordStore
from models import registry
from models.asking.cli import app
from models.asking.county import ask_first
from models.asking.worth import QUESTIONS
from models.certainty import StaleSourcesError, surroundings_of
from models.lists import Slot
from models.runs import make_run
from models.score import score
from tests.drawn_tables import POLICY
from tests.models.certainty.drawn_county import DAY, HOUSEHOLDS, store_of, without
from tests.models.small_model import model


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> RecordStore:
    return store_of(tmp_path_factory.mktemp("county") / "records", without("income", "D20"))


def test_the_unknown_income_near_the_cut_is_asked_first_and_the_same_again(store: RecordStore) -> None:
    asked = ask_first(model(), store, POLICY, DAY, visits=5)
    assert asked.columns == list(QUESTIONS)
    assert asked.row(0, named=True)["household_id"] == "D20"
    assert asked["worth"].min() > 0  # type: ignore[operator]
    assert ask_first(model(), store, POLICY, DAY, visits=5).equals(asked)


def test_an_open_case_of_the_run_before_is_carried_over_and_asked_nothing(store: RecordStore) -> None:
    """What is asked about is the list that `fanpin score` would issue: after the list before."""
    copy = Path(store.path).with_name("with-a-run")
    shutil.copytree(store.path, copy)
    kept = RecordStore.open(copy)
    before = make_run(model(), kept, POLICY, DAY - dt.timedelta(days=30), visits=None)
    carried = before.listed["household_id"].to_list()
    assert carried
    near = ask_first(model(), kept, POLICY, DAY)
    now = make_run(model(), kept, POLICY, DAY).listed.filter(pl.col("slot") == Slot.CARRIED_OVER.value)["household_id"]
    assert set(now) & set(carried)
    assert not set(near["household_id"]) & set(now)


def test_with_a_visit_to_everybody_nothing_is_asked(store: RecordStore) -> None:
    assert ask_first(model(), store, POLICY, DAY, visits=len(HOUSEHOLDS)).is_empty()


@pytest.mark.parametrize(("as_of", "refused"), [("2024-09-20", False), ("2024-09-21", True)])
def test_nobody_is_scored_or_asked_about_when_bills_are_too_late(store: RecordStore, as_of: str, refused: bool) -> None:
    """Delivered on 5 June, due on 20 July; 62 days later is 20 September."""
    day = dt.date.fromisoformat(as_of)
    if not refused:
        assert score(model(), store, POLICY, day).households.height == len(HOUSEHOLDS)
        return
    for work in (score, ask_first):
        with pytest.raises(StaleSourcesError, match="逾期63天"):
            work(model(), store, POLICY, day)


def test_households_alike_are_those_of_the_end_of_the_month_before(store: RecordStore) -> None:
    around = surroundings_of(model(), store, POLICY, dt.date(2024, 6, 29))
    assert around.alike is not None
    assert around.alike.facts.frame["as_of"].unique().to_list() == [dt.date(2024, 5, 31)]
    assert surroundings_of(model(), store, POLICY, dt.date(2023, 6, 30)).alike is None


def test_the_command_prints_the_first_and_writes_them_all(
    store: RecordStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FANPIN_DATA", str(store.path))
    monkeypatch.setattr(registry, "champion_or_copy", lambda *_, **__: SimpleNamespace(model=model(), notice=None))
    out = tmp_path / "questions.csv"
    asked = ["--as-of", str(DAY), "--visits", "5"]
    told = CliRunner().invoke(app, [*asked, "--out", str(out)])
    assert told.exit_code == 0, told.output
    first = pl.read_csv(out, infer_schema_length=0).row(0, named=True)
    assert f"1. 户 D20：{first['问什么']}（{first['为什么问']}）" in told.output
    refused = CliRunner().invoke(app, [*asked, "--out", str(tmp_path / "questions.doc")])
    assert "用这个结尾" in str(refused.exception)


def test_nothing_is_written_by_asking(store: RecordStore) -> None:
    before = store.versions()
    ask_first(model(), store, POLICY, DAY, visits=3)
    assert store.versions() == before
    assert Path(store.path).is_dir()
