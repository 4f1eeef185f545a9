"""What goes wrong while somebody walks through pages and would not say so: answers that refuse, a script that fails, another host that is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Error, Page, Request, Response

REFUSED = 400


@dataclass
class Watched:
    """A page, from now on.

    Attributes:
        host: the service's, with its port.
        wrong: what went wrong, in the order in which it did.
    """

    page: Page
    host: str
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)
        self.page.on("console", self._wrote)
        self.page.on("pageerror", self._failed)

    # Methods of ours: Playwright marks what it calls.
    def _asked(self, request: Request) -> None:
        if not request.url.startswith("data:") and urlsplit(request.url).netloc != self.host:
            self.wrong.append(f"{request.url} is asked")

    def _answered(self, response: Response) -> None:
        if response.status >= REFUSED:
            self.wrong.append(f"{response.status} of {response.request.method} {response.url}")

    def _wrote(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.wrong.append(f"{message.type}: {message.text}")

    def _failed(self, error: Error) -> None:
        self.wrong.append(f"a script failed: {error}")
