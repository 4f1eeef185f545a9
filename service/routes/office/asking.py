"""How pages are asked: what others add to a link is passed over, and an empty field of a form means: not asked."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar
from unicodedata import normalize
from urllib.parse import urlencode

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from service.routes.asking import empty_is_none
from service.routes.paging import AskedPage
from service.rows import LONGEST_TEXT
from service.store.paging import LONGEST_CURSOR

Value = TypeVar("Value")

OrNothing = BeforeValidator(empty_is_none)
"""Of a field that a form sends empty where nothing was chosen. What else holds for it is said of the value alone, since nothing has no length."""


def code_as_typed(typed: Any) -> Any:
    """A household's code as it was meant: one of digits without the blanks and full-width signs with which it was typed or pasted; None of nothing.

    A code that is not of digits stays as it is but for blanks around it: what a county calls its households is its own.
    """
    if not isinstance(typed, str):
        return typed
    bare = "".join(normalize("NFKC", typed).split())
    return (bare if bare.isascii() and bare.isdigit() else typed.strip()) or None


CodeTyped = Annotated[Annotated[str, Field(max_length=LONGEST_TEXT)] | None, BeforeValidator(code_as_typed)]
"""A household's code, or its beginning, in a field of a page."""

ROWS = 50


class PageAsked(AskedPage):
    """A page that lists something."""

    model_config = ConfigDict(extra="ignore")

    limit: Annotated[int, BeforeValidator(lambda typed: ROWS if typed == "" else typed), Field(ge=1, le=200)] = ROWS
    cursor: Annotated[Annotated[str, Field(max_length=LONGEST_CURSOR)] | None, OrNothing] = None

    def address(self, path: str, **changes: Any) -> str:
        """The same question at a path, changed; a changed question begins on its first page unless a cursor is given."""
        asked = {**self.model_dump(mode="json", exclude_defaults=True, exclude={"cursor"}), **changes}
        told = {name: value for name, value in asked.items() if value not in (None, "")}
        return f"{path}?{urlencode(told)}" if told else path


class Ignoring(BaseModel):
    """A page that lists nothing."""

    model_config = ConfigDict(extra="ignore")
