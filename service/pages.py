"""Rendering of the office pages: Jinja2 templates, every value escaped, every missing value an error."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic_core import PydanticCustomError

from models.sheets.wording import chance, no_hits, no_reasons
from models.wording import NOT_A_STATUS
from service.local_time import CHINA
from service.rows import iso_date
from service.wording import (
    TABLE_WORDS,
    band,
    check,
    event,
    household_type,
    points,
    risk,
    risks,
    slot,
    unclear,
)

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"


def is_day(typed: str) -> bool:
    """Whether a browser's date field would show it."""
    try:
        return iso_date(typed) is not None
    except PydanticCustomError:
        return False


_templates = Environment(
    loader=FileSystemLoader(FOLDER / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters.update(
    band=band,
    chance=chance,
    check_words=check,
    event=event,
    household_type=household_type,
    slot=slot,
    in_chinese=lambda told: str(told).partition(" | ")[0],
    local_time=lambda moment: f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}",
    no_hits=no_hits,
    no_reasons=no_reasons,
    points=points,
    risk=risk,
    risks=risks,
    table_words=TABLE_WORDS.__getitem__,
    unclear=unclear,
    path_part=lambda text: quote(str(text), safe=""),
)
_templates.tests.update(
    a_day_or_nothing=lambda typed: not typed or is_day(typed),
    digits_or_nothing=lambda typed: not typed or (typed.isascii() and typed.isdecimal()),
)
_templates.globals["not_a_status"] = NOT_A_STATUS[0]


def render(request: Request, template: str, values: dict[str, Any], status_code: int = 200) -> HTMLResponse:
    """A page.

    Args:
        request: tells the template on which page it is.
        values: what the template shows.
    """
    notices = request.app.state.resources.notices()
    page = _templates.get_template(template).render(path=request.url.path, notices=notices, **values)
    return HTMLResponse(page, status_code)
