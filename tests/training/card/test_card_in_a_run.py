"""A registered version has its card, and the card says what the run's report says."""

from __future__ import annotations

import json

import pytest

from models.card.page import Language, card_page
from models.card.schema import Card
from models.registry import text
from tests.conftest import County


@pytest.fixture
def card(county: County, monkeypatch: pytest.MonkeyPatch) -> Card:
    for name, value in county.environment.items():
        monkeypatch.setenv(name, value)
    return Card.load(text("fanpin-entry", "1", "card.json"))


def test_a_registered_version_has_the_card_of_its_run(county: County, card: Card) -> None:
    report = json.loads((county.folder / "report.json").read_text(encoding="utf-8"))
    recall = report["lists"]["methods"]["model"]["recall@capacity"]
    assert card.model.version == "1"
    assert card.quality.recall_at_capacity.model_dump() == pytest.approx(recall)
    assert card.positives.households == report["households"]["test"]
    assert card.ships.method == report["choice"]["shipped"]
    assert card.model.fingerprint == report["model"]["fingerprint"]
    assert sum(domain.features for domain in card.domains) == len(report["model"]["features"])
    assert {one.name for one in card.policy.examples} == set(report["policy"]["examples"])
    assert card.leak_proof.passed


def test_what_the_audit_stands_on_is_among_the_examples(card: Card) -> None:
    names = {one.name for one in card.policy.examples}
    assert {"fairness_least_recall_ratio", "fairness_least_households_told"} <= names


@pytest.mark.parametrize("language", list(Language))
def test_its_pages_are_kept_beside_it(card: Card, language: Language) -> None:
    assert text("fanpin-entry", "1", f"card.{language.value}.html") == card_page(card, language)
