"""Whether a form was sent from one of our own pages, or from a page of somebody else in the same browser."""

from __future__ import annotations

from starlette.datastructures import Headers

SESSION_COOKIE = "fanpin_session"
"""The cookie that holds the token of a browser's session."""

CHANGES_NOTHING = ("GET", "HEAD", "OPTIONS", "TRACE")
KEYS = ("x-api-key", "authorization")
"""A program's key is in no cookie: no browser sends it on behalf of another page."""


def comes_from_elsewhere(method: str, headers: Headers) -> bool:
    """Whether a browser says that another site sent a request that changes something.

    Browsers that are told nothing of TLS leave `Sec-Fetch-Site` out and send `Origin`; who sends neither is no browser
    of today, and holds a cookie that is not sent across sites.
    """
    if method in CHANGES_NOTHING or any(name in headers for name in KEYS):
        return False
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site not in ("same-origin", "none")
    if origin is None:
        return False
    host = headers.get("host", "").lower()
    return origin.lower() not in (f"http://{host}", f"https://{host}")
