"""A file that holds no answer, a damaged one, or one of a later fanpin gets a sentence that says what to do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from features.errors import FanpinError
from models.answers.reading import AnswerError, read_answer

MADE_FROM: dict[str, Any] = {
    "as_of": "2024-06-30",
    "model": "fanpin-entry",
    "model_version": "1",
    "model_digest": "aa",
    "calibrator_digest": "bb",
    "feature_fingerprint": "cc",
    "policy_version": "dd",
    "code_version": "0",
    "code_digest": "ee",
    "data_versions": {"households": 3},
    "seed": 7,
    "store": "s",
    "document": None,
    "format": 1,
}
ANSWER: dict[str, Any] = {"household_id": "H1", "probability": 0.5, "made_from": MADE_FROM}


def test_an_answer_is_read_with_what_it_was_made_from(tmp_path: Path) -> None:
    file = tmp_path / "answer.json"
    # Programs of Windows put a mark in front.
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps(ANSWER).encode())
    answer = read_answer(file)
    assert answer.household_id == "H1"
    assert answer.fields == {"household_id": "H1", "probability": 0.5}
    assert answer.made_from.as_dict() == MADE_FROM


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "holds no whole JSON"),
        (json.dumps(ANSWER).encode()[:-9], "holds no whole JSON"),
        (b"\xff\xfe\x00", "holds no whole JSON"),
        (b"[" * 100_000, "holds no whole JSON"),
        (b'{"household_id": "H1", "household_id": "H2"}', "stands here twice"),
        (b"3", "holds no answer about a household"),
        (b"{}", "holds no answer about a household"),
        (json.dumps({**ANSWER, "household_id": 3}).encode(), "holds no answer about a household"),
        (b'{"households": [], "made_from": {}}', "`fanpin replay RUN/HOUSEHOLD`"),
        (b'{"type": "urn:fanpin:problem:out-of-scope"}', "nothing was scored"),
        (b'{"household_id": "H1", "probability": 0.5}', "an earlier fanpin gave it"),
    ],
)
def test_what_is_no_answer_is_refused_with_a_reason(content: bytes, says: str, tmp_path: Path) -> None:
    file = tmp_path / "answer.json"
    file.write_bytes(content)
    with pytest.raises(FanpinError, match=says):
        read_answer(file)


@pytest.mark.parametrize("name", ["absent.json", "."])
def test_a_file_that_cannot_be_read_is_named(name: str, tmp_path: Path) -> None:
    with pytest.raises(AnswerError, match="can't be read"):
        read_answer(tmp_path / name)


DAMAGED: dict[str, list[Any]] = {
    "as_of": ["2024-13-01", 20240630, None],
    "model": [None, 3],
    "model_digest": [["aa"]],
    "calibrator_digest": [None, 3],
    "data_versions": [None, [], {"households": "3"}, {"households": True}],
    "seed": ["7"],
    "store": [7],
    "document": [{}],
    "more": ["of it"],
}


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in DAMAGED.items() for value in values])
def test_a_damaged_origin_is_never_guessed_at(field: str, value: Any, tmp_path: Path) -> None:
    file = tmp_path / "answer.json"
    file.write_text(json.dumps({**ANSWER, "made_from": {**MADE_FROM, field: value}}), encoding="utf-8")
    with pytest.raises(AnswerError, match="is damaged"):
        read_answer(file)


@pytest.mark.parametrize("left_out", sorted(set(MADE_FROM) - {"seed", "store", "document", "format"}))
def test_an_origin_of_which_something_is_left_out_is_damaged(left_out: str, tmp_path: Path) -> None:
    rest = {name: value for name, value in MADE_FROM.items() if name != left_out}
    file = tmp_path / "answer.json"
    file.write_text(json.dumps({**ANSWER, "made_from": rest}), encoding="utf-8")
    with pytest.raises(AnswerError, match="is damaged"):
        read_answer(file)


def test_a_later_format_is_told_apart_from_a_damaged_one(tmp_path: Path) -> None:
    file = tmp_path / "answer.json"
    later = {**MADE_FROM, "format": 2, "shares": []}
    file.write_text(json.dumps({**ANSWER, "made_from": later}), encoding="utf-8")
    with pytest.raises(AnswerError, match="given by a later fanpin"):
        read_answer(file)
