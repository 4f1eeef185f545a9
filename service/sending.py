"""A document on its way in: described to programs as what it must be, and checked in the route's own thread.

FastAPI would check it on the event loop, and thousands of rows against their rules take long enough to keep everybody
else waiting.
"""

from __future__ import annotations

from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import GetCoreSchemaHandler, ValidationError
from pydantic_core import CoreSchema, core_schema

from service.documents import HouseholdDocument
from service.failures import from_validation


class SentDocument:
    """What a client sent as a `HouseholdDocument`, not looked at yet."""

    def __init__(self, sent: Any) -> None:
        self._sent = sent

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
