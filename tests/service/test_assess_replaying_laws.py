"""Every field of an answer, and of what it was made from, is held to its word when it is made again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from features.records.store import RecordStore
from models.answers import Answer, gathering, replaying
from models.answers.made_from import AnswerMadeFrom
from models.answers.reading import BESIDE, AnswerError, KeptAnswer
from models.answers.replaying import NOT_COMPARED
from models.provenance import GoneError
from models.provenance.storage import FOLDER
from models.registry.tracking import RegistryError
from models.risk_model import RiskModel
from service.answers import Assessment, AssessmentMadeFrom
from service.app import create_app
from service.settings import Settings
from tests.service.people import CHEAP, copied, key_of
from tests.service.replaying import replayed, stored

ServiceOf = Callable[..., TestClient]


@pytest.fixture(autouse=True)
def no_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: Any) -> None:
        raise RegistryError("没有 | none")

    monkeypatch.setattr(gathering, "load_version", gone)


def changed(value: Any) -> Any:
    """Something else of the same kind."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case float():
            return value * (1 + 2**-50) if value else -0.0
        case str():
            return f"{value}x"
        case dict() if value:
            name = next(reversed(value))
            return {**value, name: changed(value[name])}
        case list() if value:
            return [*value[:-1], changed(value[-1])]
        case _:
            return "something"


@pytest.fixture(scope="module")
def given(
    store: RecordStore,
    model: RiskModel,
    households: list[str],
    empty_sqlite: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[dict[str, Any], Path]:
    """An answer and the records that it came from, which the laws leave as they are."""
    folder = tmp_path_factory.mktemp("given")
    shutil.copytree(store.path, folder / "records", ignore=shutil.ignore_patterns(FOLDER))
    settings = Settings(
        records=folder / "records",
        model_copy=folder / "model",
        database=copied(empty_sqlite, folder),
        keys=folder / "service.keys",
    )
    app = create_app(settings, model, CHEAP)
    app.state.resources.champion.load()
    return stored(TestClient(app, headers={"X-API-Key": key_of(app, "given")}), households[3]), folder / "records"


@pytest.fixture(scope="module")
def made_once() -> Callable[..., Answer]:
    """The answer made anew, once for each thing that it is made from: what is changed in the file beside that changes nothing of it."""
    made: dict[Any, Answer] = {}
    anew = replaying._stored_again

    def again(answer: KeptAnswer, *others: Any) -> Answer:
        key = (answer.household_id, repr(answer.made_from))
        if key not in made:
            made[key] = anew(answer, *others)
        return made[key]

    return again


# Names of places stand beside an answer: what a village is called decides nothing in it.
@pytest.mark.parametrize("field", sorted(set(Assessment.model_fields) - {"made_from", "household_id", *BESIDE}))
def test_a_change_of_any_field_is_found_and_named(
    field: str,
    given: tuple[dict[str, Any], Path],
    made_once: Callable[..., Answer],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(replaying, "_stored_again", made_once)
    answer, records = given
    told = replayed({**answer, field: changed(answer[field])}, records)
    (difference,) = told.differences
    assert difference.field.startswith(field)
    assert difference.field in told.in_words()[0].zh
    without = {name: value for name, value in answer.items() if name != field}
    if field != "probability":
        assert [difference.field for difference in replayed(without, records).differences] == [field]


WHERE_IT_COMES_FROM = {
    "model_digest": GoneError,
    "calibrator_digest": GoneError,
    "policy_version": GoneError,
    "data_versions": GoneError,
    "store": AnswerError,
    "document": AnswerError,
}
"""What can't be found under another name; all else of it is compared, or told beside (NOT_COMPARED)."""


@pytest.mark.parametrize("field", sorted(set(AssessmentMadeFrom.model_fields) - {"format"}))
def test_whatever_it_was_made_from_is_held_to_its_word(field: str, given: tuple[dict[str, Any], Path]) -> None:
    answer, records = given
    made_from = answer["made_from"]
    other = "2024-05-31" if field == "as_of" else changed(made_from[field])
    spoilt = {**answer, "made_from": {**made_from, field: other}}
    if field in WHERE_IT_COMES_FROM:
        with pytest.raises(WHERE_IT_COMES_FROM[field]):
            replayed(spoilt, records)
        return
    told = replayed(spoilt, records)
    if f"made_from.{field}" in NOT_COMPARED:
        assert told.same
        assert (told.changed is not None) is (field == "code_digest")
    else:
        assert not told.same


def test_what_is_answered_is_what_the_api_declares(given: tuple[dict[str, Any], Path]) -> None:
    answer, _ = given
    assert list(answer) == list(Assessment.model_fields)
    assert list(answer["made_from"]) == list(AssessmentMadeFrom.model_fields)
    made_from = AnswerMadeFrom.from_dict(answer["made_from"])
    assert made_from.as_dict() == answer["made_from"]
    assert {field.partition(".")[2] for field in NOT_COMPARED} <= set(answer["made_from"])
