"""Many households answered at once are each answered as they would be alone, to the last bit; one that can't be costs nobody else."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from features.context.cache import context_wanted_by
from features.errors import FanpinError
from features.policy.loading import Policy, PolicyError
from features.records.gate import Records
from features.records.store.states import StoreInState
from models import assess, refusal
from models.answers import (
    MOST_HOUSEHOLDS,
    TooManyHouseholdsError,
    answer_many,
    answer_of,
    answer_stored,
    kept_answers,
    many,
)
from models.certainty import beside_scores, measuring
from models.refusal import Refusal, sparing_others
from models.registry import load_version
from models.runs import Run, find_run, make_run
from tests.conftest import County
from tests.drawn_tables import POLICY
from tests.models.answers.drawn_answers import ASKED, STRANGER, alone, store_in
from tests.models.certainty.drawn_county import DAY
from tests.models.small_model import model, simple_model

REFUSED = {
    "D05": Refusal.RECORDS_CONTRADICT,
    "D07": Refusal.IMPOSSIBLE_NUMBERS,
    "D09": Refusal.MONITORED,
    STRANGER: Refusal.UNKNOWN,
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> StoreInState:
    return store_in(tmp_path_factory.mktemp("many") / "records")


@pytest.fixture(scope="module")
def each(store: StoreInState) -> dict[str, dict[str, Any] | FanpinError]:
    """Everybody alone."""
    return {household: alone(model(), store, household) for household in ASKED}


@pytest.fixture(scope="module")
def run(store: StoreInState) -> Run:
    return make_run(model(), store, POLICY, DAY)


def as_sent(answer: object) -> str:
    """As it goes over the wire: names in their order, every digit."""
    return json.dumps(answer, default=str, ensure_ascii=False)


def test_each_of_many_is_answered_as_it_is_alone(
    store: StoreInState, each: dict[str, dict[str, Any] | FanpinError]
) -> None:
    answers = answer_many(model(), POLICY, store, ASKED, DAY)
    assert list(answers.given) == [household for household in ASKED if household not in REFUSED]
    for household, answer in answers.given.items():
        assert as_sent(answer) == as_sent(each[household]), household
    assert {household: getattr(why, "refusal", why) for household, why in answers.unanswered.items()} == REFUSED
    for household, why in answers.unanswered.items():
        assert (type(why), str(why)) == (type(each[household]), str(each[household]))


def test_the_drawn_answers_hold_all_that_can_stand_beside_a_score(
    each: dict[str, dict[str, Any] | FanpinError],
) -> None:
    answers = [answer for answer in each.values() if isinstance(answer, dict)]
    assert {question["topic"] for answer in answers for question in answer["ask_first"]} >= {"income", "illness"}
    assert {len(answer["warnings"]) for answer in answers} >= {0, 1}
    both = next(answer for answer in answers if answer["household_id"] == "D15")
    assert [warning["table"] for warning in both["warnings"]] == ["illness", None]
    assert all(answer["plausible_low"] <= answer["probability"] <= answer["plausible_high"] for answer in answers)
    assert any(answer["plausible_low"] < answer["plausible_high"] for answer in answers)
    assert len({answer["completeness"] for answer in answers}) > 1
    assert any("1条记录的人员不在" in missing["zh"] for answer in answers for missing in answer["rests_on"]["missing"])


@pytest.mark.parametrize("asked", [ASKED[::-1], ASKED[7:19], ["D35", "D35"], [STRANGER], []])
def test_whoever_else_is_asked_about_makes_no_difference(
    asked: list[str], store: StoreInState, each: dict[str, dict[str, Any] | FanpinError]
) -> None:
    answers = answer_many(model(), POLICY, store, asked, DAY)
    assert list(answers.given) == [one for one in dict.fromkeys(asked) if one not in REFUSED]
    assert set(answers.unanswered) == set(asked) & set(REFUSED)
    assert all(as_sent(answer) == as_sent(each[household]) for household, answer in answers.given.items())


def test_the_same_by_a_simple_model_and_from_the_files(store: StoreInState) -> None:
    asked, files = ["D24", "D33", "D36"], StoreInState.at(store.path)
    answers = answer_many(simple_model(), POLICY, files, asked, DAY, keep=False)
    assert all(as_sent(answers.given[one]) == as_sent(alone(simple_model(), store, one)) for one in asked)


def test_what_moves_a_score_most_is_asked_first(store: StoreInState, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "LEAST_EFFECT", 0.0)
    answer = answer_many(model(), POLICY, store, ["D35"], DAY).given["D35"]
    assert [question["topic"] for question in answer["ask_first"]] == ["illness", "income"]
    assert answer["ask_first"][0]["effect"] > answer["ask_first"][1]["effect"]


def test_the_probability_lies_within_its_interval(store: StoreInState) -> None:
    """An unknown income counts for more here than any that is drawn."""
    answer = answer_many(simple_model(), POLICY, store, ["D24"], DAY).given["D24"]
    assert answer["plausible_low"] < answer["probability"] == answer["plausible_high"]


def test_households_of_a_county_with_a_trained_model(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", county.environment["MLFLOW_TRACKING_URI"])
    store, trained = StoreInState.at(county.store.path), load_version("fanpin-entry", "1")
    day, asked, policy = dt.date(2023, 12, 31), store.household_ids()[::110], Policy.load()
    answers = answer_many(trained, policy, store, asked, day, keep=False)
    context = context_wanted_by(trained.features, store, [day])
    assert len(answers.given) > 12
    for household, answer in answers.given.items():
        records = Records(store.records(households=[household]), context)
        assert as_sent(answer) == as_sent(
            answer_of(answer_stored(trained, policy, store, records, household, day, keep=False))
        )


def test_a_run_holds_the_answers_of_its_day_to_the_last_bit(
    run: Run, each: dict[str, dict[str, Any] | FanpinError]
) -> None:
    answers = dict(kept_answers(run))
    assert set(answers) == set(ASKED) - set(REFUSED)
    assert all(as_sent(answer) == as_sent(each[household]) for household, answer in answers.items())
    assert set(dict(kept_answers(run, ["D35", "D05", STRANGER]))) == {"D35"}


def failing(of: str, work: Callable[..., Any]) -> Callable[..., Any]:
    """The same work, that fails for any frame in which a household is."""

    def work_or_fail(one: Any, records: Any, households: pl.DataFrame, *rest: Any, **further: Any) -> Any:
        if of in households["household_id"].to_list():
            raise PolicyError("no value | no value")
        return work(one, records, households, *rest, **further)

    return work_or_fail


@pytest.mark.parametrize(("where", "name"), [(assess, "beside_scores"), (many, "assess_wholly")])
def test_one_that_cannot_be_answered_costs_nobody_else(
    where: Any,
    name: str,
    store: StoreInState,
    each: dict[str, dict[str, Any] | FanpinError],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(where, name, failing("D20", getattr(where, name)))
    answers = answer_many(model(), POLICY, store, ASKED, DAY)
    assert isinstance(answers.unanswered["D20"], PolicyError)
    assert set(answers.unanswered) == {*REFUSED, "D20"}
    assert all(as_sent(answer) == as_sent(each[household]) for household, answer in answers.given.items())


def test_a_run_says_of_whom_it_holds_no_answer_and_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = store_in(tmp_path / "records")
    monkeypatch.setattr(assess, "beside_scores", failing("D20", beside_scores))
    run = make_run(model(), own, POLICY, DAY)
    held = run.answers.filter(pl.col("household_id") == "D20").row(0, named=True)
    assert held["unanswered"] == "PolicyError"
    assert run.answers.height == run.scores.height
    assert set(dict(kept_answers(run))) == set(ASKED) - set(REFUSED) - {"D20"}


def test_a_run_of_before_answers_were_kept_answers_nobody(tmp_path: Path) -> None:
    own = store_in(tmp_path / "records")
    run = make_run(model(), own, POLICY, DAY)
    facts = json.loads((run.folder / "run.json").read_text(encoding="utf-8"))
    del facts["answers"], facts["files"]["answers.parquet"]
    (run.folder / "run.json").write_text(json.dumps(facts), encoding="utf-8")
    (run.folder / "answers.parquet").unlink()
    earlier = find_run(own, run.made_from.model)
    assert dict(kept_answers(earlier)) == {}
    assert earlier.answers.is_empty()


def test_what_fails_for_a_whole_county_is_not_looked_for_household_by_household() -> None:
    asked = pl.DataFrame({"household_id": [f"H{number}" for number in range(1_000)]})
    calls = list[int]()

    def never(rows: pl.DataFrame) -> None:
        calls.append(rows.height)
        raise PolicyError("no value | no value")

    results, failures = sparing_others(never, asked)
    assert results == []
    assert list(failures) == asked["household_id"].to_list()
    assert len(calls) < 3 * refusal.MOST_APART


def test_more_than_are_answered_at_once_are_refused_before_the_work(store: StoreInState) -> None:
    with pytest.raises(TooManyHouseholdsError, match="1,001 households"):
        answer_many(model(), POLICY, store, [f"H{number}" for number in range(MOST_HOUSEHOLDS + 1)], DAY)
