"""A page from a template and values: every value escaped, every missing value an error, both languages from one template.

In a template `t("中文", "English")` writes the words of the reader's language; a bilingual value is written in it by itself.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from pydantic_core import PydanticCustomError

from features.bilingual import Bilingual
from models.wording import NOT_A_STATUS
from service.local_time import CHINA
from service.origin import SESSION_COOKIE
from service.pages import drawing
from service.pages.form_tokens import FIELD, token_of
from service.pages.languages import bilingual, written
from service.pages.menu import ways_of
from service.pages.preferences import preferences_of
from service.pages.unsent import key_of
from service.principal import Principal
from service.rows import iso_date
from service.wording import FILTERS

FOLDER = Path(__file__).parents[1]
STATIC = FOLDER / "static"
WHO_ASKS = "fanpin.asker"
"""Stands in the scope of a request once somebody is known: who, with all that they may. For what stands around a page alone."""


def is_day(typed: str) -> bool:
    """Whether a browser's date field would show it."""
    try:
        return iso_date(typed) is not None
    except PydanticCustomError:
        return False


@pass_context
def in_reader_s_language(context: Context, value: Any) -> Any:
    """What is written where a template has a value."""
    return written(value, context["language"])


@pass_context
def text(context: Context, zh: str, en: str, **values: Any) -> Markup:
    """Words of a template in the reader's language, with values in their places, each escaped."""
    language = context["language"]
    shown = {name: written(value, language) for name, value in values.items()}
    return Markup(written(Bilingual(zh, en), language)).format(**shown)  # noqa: S704 - the words are the template's own


def static_address(name: str) -> str:
    """Of a file that pages need, with what tells its present content from what a browser may have kept."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?{digest}"


_templates = Environment(
    loader=FileSystemLoader(FOLDER / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    finalize=in_reader_s_language,
)
_templates.filters.update(
    FILTERS,
    words=bilingual,
    local_time=lambda moment: f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}",
    path_part=lambda value: quote(str(value), safe=""),
    words_of=lambda members: [(member.value, member) for member in members],
    pairs=lambda texts: [(each, each) for each in texts],
)
_templates.tests.update(
    a_day_or_nothing=lambda typed: not typed or is_day(typed),
    digits_or_nothing=lambda typed: not typed or (typed.isascii() and typed.isdecimal()),
)
_templates.globals.update(
    t=text,
    draw=drawing,
    not_a_status=Bilingual(*NOT_A_STATUS),
    static={name: static_address(name) for name in sorted(path.name for path in STATIC.iterdir())},
)


def render(request: Request, template: str, values: dict[str, Any], status_code: int = 200) -> HTMLResponse:
    """A page.

    Args:
        request: tells the template on which page it is, who reads it, and how they like it.
        values: what the template shows.
    """
    asker: Principal | None = request.scope.get(WHO_ASKS)
    held, liked = request.app.state.resources, preferences_of(request)
    session = request.cookies.get(SESSION_COOKIE, "")
    around = {
        "path": request.url.path,
        "notices": held.notices(),
        "language": liked.language,
        "large": liked.large,
        "asker": asker,
        "signed_in": bool(session),
        "made_up": request.app.state.made_up,
        "menu": ways_of(asker),
        "unsent_key": key_of(held.door.keyring, asker),
        "form_token": {"name": FIELD, "value": token_of(held.door.keyring, session)},
    }
    page = _templates.get_template(template).render({**around, **values})
    return HTMLResponse(page, status_code)
