"""The days on which a story of the browser plays: the service reads its clock in three places, and all of them stand as the story says."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from service.local_time import CHINA
from service.routes import admitting, doing, login

READ_IN = (doing, login, admitting)
MORNING = dt.time(9, tzinfo=CHINA)


class Calendar:
    """The service's clock. It goes on from the morning of the day to which it was turned last."""

    def __init__(self, day: dt.date) -> None:
        self.turn_to(day)

    def turn_to(self, day: dt.date) -> None:
        """The morning of a day."""
        self._morning, self._turned = dt.datetime.combine(day, MORNING), time.monotonic()

    def now(self) -> dt.datetime:
        return (self._morning + dt.timedelta(seconds=time.monotonic() - self._turned)).astimezone(dt.UTC)


@contextmanager
def standing_on(day: dt.date) -> Iterator[Calendar]:
    """Let the service of this process live on a day, and on those to which the calendar is turned."""
    calendar = Calendar(day)

    class Moved(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
            return calendar.now().astimezone(tz)

    with pytest.MonkeyPatch.context() as patch:
        for module in READ_IN:
            patch.setattr(module, "dt", SimpleNamespace(**{**vars(dt), "datetime": Moved}))
        yield calendar
