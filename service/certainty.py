"""What the API answers about how sure a score is (`models.certainty`)."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

Finite = Annotated[float, Field(allow_inf_nan=False)]


class ContradictionAnswer(BaseModel):
    """What speaks against the main reason: verify it first."""

    rule: str = Field(description="Id of the rule (docs/certainty.md), or of a check (`fanpin checks`).")
    risk_type: str = Field(description="Of the reason that it contradicts.")
    zh: str
    en: str
    ask_zh: str
    ask_en: str


class QuestionAnswer(BaseModel):
    """Something missing, old, contradicted or perhaps not reported, whose answer could move the probability."""

    topic: str = Field(description="The record table that it is about.")
    state: str = Field(description="Why it is open: `missing`, `suspect`, `stale` or `silent`.")
    zh: str = Field(description="What to ask, in Chinese.")
    en: str
    why_zh: str
    why_en: str
    doubt: Annotated[Finite, Field(ge=0, le=1)] = Field(description="The chance that what the records say is not so.")
    effect: Finite = Field(description="By how much the answer moves the probability, on average.")
