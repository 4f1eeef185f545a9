"""Language and size of type: whoever reads a page chooses, also before they come in."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from service.pages.preferences import keep_preferences
from service.routes.admitting import ANYBODY
from service.routes.login import Posted, own_page

router = APIRouter(include_in_schema=False)


# It changes nothing but what the reader's own browser keeps.
@router.post("/preferences", dependencies=[Depends(ANYBODY)])
async def prefer(request: Request, form: Posted) -> Response:
    """Keep what was chosen, and go back to the page."""
    response = RedirectResponse(own_page(form.get("back", "")), status_code=303)
    keep_preferences(request, response, form.get("language"), form.get("size"))
    return response
