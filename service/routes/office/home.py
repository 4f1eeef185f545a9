"""An officer's first page: what is waiting for them, by what they may do."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from service.pages import render
from service.principal import Principal
from service.routes.admitting import ONESELF

router = APIRouter(include_in_schema=False)


@router.get("/home")
async def home_page(request: Request, asker: Annotated[Principal, Depends(ONESELF)]) -> Response:
    """What is waiting."""
    return render(request, "home.html", {"asker": asker})
