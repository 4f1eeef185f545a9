"""What the API takes and answers about the versions of the model."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from features.vocabulary import Labelled
from models import DEFAULT_MODEL
from models.promotions.audit import Act
from models.promotions.checks import Check
from models.promotions.history import Change
from models.registry import Alias, Version
from service.answers import Notice
from service.rows import STRICT

MODEL_NAME = r"^[a-z0-9][a-z0-9-]{0,59}$"
PLAIN = r"^[^\x00-\x1f\x7f]+$"
"""No sign that drives a terminal."""

Words = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=PLAIN, strict=True)
]
ModelName = Annotated[
    str, Field(pattern=MODEL_NAME, description="The registered model; the one that scores when left out.")
]


class _Answer(BaseModel):
    model_config = ConfigDict(protected_namespaces=())


class RollbackSent(BaseModel):
    """Who goes back to the champion before, and why."""

    model_config = STRICT

    reason: Annotated[Words, Field(description="Why; kept in the audit of promotions.", examples=["误报多"])]
    approver: Annotated[
        Words | None,
        Field(
            description="Who answers for it. Programs name a person; for a person who is logged in it is they, and nobody else."
        ),
    ] = None
    model: ModelName = DEFAULT_MODEL


class PromotionSent(RollbackSent):
    """Who promotes a version, why, and what they take upon themselves."""

    accept: Annotated[
        tuple[Annotated[str, Field(pattern=r"^[a-z0-9_+-]{1,60}$")], ...],
        Field(
            strict=False,
            max_length=40,
            description="Groups, or `calibration`, of which there is too little evidence and which is accepted.",
        ),
    ] = ()
    despite: Annotated[
        tuple[Annotated[Check, Field(strict=False)], ...],
        Field(
            strict=False,
            max_length=12,
            description="Failed checks to override; kept in the audit of promotions. Not all can be.",
        ),
    ] = ()


class VersionAnswer(_Answer):
    """A version of the model."""

    model: str
    version: str
    aliases: list[Alias] = Field(description="What it counts for: `champion` scores.")
    made_at: dt.datetime = Field(description="When it was registered.")
    trained_until: dt.date | None = Field(
        description="The last day that it learned from; null where its card can't be read."
    )
    observed_until: dt.date | None = Field(description="Until when outcomes were known then.")
    fingerprint: str | None = Field(description="Of its features' definitions.")
    horizon_months: int | None
    method: str | None = Field(description="How it scores: `boosting`, `logistic`, …")
    promoted_at: dt.datetime | None = Field(description="When it last became the champion; null if never.")
    card_problem: str | None = Field(description="Why its card can't be read, `中文 | English`.")


class VersionsAnswer(_Answer):
    """Every version of the model, the newest first."""

    model: str
    items: list[VersionAnswer]


class ChangeAnswer(_Answer):
    """From a moment on another version scored."""

    at: dt.datetime
    act: Act
    version: str
    before: str | None = Field(description="The version that scored until then.")
    approver: str
    reason: str
    entry: int = Field(description="Number of the entry of the audit of promotions (`fanpin promotions`).")


class Knowledge(Labelled):
    RECORDED = "recorded", "有记录", "the audit of promotions tells of it"
    BEFORE_FIRST = "before_first", "首次上线之前", "it lies before the first promotion: nothing scored"
    NEVER_PROMOTED = "never_promoted", "没有上线记录", "a version scored that nobody promoted, since when is not known"


class InForceAnswer(_Answer):
    """Which version scored on a day."""

    model: str
    on: dt.date = Field(description="The day, in China.")
    version: str | None = Field(description="The one at its end; null where none scored yet.")
    knowledge: Knowledge
    since: ChangeAnswer | None = Field(description="The change by which it came; null where none is recorded.")
    changes: list[ChangeAnswer] = Field(
        description="What changed on the day itself, in order: several versions may have scored."
    )
    notices: list[Notice] = Field(
        description="What does not fit between the audit of promotions and the registry; empty where all does."
    )


class MovedAnswer(_Answer):
    """What a promotion or rollback changed. The service takes the champion up within a quarter of a minute."""

    model: str
    champion: str
    before: str | None
    previous: str | None = Field(description="The version to which a rollback would go now.")
    approver: str
    entry: int = Field(description="Number of the entry of the audit of promotions.")
    hash: str = Field(description="Hash of that entry.")


def change_answer(change: Change) -> ChangeAnswer:
    return ChangeAnswer(
        at=change.at,
        act=change.act,
        version=change.version,
        before=change.before,
        approver=change.approver,
        reason=change.reason,
        entry=change.entry,
    )


def aliases_of(version: Version) -> list[Alias]:
    known = Alias.values()
    return [Alias(alias) for alias in version.aliases if alias in known]
