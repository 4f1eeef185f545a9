"""What the routes of administrators share: what may not be done is a problem in its own words."""

from __future__ import annotations

from collections.abc import Callable

from features.bilingual import Bilingual
from service.access.administering import AdministrationError
from service.access.clients import ClientError
from service.once import Reply
from service.problems import ProblemError
from service.routes.declaring import problems
from service.store import Work

NOT_DONE = problems(_409="It can't be done so: `detail` says why; or the idempotency key was used for another request.")


def administered(do: Callable[[Work], Reply]) -> Callable[[Work], Reply]:
    """The same; whoever may not, or asks for what can't be, is told why."""

    def done(work: Work) -> Reply:
        try:
            return do(work)
        except (AdministrationError, ClientError) as error:
            zh, _, en = str(error).partition(" | ")
            raise not_administered(Bilingual(zh, en)) from None

    return done


def not_administered(why: Bilingual) -> ProblemError:
    """409, and nothing was done."""
    return ProblemError(409, "not-administered", Bilingual("没有办理", "It was not done"), why)
