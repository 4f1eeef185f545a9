"""A document on its way in: described to programs as what it must be, and checked in the route's own thread.

FastAPI would check it on the event loop, and thousands of rows against their rules take long enough to keep everybody
else waiting.
"""

from __future__ import annotations

from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field, GetCoreSchemaHandler, ValidationError
from pydantic_core import CoreSchema, core_schema

from models.answers import MOST_HOUSEHOLDS
from service.documents import HouseholdDocument
from service.failures import from_validation
from service.problem_wording import REPEATED
from service.problems import field_problems, invalid_request
from service.repeated import Ambiguous, repeated_names
from service.rows import STRICT


class SentDocument:
    """What a client sent as a `HouseholdDocument`, not looked at yet."""

    def __init__(self, sent: Any) -> None:
        self._sent = sent

    @property
    def household_id(self) -> str | None:
        """The household as far as it is said."""
        named = self._sent.get("household_id") if isinstance(self._sent, dict) else None
        return named if isinstance(named, str) else None

    def checked(self) -> HouseholdDocument:
        """The document.

        Raises:
            ProblemError: 422, everything that is wrong with it; 413, it has too many rows.
        """
        try:
            return HouseholdDocument.model_validate(self._sent)
        except ValidationError as error:
            errors = error.errors(include_url=False, include_input=False)
            located = [{**each, "loc": ("body", *each["loc"])} for each in errors]
            raise from_validation(RequestValidationError(located)) from None

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls, json_schema_input_schema=handler(HouseholdDocument))


class ManyDocuments(BaseModel):
    """Households to be assessed from their records."""

    model_config = STRICT

    documents: list[HouseholdDocument] = Field(min_length=1, max_length=MOST_HOUSEHOLDS)


class _Envelope(BaseModel):
    """The same with documents that were not looked at."""

    model_config = STRICT

    documents: list[Any] = Field(min_length=1, max_length=MOST_HOUSEHOLDS)


class SentDocuments:
    """What a client sent as `ManyDocuments`: each document is looked at by itself, so that a wrong one costs nobody else."""

    def __init__(self, sent: Any) -> None:
        self._sent = sent

    def apart(self) -> list[SentDocument]:
        """The documents, in their order.

        Raises:
            ProblemError: 422, they are not between 1 and the most that are answered at once, or a name beside them stands twice.
        """
        repeated = repeated_names(self._sent)
        if beside := [place for place in repeated if not (place[0] == "documents" and len(place) > 1)]:
            raise invalid_request(field_problems({"type": REPEATED, "loc": ("body", *place)} for place in beside))
        try:
            documents = _Envelope.model_validate(self._sent).documents
        except ValidationError as error:
            located = [
                {**each, "loc": ("body", *each["loc"])} for each in error.errors(include_url=False, include_input=False)
            ]
            raise from_validation(RequestValidationError(located)) from None
        of_each: dict[Any, list[tuple[str | int, ...]]] = {}
        for place in repeated:
            of_each.setdefault(place[1], []).append(place[2:])
        return [
            SentDocument(Ambiguous(sent, of_each[number]) if number in of_each and isinstance(sent, dict) else sent)
            for number, sent in enumerate(documents)
        ]

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls, json_schema_input_schema=handler(ManyDocuments))
