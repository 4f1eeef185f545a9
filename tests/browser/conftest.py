"""A real browser before a real server: the office's service on a port of this machine, and the system's Chromium.

Playwright's loop runs in this very thread while its browser is open, and nothing else that needs a loop can then run in it: a browser is of one
module, and gone before the next one begins.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from service.cli.workers import configuration
from service.principal import Role
from tests.browser.chromium import need_chromium
from tests.browser.visiting import address_of
from tests.service.conftest import county, households, model, monitored, policy, store
from tests.service.databases import empty_sqlite
from tests.service.kept_runs import kept
from tests.service.office import COUNTY, TOWNSHIP, Office, office
from tests.service.people import code_for
from tests.service.visits import dispatched_lead

__all__ = ["county", "empty_sqlite", "households", "kept", "model", "monitored", "office", "policy", "store"]

WITHOUT_TLS = "fanpin.test"
"""This machine by a name of which a browser does not know that it is this machine."""

DESK = {"viewport": {"width": 1366, "height": 768}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
PATIENCE = 10_000
"""Milliseconds that a page may take before it is given up; no story waits so long where all is well."""


@pytest.fixture(scope="session", autouse=True)
def place() -> str:
    """Where the browser is; looked for before anything else is made. Where there is none the stories are skipped, with what to install."""
    return need_chromium()


@pytest.fixture(scope="module")
def chromium(place: str) -> Iterator[Browser]:
    """The browser."""
    options = [f"--host-resolver-rules=MAP {WITHOUT_TLS} 127.0.0.1"]
    if os.geteuid() == 0:
        options.append("--no-sandbox")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=place, args=options)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def port(chromium: Browser, office: Office) -> Iterator[int]:
    """Of the service as it is served to offices. The application itself has begun already (`tests.service.office.opened`)."""
    with socket.create_server(("127.0.0.1", 0)) as listening, ExitStack() as ending:
        ending.enter_context(served(office.app, listening))
        yield int(listening.getsockname()[1])


class served:  # noqa: N801 - a context
    """The application on a listening socket, in a thread of its own."""

    def __init__(self, app: FastAPI, listening: socket.socket) -> None:
        config = configuration(app)
        config.lifespan, config.timeout_graceful_shutdown = "off", 2
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=[[listening]], name="served")

    def __enter__(self) -> None:
        self._thread.start()
        while not self._server.started and self._thread.is_alive():
            time.sleep(0.01)
        assert self._server.started

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join()


@dataclass
class Screens:
    """Browsers of people, each with cookies and storage of its own.

    Attributes:
        address: of the service.
        shape: of the screen.
    """

    browser: Browser
    office: Office
    address: str
    shape: Mapping[str, object]
    open: list[BrowserContext] = field(default_factory=list)

    def anybody(self, **changes: object) -> Page:
        """A page of somebody who has not come in."""
        options = {"locale": "zh-CN", "base_url": self.address, **self.shape, **changes}
        context = self.browser.new_context(**options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        self.open.append(context)
        return context.new_page()

    def person(self, role: Role, place: str, **changes: object) -> Page:
        """A page of somebody who came in with a link."""
        page = self.anybody(**changes)
        self.come_in(page, role, place)
        return page

    def come_in(self, page: Page, role: Role, place: str) -> None:
        """By a link that holds once."""
        page.goto(f"/login?code={code_for(self.office.app, role, place)}")

    def officer(self, **changes: object) -> Page:
        return self.person(Role.COUNTY_OFFICER, COUNTY, **changes)

    def cadre(self, **changes: object) -> Page:
        return self.person(Role.VILLAGE, TOWNSHIP, **changes)


@pytest.fixture
def desk(chromium: Browser, office: Office, port: int) -> Iterator[Screens]:
    """Screens on a desk."""
    yield from _screens(chromium, office, port, DESK)


@pytest.fixture
def phone(chromium: Browser, office: Office, port: int) -> Iterator[Screens]:
    """Screens in a hand."""
    yield from _screens(chromium, office, port, PHONE)


@pytest.fixture
def lead(phone: Screens) -> str:
    """One that waits for a visit."""
    return dispatched_lead(phone.office)


@pytest.fixture
def cadre(phone: Screens, lead: str) -> Page:
    """The page of the visit, on the telephone of whoever goes there."""
    page = phone.cadre()
    page.goto(address_of(lead))
    return page


def _screens(browser: Browser, office: Office, port: int, shape: Mapping[str, object]) -> Iterator[Screens]:
    screens = Screens(browser, office, f"http://127.0.0.1:{port}", shape)
    yield screens
    for context in screens.open:
        context.close()
