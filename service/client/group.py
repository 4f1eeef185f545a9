"""What every group of operations stands on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from service.client.answer import Answer
from service.client.asking import NDJSON, Asker, Request, read_as
from service.client.lines import chain_of, items_of
from service.client.pages import Pages

Sent = Mapping[str, Any]
"""A body as it stands in JSON, days as `dt.date` or text."""


class Group:
    """Operations that ask by one `Asker`."""

    _asker: Asker

    def _ask(self, content: Any, request: Request) -> Answer[Any]:
        return self._asker.ask(content, request)

    def _pages(self, content: Any, request: Request, by: str) -> Pages[Any]:
        """All pages; the next is asked for by the parameter `by`."""

        def ask(place: Any) -> Answer[Any]:
            return self._asker.ask(content, Request("GET", request.path, request.places, {**request.query, by: place}))

        return Pages(ask, request.query.get(by))

    def _items(self, content: Any, request: Request) -> Iterator[Any]:
        """A batch line by line."""
        with self._asker.stream(_of_lines(request)) as lines:
            yield from items_of(lines, lambda line: read_as(content, line))

    def _chain(self, request: Request) -> Iterator[str]:
        """The lines of an export of the audit, without their ends."""
        with self._asker.stream(request) as lines:
            yield from chain_of(lines)


def _of_lines(request: Request) -> Request:
    return Request("POST", request.path, sent=request.sent, headers={"Accept": NDJSON})
