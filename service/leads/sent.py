"""What the API takes about leads: reports, moves, visits."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from features.vocabulary import LeadSource, RiskType
from service.personal_ids import NO_PERSONAL_NUMBER
from service.procedure.fields import RISK_TYPES_AT_MOST
from service.procedure.verdicts import UnfoundedReason, Verdict
from service.rows import LONGEST_TEXT, STRICT, Day

REFERENCE = r"^[0-9A-Za-z][0-9A-Za-z._:/#-]{0,199}$"
LONGEST_NOTE = 500

HouseholdCode = Annotated[
    str, Field(min_length=1, max_length=LONGEST_TEXT, description="户编号 | The household's code.")
]


class ReportSent(BaseModel):
    """A report of a household: somebody's word, a department's alert, a score."""

    model_config = STRICT

    household_id: HouseholdCode
    source: Annotated[LeadSource, Field(strict=False, description="Where it comes from.")]
    reference: Annotated[
        str,
        Field(
            pattern=REFERENCE,
            description="By which the sender knows it; the same reference of the same source and sender is the same report. Never a name or a person's number.",
            examples=["medical-2026-01/4711"],
        ),
        NO_PERSONAL_NUMBER,
    ]
    reported_on: Annotated[Day, Field(description="The day on which it reached the county.", examples=["2026-01-05"])]
    risk_type: Annotated[RiskType | None, Field(strict=False, description="What it speaks of, where it says so.")] = (
        None
    )
    rule: Annotated[
        str | None, Field(pattern=r"^[a-z][a-z0-9_]{0,99}$", description="Name of the department's rule, of an alert.")
    ] = None
    severe: Annotated[bool, Field(description="The county calls the rule severe: who hits it is visited.")] = False
    score_id: Annotated[
        str | None, Field(pattern=r"^score_[0-9a-f]{32}$", description="Of the assessment that it rests on.")
    ] = None
    note: Annotated[
        str | None, Field(min_length=1, max_length=LONGEST_NOTE, description="In the reporter's words; kept sealed.")
    ] = None


class MoveSent(BaseModel):
    """A step of the procedure. What each move asks is in docs/procedure.md and in the lead's `moves`."""

    model_config = STRICT

    move: Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,39}$", description="Its name.", examples=["visit"])]
    details: Annotated[
        dict[str, str | bool | int | list[str] | None],
        Field(
            default_factory=dict,
            max_length=20,
            description="What is said with it, field by field; days as YYYY-MM-DD.",
            examples=[{"visited_on": "2026-01-07", "verdict": "confirmed", "risk_types": ["illness"]}],
        ),
    ]


class VisitSent(BaseModel):
    """What a visit found."""

    model_config = STRICT

    visited_on: Annotated[Day, Field(examples=["2026-01-07"])]
    verdict: Annotated[Verdict, Field(strict=False)]
    risk_types: Annotated[
        list[Annotated[RiskType, Field(strict=False)]] | None,
        Field(min_length=1, max_length=RISK_TYPES_AT_MOST, description="Of a confirmed risk, the main one first."),
    ] = None
    unfounded_reason: Annotated[UnfoundedReason | None, Field(strict=False, description="Of an unfounded lead.")] = None
    note: Annotated[str | None, Field(min_length=1, max_length=LONGEST_NOTE, description="Kept sealed.")] = None


class AssigneeSent(BaseModel):
    """Who is to work on a lead."""

    model_config = STRICT

    assigned_to: Annotated[
        str | None, Field(pattern=r"^user_[0-9a-z]{26}$", description="A user; null for nobody in particular.")
    ]
