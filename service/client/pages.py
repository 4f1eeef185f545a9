"""What is listed page by page, as one iterator."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from service.client.answer import Answer

Item = TypeVar("Item")


class Pages(Generic[Item]):
    """All items, each page asked for when it is come to. Iterated anew, everything is asked anew."""

    def __init__(self, ask: Callable[[Any], Answer[Any]], begin: Any) -> None:
        self._ask = ask
        self._begin = begin

    def __iter__(self) -> Iterator[Item]:
        for page in self.pages():
            yield from page.content.items

    def pages(self) -> Iterator[Answer[Any]]:
        """Page by page, each with what stands beside its items."""
        place = self._begin
        while True:
            page = self._ask(place)
            yield page
            place = page.content.next
            # Events have no last page: where one is empty, nothing is new.
            if place is None or not page.content.items:
                return

    def first(self) -> Answer[Any]:
        """The first page alone."""
        return self._ask(self._begin)
