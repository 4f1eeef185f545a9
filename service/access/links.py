"""Links that let somebody in once, within a quarter of an hour, printed for whoever stands before the machine."""

from __future__ import annotations

import datetime as dt

from service.access.drawn import digest, draw_secret
from service.store import Work
from service.store.repositories.users import forget_links, is_nobody_there, link_of, use_up_link, user_of
from service.store.tables.access import LoginLink, User

LASTS = dt.timedelta(minutes=15)


def new_link(work: Work, user: User | None) -> str:
    """The code of a new link: for a user, or for whoever sets up the first one."""
    forget_links(work)
    code = draw_secret()
    work.session.add(LoginLink(id=digest(code), user_id=user.id if user else None, until=work.now + LASTS))
    return code


def follow_link(work: Work, code: str) -> User | None:
    """Whom a link lets in; following uses it up, whatever comes of it."""
    link = use_up_link(work, digest(code))
    if link is None or link.until <= work.now or link.user_id is None:
        return None
    user = user_of(work, link.user_id)
    return user if user is not None and user.closed_at is None else None


def is_open(work: Work, code: str) -> bool:
    """Whether a link still holds; looking does not use it up."""
    link = link_of(work, digest(code))
    return link is not None and link.until > work.now


def may_set_up(work: Work, code: str) -> bool:
    """Whether a link is one for setting up the first user; following it uses it up."""
    link = use_up_link(work, digest(code))
    return link is not None and link.until > work.now and link.user_id is None and is_nobody_there(work)
