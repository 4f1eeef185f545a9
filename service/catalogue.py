"""What the API answers about features: the edge's own models of the catalogue's documents."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, Field

from service.answers import Finite, Words


class FeatureSummary(BaseModel):
    """One line of the catalogue."""

    name: str
    domain: str
    zh: str = Field(description="Its meaning in Chinese words.")
    en: str
    unit: str
    lowest: Finite = Field(description="A value below it is a mistake, not a fact.")
    highest: Finite
    when_no_rows: Finite | None = Field(
        description="Its value when nothing is recorded that could tell; null is unknown."
    )
    risk_type: str = Field(description="Official risk type that it speaks for.")
    risk_rises_when: str = Field(
        description="`rises`, `falls` or `either`: the direction in which risk may move with it."
    )
    table: str | None = Field(description="Record table that it reads; null for what is made of other features.")
    windows_months: list[int] = Field(description="How far it looks back from the as-of day.")
    made_of: list[str] = Field(description="Features that it reads.")


class CatalogueLine(FeatureSummary):
    """One line of the catalogue."""

    policy: list[str] = Field(description="Names of the policy values that it reads.")


class CatalogueAnswer(BaseModel):
    """The catalogue, or the part asked for."""

    features: list[CatalogueLine]


class ColumnAnswer(Words):
    """A column of the record table that the feature reads."""

    name: str
    unit: str | None
    values: list[str] = Field(description="Its closed set of words.")
    delivered_by: list[str] = Field(
        description="Kinds of file that fill it; empty: nobody does, so it is always unknown."
    )


class StepInForce(BaseModel):
    """The step of a policy value that holds on the day at the place."""

    since: dt.date
    value: Finite
    scope: str = Field(description="Prefix of the region codes for which it holds; empty for all.")
    source: str
    status: str = Field(description="`sourced`, or `example`: to be replaced by the county's own notice.")


class PolicyAnswer(Words):
    """A policy value that the feature reads."""

    name: str
    unit: str
    in_force: StepInForce | None


class UsedBy(BaseModel):
    """What stands on the feature."""

    features: list[str]
    triggers: list[str]
    gaps: list[str]
    checks: list[str]


class ExampleAnswer(BaseModel):
    """The feature of a made-up household, worked out by the same code as everybody's."""

    household: Words
    as_of: dt.date
    rows: list[dict[str, str | Finite | bool | None]] = Field(
        description="Rows of its table known that day; `counts` says whether the row makes part of the value."
    )
    ingredients: dict[str, Finite | None] = Field(description="Values of the features and policy values it is made of.")
    value: Finite | None
    value_zh: str
    value_en: str


class FeatureDocument(FeatureSummary):
    """One feature in full."""

    absence: Words
    direction: Words
    columns: list[ColumnAnswer]
    policy: list[PolicyAnswer]
    used_by: UsedBy
    definition: str = Field(description="As it is written in the code.")
    example: ExampleAnswer | None = Field(description="Null when the policy has no value on the example's day.")
