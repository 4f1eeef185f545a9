"""An answer, with what stands beside its content."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Content = TypeVar("Content")


@dataclass(frozen=True)
class Answer(Generic[Content]):
    """What the service answered.

    Attributes:
        content: typed, as docs/openapi.json declares it.
        status: of HTTP, 200 to 299; 304 never: what is still the same is given from memory.
        headers: as they were sent; their names in any case.
    """

    content: Content
    status: int
    headers: Mapping[str, str]

    @property
    def request_id(self) -> str | None:
        """Under which the service's log and audit know the request: stored with what is decided."""
        return self.headers.get("X-Request-ID")

    @property
    def score_id(self) -> str | None:
        """Name of the score of one assessment: stored with what is decided."""
        return self.headers.get("Fanpin-Score")

    @property
    def run_id(self) -> str | None:
        """The scoring run from which one assessment was read; None where it was computed."""
        return self.headers.get("Fanpin-Run")

    @property
    def assessed_at(self) -> dt.datetime | None:
        """When one assessment or a batch was answered."""
        at = self.headers.get("Fanpin-Assessed-At")
        return None if at is None else dt.datetime.fromisoformat(at)

    @property
    def etag(self) -> str | None:
        """Of what has a version, `if_match` of the call that changes it."""
        return self.headers.get("ETag")

    @property
    def is_replayed(self) -> bool:
        """Whether it was done before, under the same `idempotency_key`."""
        return self.headers.get("Idempotency-Replayed") == "true"

    @property
    def is_sandbox(self) -> bool:
        """Whether a sandbox answered, whose households are all made up."""
        return self.headers.get("Fanpin-Sandbox") == "true"
