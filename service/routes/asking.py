"""What lists can be asked for, by programs and by people, in the same words."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from service.rows import Day

MOST_CAPACITY = 10_000


class Form(StrEnum):
    JSON = "json"
    XLSX = "xlsx"


def empty_is_none(value: Any) -> Any:
    """A form that is sent with an empty field means: not said."""
    return None if value == "" else value


class AskedDay(BaseModel):
    """The day to stand on. A parameter that does not exist is refused: a typing mistake must not change the day."""

    model_config = ConfigDict(extra="forbid")

    as_of: Annotated[
        Annotated[Day, Field(examples=["2024-06-30"])] | None,
        BeforeValidator(empty_is_none),
        Field(description="Day to stand on, YYYY-MM-DD; the day of the last delivery when left out."),
    ] = None


class AskedList(AskedDay):
    """Which list."""

    region: Annotated[
        Annotated[str, Field(pattern=r"^[0-9]{2,12}$", examples=["990101004"])] | None,
        BeforeValidator(empty_is_none),
        Field(description="First 2 to 12 digits of the village code; everybody when left out."),
    ] = None
    capacity: Annotated[
        Annotated[int, Field(ge=1, le=MOST_CAPACITY)] | None,
        BeforeValidator(empty_is_none),
        Field(description="How many households can be visited; one per hundred, at least one, when left out."),
    ] = None


class AskedListAs(AskedList):
    """Which list, and in which form."""

    format: Annotated[Form, Field(description="json, or xlsx for a workbook with Chinese headers.")] = Form.JSON
