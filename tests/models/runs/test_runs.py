"""What an office was given is whole or not there, is the same when it is made again, and a list's change adds up."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from features.policy.loading import Policy
from features.records.store import RecordStore
from features.records.store.side_tables import DELIVERIES
from models.changes import SPLIT
from models.lists import issue_by_rules
from models.provenance import GoneError
from models.provenance.storage import FOLDER, MODELS
from models.risk_model import RiskModel
from models.runs import MadeFrom, Run, RunError, comparing, find_run, kept_runs, make_run, making, replay
from models.runs.comparing import ComparedLists, Move, Swap, compare, moves_between
from models.runs.storage import FACTS
from models.runs.wording import compared_in_words
from tests.conftest import County
from tests.drawn_tables import drawn
from tests.models.runs.story_model import model
from tests.models.runs.two_days import runs_of_two_days

BEFORE, AFTER = dt.date(2023, 10, 31), dt.date(2023, 12, 31)
POLICY = Policy.load()


@pytest.fixture(scope="module")
def kept(county: County, tmp_path_factory: pytest.TempPathFactory) -> tuple[RecordStore, Run, Run]:
    """The county's records for this file alone, with the runs of two days."""
    return runs_of_two_days(county, tmp_path_factory.mktemp("runs") / "records", model(), POLICY, (BEFORE, AFTER))


def copied(kept: tuple[RecordStore, Run, Run], tmp_path: Path) -> RecordStore:
    """The same store with its runs, to be spoilt."""
    folder = tmp_path / "records"
    shutil.copytree(kept[0].path, folder)
    return RecordStore.open(folder)


def test_a_run_holds_scores_and_list_and_says_what_they_were_made_from(kept: tuple[RecordStore, Run, Run]) -> None:
    store, before, after = kept
    assert kept_runs(store, "fanpin-story") == [before.id, after.id]
    assert after.scores.height > 1_500
    assert 0 < after.listed.height < 60
    assert set(after.listed["household_id"]) <= set(after.scores["household_id"])
    assert after.made_from.previous == before.id
    assert after.state.previous["household_id"].sort().equals(before.listed["household_id"].sort())
    assert after.policy.values == POLICY.values
    assert MadeFrom.from_dict(json.loads(json.dumps(after.made_from.as_dict()))) == after.made_from


