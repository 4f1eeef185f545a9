"""A model card is read as it was written, and a card that is not understood is refused."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from models.card.schema import Card, CardError
from tests.models.card.drawn_card import drawn_card, group_verdict, interval


def test_a_card_is_read_as_it_was_written() -> None:
    card = drawn_card()
    assert Card.load(card.dump()) == card


def test_what_the_rows_cannot_tell_stays_unknown_on_the_way() -> None:
    card = drawn_card(verdicts=(group_verdict().model_copy(update={"value": interval(None)}),))
    assert json.loads(card.dump())["fairness"]["verdicts"][0]["value"] == {"value": None, "low": None, "high": None}
    assert Card.load(card.dump()).fairness.verdicts[0].value.value is None


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"schema_version": 2}, "schema_version"),
        ({"surprise": 1}, "surprise"),
        ({"calibration": {"verdict": "fine"}}, "calibration.verdict"),
    ],
)
def test_a_card_that_is_not_understood_is_refused_by_field(change: dict[str, object], told: str) -> None:
    with pytest.raises(CardError, match=told):
        Card.load(json.dumps({**json.loads(drawn_card().dump()), **change}))


def test_a_card_that_is_no_json_is_refused() -> None:
    with pytest.raises(CardError, match="can't be read"):
        Card.load("<html>")


def test_a_card_does_not_change_after_reading_and_takes_its_version_as_a_copy() -> None:
    card = drawn_card(version=None)
    with pytest.raises(ValidationError):
        card.experiment = "other"
    assert card.with_version("8").model.version == "8"
    assert card.model.version is None
