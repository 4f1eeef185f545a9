"""What a household's page shows beside the score: every fact that the model read."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from features.registry import chosen
from features.registry.wording import fact_zh
from features.vocabulary import RiskType
from models.risk_model import RiskModel


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


def facts_by_risk(frame: pl.DataFrame, model: RiskModel) -> list[FactsOfRisk]:
    """Every fact that the model read of one household, by risk type, what raises the score most first.

    Args:
        frame: the household's features, those of the model at least.
    """
    contributions = model.contributions(frame)[0]
    declared = chosen(model.features)
    groups: dict[RiskType, list[Fact]] = {}
    for name, contribution in zip(model.features, contributions, strict=True):
        feature, value = declared[name], frame[name][0]
        words = fact_zh(feature, value).removeprefix(f"{feature.zh}：")
        groups.setdefault(feature.risk_type, []).append(Fact(feature.zh, words, value is not None, float(contribution)))
    told = [
        FactsOfRisk(
            risk_type,
            sum(fact.contribution for fact in facts),
            sorted(facts, key=lambda fact: (-fact.contribution, fact.meaning)),
        )
        for risk_type, facts in groups.items()
    ]
    return sorted(told, key=lambda group: (-group.contribution, group.risk_type.value))
