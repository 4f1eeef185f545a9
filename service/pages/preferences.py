"""How somebody likes their pages, kept by their browser and nowhere else: it tells nothing of anybody."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import Response

from service.pages.languages import Language

LANGUAGE_COOKIE, TYPE_COOKIE = "fanpin_language", "fanpin_type"
LARGE, NORMAL = "large", "normal"
A_YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Preferences:
    """How a page is written.

    Attributes:
        large: in larger type.
    """

    language: Language
    large: bool


def preferences_of(request: Request) -> Preferences:
    """Those of a browser; Chinese in normal type where it says nothing that is known."""
    asked = request.cookies.get(LANGUAGE_COOKIE)
    language = Language(asked) if asked in list(Language) else Language.ZH
    return Preferences(language, request.cookies.get(TYPE_COOKIE) == LARGE)


def keep_preferences(request: Request, response: Response, language: str | None, size: str | None) -> None:
    """Let the browser keep what was chosen; what is not known is passed over."""
    chosen = {
        LANGUAGE_COOKIE: language if language in list(Language) else None,
        TYPE_COOKIE: size if size in (LARGE, NORMAL) else None,
    }
    for name, value in chosen.items():
        if value is not None:
            secure = request.url.scheme == "https"
            response.set_cookie(name, value, max_age=A_YEAR, httponly=True, samesite="lax", secure=secure)
