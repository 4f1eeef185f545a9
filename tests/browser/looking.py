"""What a page is like in a browser: for who can't see it, for who has a slow line, for who has a narrow screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Request

SERIOUS = ("serious", "critical")
MOST_REQUESTS, MOST_BYTES = 10, 300_000


def faults(page: Page) -> list[str]:
    """What axe finds serious or critical, each with where it stands.

    Its script is evaluated from outside of the page, which the page's own rules for scripts (CSP) do not forbid and are not loosened for.
    """
    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']} ({fault['impact']}): {fault['help']}\n    {node['target']}: {node['html']}"
        for fault in found
        if fault["impact"] in SERIOUS
        for node in fault["nodes"]
    ]


def sideways(page: Page) -> int:
    """By how many pixels a page is wider than the screen."""
    wanted = page.viewport_size
    assert wanted is not None
    widths: list[int] = page.evaluate(
        "[document.documentElement.scrollWidth, document.body.scrollWidth, window.innerWidth]"
    )
    return max(widths) - wanted["width"]


@dataclass
class Traffic:
    """What a page asks for, from now on."""

    page: Page
    requests: list[Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", self._asked)

    # A method of ours: Playwright marks what it calls, and a list's own can't be marked.
    def _asked(self, request: Request) -> None:
        self.requests.append(request)

    @property
    def bytes(self) -> int:
        """Of the answers, heads and bodies, as they come over the line."""
        sizes = [request.sizes() for request in self.requests if request.response()]
        return sum(size["responseHeadersSize"] + size["responseBodySize"] for size in sizes)

    @property
    def hosts(self) -> set[str]:
        """Whom it asks."""
        return {urlsplit(request.url).netloc for request in self.requests if not request.url.startswith("data:")}
