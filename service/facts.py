"""What a household's page shows beside the score: every fact that the model read."""

from __future__ import annotations

from dataclasses import dataclass

from features.registry import chosen
from features.registry.wording import value_in_words
from features.vocabulary import RiskType
from models.reading import Reading
from models.reasons import sums_by_risk_type


@dataclass(frozen=True)
class Fact:
    """A feature of the household in words.

    Attributes:
        contribution: to the raw score, in log-odds; below 0 it lowers the risk.
    """

    meaning: str
    value: str
    known: bool
    contribution: float


@dataclass(frozen=True)
class FactsOfRisk:
    """The facts that speak for one official risk type, the strongest first, and what they add together."""

    risk_type: RiskType
    contribution: float
    facts: list[Fact]


def facts_by_risk(reading: Reading) -> list[FactsOfRisk]:
    """Every fact that the model read of one household, by risk type, what raises the score most first.

    Raises:
        ExplanationError: what they add does not rebuild the score.
    """
    model, frame, contributions = reading.model, reading.frame, reading.contributions()
    declared = chosen(model.features)
    facts: dict[RiskType, list[Fact]] = {}
    for name, contribution in zip(model.features, contributions[0], strict=True):
        feature, value = declared[name], frame[name][0]
        known = value is not None
        fact = Fact(feature.zh, value_in_words(feature, value).zh, known, float(contribution))
        facts.setdefault(feature.risk_type, []).append(fact)
    groups = [
        FactsOfRisk(
            risk_type,
            float(contribution),
            sorted(facts[risk_type], key=lambda fact: (-fact.contribution, fact.meaning)),
        )
        for risk_type, contribution in zip(RiskType, sums_by_risk_type(model.features, contributions)[0], strict=True)
        if risk_type in facts
    ]
    return sorted(groups, key=lambda group: (-group.contribution, group.risk_type.value))
