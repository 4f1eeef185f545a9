"""Language and size of type: whoever reads a page chooses, also before they come in."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from service.pages.preferences import keep_preferences
from service.routes.admitting import ANYBODY
from service.routes.login import Posted, own_page

router = APIRouter(include_in_schema=False)


def came_from(request: Request) -> str:
    """The page that a form was on, as the browser says. It stands in no field of the form: what somebody typed into an address is not repeated."""
    try:
        page = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return ""
    if page.netloc != request.headers.get("host"):
        return ""
    return f"{page.path}?{page.query}" if page.query else page.path


# It changes nothing but what the reader's own browser keeps.
@router.post("/preferences", dependencies=[Depends(ANYBODY)])
async def prefer(request: Request, form: Posted) -> Response:
    """Keep what was chosen, and go back to the page from which the form came."""
    response = RedirectResponse(own_page(came_from(request)), status_code=303)
    keep_preferences(request, response, form.get("language"), form.get("size"))
    return response
