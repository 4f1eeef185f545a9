"""Of the API: jurisdictions. Written from its routes (tests/service/client)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.client.answer import Answer
from service.client.asking import Request
from service.client.group import Group

if TYPE_CHECKING:
    from service.places import PlacesAnswer


class Jurisdictions(Group):
    """Operations on jurisdictions."""

    def list_places(self) -> Answer[PlacesAnswer]:
        """The asker's places: `GET /v1/jurisdictions`."""
        from service.places import PlacesAnswer

        return self._ask(PlacesAnswer, Request("GET", "/v1/jurisdictions"))
