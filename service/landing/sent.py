"""What a case system sends: facts of single households, each by its sender's own reference."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, SkipValidation

from features.records.tables import TABLES
from service.personal_ids import NO_PERSONAL_NUMBER
from service.rows import LONGEST_TEXT, STRICT, Day

MOST_FACTS = 500
"""In one request."""

SET_AT_RECEIPT = ("known_date", "delivery_id", "arrival", "source_sheet", "source_row", "carried_by")
"""Columns that nobody sends."""


class Fact(BaseModel):
    """One fact of a household. It is known from the day of its receipt on."""

    model_config = STRICT

    reference: Annotated[
        str,
        Field(
            min_length=1,
            max_length=LONGEST_TEXT,
            description="报送方自己的编号，再次发送同一编号不会重复入库 | By which the sender knows it: sent again, it is taken in once.",
        ),
        NO_PERSONAL_NUMBER,
    ]
    household_id: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT, description="户标识 | The household.")]
    table: Annotated[
        Literal[tuple(TABLES)],  # type: ignore[valid-type]
        Field(description="记录表 | The record table (docs/records.md)."),
    ]
    event_date: Annotated[Day, Field(description="发生日期 | When it happened.")]
    record_id: Annotated[
        Annotated[str, NO_PERSONAL_NUMBER] | None,
        Field(
            min_length=1,
            max_length=LONGEST_TEXT,
            description="是哪一条事实；不写时按交付表格的规则得出 | Which fact it is; left out, it is worked out as for the same fact from a delivered sheet.",
        ),
    ] = None
    columns: Annotated[
        dict[str, Any],
        Field(description="该表的各列，人用 person_id | The table's columns; people by their person_id."),
    ]


class Facts(BaseModel):
    """Facts that are taken in together or not at all.

    They are checked where they are taken in, in a thread of the route, each with everything that is wrong with it.
    """

    model_config = STRICT

    facts: SkipValidation[Annotated[list[Fact], Field(min_length=1, max_length=MOST_FACTS)]]
