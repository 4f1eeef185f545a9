"""Stories wait for what is worked out beside, however busy the machine: that nobody else waits so long is told by stories of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from service.households import countywide
from service.ledgers.cache import KeptDays
from service.routes.office import findings
from service.slow import OneAtATime

SECONDS = 300.0


@pytest.fixture(scope="session", autouse=True)
def patience() -> Iterator[None]:
    """In place of the few seconds, or the twentieth of one, after which a page says that something is still being counted."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(countywide, "PATIENCE", SECONDS)
        patch.setattr(findings, "SECONDS_TO_WAIT", SECONDS)
        patch.setattr(KeptDays.__init__, "__defaults__", (SECONDS,))
        limits = OneAtATime.__init__.__kwdefaults__ or {}
        patch.setattr(OneAtATime.__init__, "__kwdefaults__", {**limits, "seconds": SECONDS})
        yield
