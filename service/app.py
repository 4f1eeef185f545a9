"""The application: routes, failures, the envelope around every request, and what they work with."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from features.records.store import is_made_up
from models.risk_model import RiskModel
from service.access.doorkeeper import Doorkeeper
from service.access.pace import Limits
from service.access.passwords import Passwords
from service.ahead import keep_ahead
from service.compressed import Compressed
from service.conditional import Conditional
from service.failures import add_failures
from service.households.gathering import Gathering
from service.keyring import load_or_create_keyring
from service.middleware import Envelope
from service.pages import STATIC
from service.resources import Resources
from service.rounds import keep_going
from service.routes import (
    account,
    api,
    audit,
    batches,
    catalogue,
    clients,
    deliveries,
    events,
    exports,
    facts,
    findings,
    health,
    households,
    identities,
    jurisdictions,
    leads,
    lists,
    login,
    metrics,
    models,
    oidc,
    runs,
    users,
    visits,
    webhooks,
)
from service.routes.declaring import openapi_of
from service.routes.office import audit as audit_pages
from service.routes.office import deliveries as delivery_pages
from service.routes.office import (
    delivery_sending,
    family,
    family_names,
    family_papers,
    home,
    lead,
    lead_batches,
    lead_reports,
    list_changes,
    list_making,
    list_print,
    notices,
    preferences,
    user_changes,
)
from service.routes.office import findings as finding_pages
from service.routes.office import leads as board
from service.routes.office import lists as list_pages
from service.routes.office import models as model_pages
from service.routes.office import users as user_pages
from service.settings import Settings
from service.store import Database

ROUTES = (
    health,
    metrics,
    api,
    batches,
    households,
    identities,
    runs,
    lists,
    leads,
    visits,
    findings,
    exports,
    facts,
    deliveries,
    events,
    webhooks,
    jurisdictions,
    catalogue,
    audit,
    models,
    users,
    clients,
    login,
    oidc,
    account,
    preferences,
    home,
    list_pages,
    list_making,
    list_changes,
    list_print,
    family,
    family_papers,
    family_names,
    board,
    lead_batches,
    lead_reports,
    notices,
    delivery_pages,
    delivery_sending,
    finding_pages,
    model_pages,
    user_pages,
    user_changes,
    audit_pages,
    # After the addresses that it would take for a lead's.
    lead,
)

ABOUT = """
How likely rural households are to be identified as monitored (监测对象) in the coming months, why, and whom to visit
first. **A score is a lead, never a status**: people decide after a visit. No failure ever carries a number.
"""


def create_app(settings: Settings, model: RiskModel | None = None, passwords: Passwords | None = None) -> FastAPI:
    """The service on the records and the model of these settings.

    Args:
        model: used instead of the registry's champion.
        passwords: how they are hashed, where not as slowly as they should be.

    Raises:
        KeyringError, DatabaseError: the keys' file or the database can't be used.
        FanpinError: the provider's secret can't be used.
    """
    limits = None if settings.requests_per_minute is None else Limits(programs=settings.requests_per_minute)
    door = Doorkeeper(Database(settings.database), load_or_create_keyring(settings.keys), passwords, limits)
    held = Resources(settings, door, model)
    gathering = Gathering(held.store)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:  # noqa: ARG001
        held.start()
        if settings.work_ahead:
            threading.Thread(target=keep_ahead, args=[held, held.stopping], name="ahead", daemon=True).start()
            keep_going(held)
        yield
        gathering.close()
        held.stop()

    # The interactive pages of FastAPI load scripts from elsewhere; in an office's network there is no elsewhere.
    app = FastAPI(
        title="fanpin",
        version="1",
        description=ABOUT,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        # They would name the host that the request names, which anybody may write.
        redirect_slashes=False,
    )
    app.state.resources, app.state.gathering = held, gathering
    # The last is the outermost.
    for layer in (Conditional, Compressed):
        app.add_middleware(layer)
    app.add_middleware(Envelope, is_sandbox=is_made_up(settings.records))
    add_failures(app)
    for routes in ROUTES:
        app.include_router(routes.router)
    app.openapi = openapi_of(app)  # type: ignore[method-assign]
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app
