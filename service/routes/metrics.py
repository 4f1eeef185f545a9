"""What Prometheus reads, with the key of a program that may."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from service.gauges import present
from service.metrics import MEDIA_TYPE, exposition
from service.principal import Permission, Principal
from service.resources import Held
from service.routes.admitting import allowed
from service.routes.declaring import OF_KEYED_ROUTES
from service.routes.doing import now
from service.routes.keyed import WAYS_IN, KeyedRoute

router = APIRouter(route_class=KeyedRoute, dependencies=WAYS_IN, responses=OF_KEYED_ROUTES, tags=["health"])


@router.get(
    "/metrics",
    operation_id="read_metrics",
    summary="Metrics for Prometheus",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def metrics(
    held: Held,
    asker: Annotated[Principal, Depends(allowed(Permission.READ_METRICS))],  # noqa: ARG001 - that they may is all
) -> Response:
    """Requests, failures and times by route of all workers; what waits, which model answers. Nothing of anybody."""
    return Response(exposition(present(held, now())), media_type=MEDIA_TYPE)