def test_the_same_made_again_is_the_run_that_is_there(
    kept: tuple[RecordStore, Run, Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "compute", lambda *_: pytest.fail("nothing had to be worked out"))
    store, _, after = kept
    assert make_run(model(), store, POLICY, AFTER).id == after.id


def test_a_run_made_again_is_the_same_to_the_bit(kept: tuple[RecordStore, Run, Run]) -> None:
    store, before, after = kept
    for run in (before, after):
        replayed = replay(store, run)
        assert replayed.same, replayed.differences
        assert replayed.changed is None
        assert "逐位一致" in replayed.in_words()[0].zh


def test_a_run_of_before_anybody_was_refused_is_read_as_refusing_nobody(
    kept: tuple[RecordStore, Run, Run], tmp_path: Path
) -> None:
    store = copied(kept, tmp_path)
    run = find_run(store, "fanpin-story")
    facts = json.loads((run.folder / FACTS).read_text(encoding="utf-8"))
    del facts["files"]["contradicting.parquet"]
    (run.folder / FACTS).write_text(json.dumps(facts), encoding="utf-8")
    (run.folder / "contradicting.parquet").unlink()
    earlier = find_run(store, "fanpin-story")
    assert earlier.contradicting.equals(kept[2].contradicting.clear())
    assert earlier.scores.equals(kept[2].scores)


def test_a_run_of_before_calibrators_were_told_apart_is_read_and_made_again(
    kept: tuple[RecordStore, Run, Run], tmp_path: Path
) -> None:
    store = copied(kept, tmp_path)
    run = find_run(store, "fanpin-story")
    models = store.path / FOLDER / MODELS
    (models / run.made_from.kept_as).rename(models / "of-both")
    facts = json.loads((run.folder / FACTS).read_text(encoding="utf-8"))
    earlier = replace(run.made_from, model_digest="of-both", calibrator_digest=None)
    facts["made_from"] = earlier.as_dict()
    assert "calibrator_digest" not in facts["made_from"]
    (run.folder / FACTS).write_text(json.dumps(facts), encoding="utf-8")
    run.folder.rename(run.folder.with_name(earlier.id))
    assert replay(store, find_run(store, "fanpin-story", earlier.id)).same


def test_what_lands_later_changes_no_run_that_was_given(kept: tuple[RecordStore, Run, Run], tmp_path: Path) -> None:
    store = copied(kept, tmp_path)
    run = find_run(store, "fanpin-story")
    household = run.listed["household_id"][0]
    # A department sends late what it had known long before the day.
    bill = f"""household_id | event_date | known_date | delivery_id | person_id | setting | disease_class | self_paid_yuan
    {household} | 2023-11-01 | 2023-12-05 | late | P | inpatient | major | 90000"""
    delivery = {"delivery_id": "late", "known_date": dt.date(2023, 12, 5), "source": "medical_settlement"}
    with store.writing():
        store.land({"illness": drawn("illness", bill)}, pl.DataFrame([delivery], schema=DELIVERIES))
    assert replay(store, run).same
    again = make_run(model(), store, POLICY, AFTER)
    assert again.id != run.id
    assert not again.scores.equals(run.scores)


def test_another_seed_or_model_is_another_run_and_shows_when_it_is_replayed(
    kept: tuple[RecordStore, Run, Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, _, after = kept
    compute = making.compute
    other_seed = replace(after.made_from, seed=7)
    assert other_seed.id != after.id

    def swapped(made_from: MadeFrom, used: RiskModel, *rest: object) -> object:
        return compute(made_from, model(weight=0.11), *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("models.runs.replaying.compute", swapped)
    replayed = replay(store, after)
    assert "raw_score" in replayed.differences["scores"]
    assert "以保存的为准" in replayed.in_words()[0].zh
    monkeypatch.setattr(
        "models.runs.replaying.compute", lambda made_from, *rest: compute(replace(made_from, seed=7), *rest)
    )
    assert not replay(store, after).same


def test_a_damaged_run_is_never_taken_for_what_was_given(kept: tuple[RecordStore, Run, Run], tmp_path: Path) -> None:
    store = copied(kept, tmp_path)
    name = kept[2].id
    folder = store.path / FOLDER / "fanpin-story" / name
    scores = folder / "scores.parquet"
    content = bytearray(scores.read_bytes())
    content[len(content) // 2] ^= 1
    scores.write_bytes(content)
    with pytest.raises(RunError, match="damaged"):
        _ = find_run(store, "fanpin-story", name).scores
    told = json.loads((folder / FACTS).read_text(encoding="utf-8"))
    told["made_from"]["seed"] += 1
    (folder / FACTS).write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(RunError, match="damaged"):
        find_run(store, "fanpin-story", name)


def test_what_is_gone_is_named(kept: tuple[RecordStore, Run, Run], tmp_path: Path) -> None:
    store = copied(kept, tmp_path)
    run = find_run(store, "fanpin-story")
    before = store.path / FOLDER / "fanpin-story" / kept[1].id
    shutil.move(before, tmp_path / "elsewhere")
    with pytest.raises(RunError, match=kept[1].id):
        replay(store, run)
    shutil.move(tmp_path / "elsewhere", before)
    data = next((store.path / "illness").rglob("*.parquet"))
    data.rename(tmp_path / data.name)
    with pytest.raises(GoneError, match="may have been vacuumed"):
        replay(store, run)
    (tmp_path / data.name).rename(data)
    shutil.rmtree(store.path / FOLDER / MODELS)
    with pytest.raises(RunError, match="is gone from"):
        replay(store, run)


def test_a_run_is_found_by_day_and_beginning_and_told_apart(kept: tuple[RecordStore, Run, Run]) -> None:
    store, before, after = kept
    for name, run in (("last", after), ("previous", before), (str(BEFORE), before), (after.id[:14], after)):
        assert find_run(store, "fanpin-story", name).id == run.id
    with pytest.raises(RunError, match="2 runs begin with 2023"):
        find_run(store, "fanpin-story", "2023")
    with pytest.raises(RunError, match="there is no run 1999"):
        find_run(store, "fanpin-story", "1999")
    with pytest.raises(RunError, match="Run `fanpin score` first"):
        find_run(store, "nobody")


def test_of_two_runs_of_one_day_the_one_made_last_is_the_last(
    kept: tuple[RecordStore, Run, Run], tmp_path: Path
) -> None:
    store = copied(kept, tmp_path)
    again = make_run(model(), store, POLICY, AFTER, visits=5)
    assert again.id != kept[2].id
    assert find_run(store, "fanpin-story").id == find_run(store, "fanpin-story", str(AFTER)).id == again.id
    assert find_run(store, "fanpin-story", "previous").id == kept[1].id
    # A list of so many visits that somebody asked for is not the office's list.
    assert again.made_from.previous == kept[1].id
    assert again.listed.height == 5


@pytest.fixture(scope="module")
def compared(kept: tuple[RecordStore, Run, Run]) -> ComparedLists:
    store, before, after = kept
    return compare(store, before, after)


def test_every_move_is_the_sum_of_its_swaps(compared: ComparedLists) -> None:
    change = {Move.ENTERED: 1, Move.LEFT: -1, Move.MOVED: 0, Move.STAYED: 0}
    for move in compared.moves.iter_rows(named=True):
        assert sum(swap["change"] for swap in move["swaps"]) == change[Move(move["move"])]
    assert set(compared.moves["move"]) >= {Move.ENTERED.value, Move.LEFT.value}
    listed = {*compared.before.listed["household_id"], *compared.after.listed["household_id"]}
    assert set(compared.moves["household_id"]) == listed


def test_the_score_s_move_is_the_sum_of_its_causes(compared: ComparedLists) -> None:
    assert list(compared.scores.schema) == list(SPLIT)
    whole = compared.scores.group_by("household_id").agg(pl.col("raw_score", "points").sum())
    both = compared.before.scores.select("household_id", "probability", before="raw_score").join(
        compared.after.scores.select("household_id", now="probability", after="raw_score"), on="household_id"
    )
    held = whole.join(both, on="household_id")
    assert held.height == whole.height > 10
    moved = pl.col("after") - pl.col("before"), 100 * (pl.col("now") - pl.col("probability"))
    apart = held.select((pl.col("raw_score") - moved[0]).abs() < 1e-9, (pl.col("points") - moved[1]).abs() < 1e-9)
    assert apart.select(pl.all_horizontal(pl.all().all())).item()


def test_the_change_is_told_in_words_of_everybody_who_came_or_went(compared: ComparedLists) -> None:
    text = "\n".join(compared_in_words(compared))
    for move in compared.moves.iter_rows(named=True):
        assert (f"户 {move['household_id']}：" in text) is (move["move"] != Move.STAYED)
    assert "新列入" in text
    assert "百分点" in text


def test_lists_that_cannot_be_cut_again_are_not_explained(
    kept: tuple[RecordStore, Run, Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, before, after = kept
    issue = issue_by_rules
    monkeypatch.setattr(comparing, "issue_by_rules", lambda scores, *rest: issue(scores.head(200), *rest))
    with pytest.raises(RunError, match="not what was given"):
        compare(store, before, after)
    with pytest.raises(RunError, match="comes first"):
        compare(store, after, before)


def test_each_swap_puts_on_or_off_what_it_puts_on_or_off() -> None:
    lists = [
        pl.DataFrame({"household_id": names, "number": range(1, len(names) + 1)}) for names in (["A", "B"], ["B", "C"])
    ]
    cuts = [{"A", "B"}] * 2 + [{"B"}] * 2 + [{"A", "B"}] + [{"B", "C"}] * (len(Swap) - 4)
    moves = {row["household_id"]: row for row in moves_between(cuts, *lists).iter_rows(named=True)}
    swaps = list(Swap)
    assert moves["A"]["swaps"] == [
        {"swap": swaps[1].value, "change": -1},
        {"swap": swaps[3].value, "change": 1},
        {"swap": swaps[4].value, "change": -1},
    ]
    assert (moves["A"]["move"], moves["B"]["move"], moves["C"]["move"]) == ("left", "moved", "entered")
