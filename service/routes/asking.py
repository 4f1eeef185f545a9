"""What lists can be asked for, by programs and by people, in the same words."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from fastapi import Path
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from service.example import EXAMPLE_HOUSEHOLD
from service.rows import LONGEST_TEXT, Day

MOST_CAPACITY = 10_000


class Form(StrEnum):
    JSON = "json"
    XLSX = "xlsx"


class Names(StrEnum):
    """Which names stand beside households; none where it is not said. Whole ones are shown one household at a time."""

    MASKED = "masked"


def empty_is_none(value: Any) -> Any:
    """A form that is sent with an empty field means: not said."""
    return None if value == "" else value


HouseholdId = Annotated[
    str,
    Path(
        min_length=1,
        max_length=LONGEST_TEXT,
        description="户编号 | The household's code.",
        examples=[EXAMPLE_HOUSEHOLD["household_id"]],
    ),
]
RunId = Annotated[
    str, Path(pattern=r"^run_[0-9a-z]{26}$", description="The run.", examples=["run_01kbb3jt1r9h5w2m7x4c6d8e0f"])
]
ADay = Annotated[Day, Field(examples=["2024-06-30"])]
ARegion = Annotated[str, Field(pattern=r"^[0-9]{2,12}$", examples=["990101004"])]
ACapacity = Annotated[int, Field(ge=1, le=MOST_CAPACITY)]
# OpenAPI says that each may be sent empty, too: forms do.


class AskedDay(BaseModel):
    """The day to stand on. A parameter that does not exist is refused: a typing mistake must not change the day."""

    model_config = ConfigDict(extra="forbid")

    as_of: Annotated[
        ADay | None,
        BeforeValidator(empty_is_none, json_schema_input_type=ADay | Literal[""] | None),
        Field(description="Day to stand on, YYYY-MM-DD; the day of the last delivery when left out."),
    ] = None


class AskedList(AskedDay):
    """Which list."""

    region: Annotated[
        ARegion | None,
        BeforeValidator(empty_is_none, json_schema_input_type=ARegion | Literal[""] | None),
        Field(description="First 2 to 12 digits of the village code; everybody when left out."),
    ] = None
    capacity: Annotated[
        ACapacity | None,
        BeforeValidator(empty_is_none, json_schema_input_type=ACapacity | Literal[""] | None),
        Field(
            description="How many households can be visited there; what the policy gives each township when left out."
        ),
    ] = None


class AskedListAs(AskedList):
    """Which list, and in which form."""

    format: Annotated[Form, Field(description="json, or xlsx for a workbook with Chinese headers.")] = Form.JSON
