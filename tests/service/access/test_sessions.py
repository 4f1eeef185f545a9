"""How long a session holds, and who ends it."""

from __future__ import annotations

import pytest

from service.access.administering import end_all_sessions, grant_role, link_for, revoke_role
from service.access.doorkeeper import Asking, Doorkeeper, NobodyKnownError, NotAllowedError
from service.access.links import LASTS, new_link
from service.access.login import Inside, Refused, Why
from service.access.sessions import Stage
from service.principal import SYSTEM, Permission, Role
from service.store.repositories.users import sessions_of, user_named
from tests.service.access.conftest import ADDRESS, Installation
from tests.service.people import PASSWORD


def asking(token: str | None) -> Asking:
    return Asking(None, token, ADDRESS)


@pytest.fixture
def door(here: Installation) -> Doorkeeper:
    return Doorkeeper(here.database, here.keyring, here.passwords)


def test_a_session_ends_after_an_hour_without_use(here: Installation, door: Doorkeeper) -> None:
    here.user()
    token = here.inside()
    for _ in range(3):
        here.later(minutes=60)
        assert door.asker(asking(token), here.now).shown == "li"
    here.later(minutes=61)
    with pytest.raises(NobodyKnownError):
        door.asker(asking(token), here.now)


def test_a_session_in_constant_use_ends_after_half_a_day(here: Installation, door: Doorkeeper) -> None:
    here.user()
    token = here.inside()
    for _ in range(12):
        here.later(minutes=60)
        door.asker(asking(token), here.now)
    here.later(seconds=1)
    with pytest.raises(NobodyKnownError):
        door.asker(asking(token), here.now)


def test_a_use_is_noted_once_a_minute(here: Installation, door: Doorkeeper) -> None:
    user = here.user()
    token, opened = here.inside(), here.now

    def noted() -> object:
        door.asker(asking(token), here.now)
        with here.work() as work:
            return sessions_of(work, user.id)[0].used_at

    here.later(seconds=59)
    assert noted() == opened
    here.later(seconds=1)
    assert noted() == here.now


def test_what_is_no_token_lets_nobody_in(here: Installation, door: Doorkeeper) -> None:
    for token in (None, "", "wrong", "x" * 5000, "\ud800"):
        with pytest.raises(NobodyKnownError):
            door.asker(asking(token), here.now)


def test_half_a_login_asks_nothing(here: Installation, door: Doorkeeper) -> None:
    here.user("li", (Role.COUNTY_OFFICER, ""), first=True)
    came = here.try_password()
    assert isinstance(came, Inside)
    with pytest.raises(NobodyKnownError) as refused:
        door.admit(asking(came.token), Permission.READ_LISTS, here.now)
    assert refused.value.stage is Stage.SECOND_FACTOR
    further = here.try_code(came.token, here.code())
    assert isinstance(further, Inside)
    with pytest.raises(NobodyKnownError) as refused:
        door.admit(asking(further.token), Permission.READ_LISTS, here.now)
    assert refused.value.stage is Stage.MUST_CHANGE


def test_an_administrator_ends_what_somebody_has_open(here: Installation) -> None:
    user = here.user()
    first = here.inside()
    here.later(minutes=1)
    second = here.inside()
    with here.work() as work:
        assert end_all_sessions(work, here.keyring, by=SYSTEM, user=user) == 2
    assert here.stage(first) is here.stage(second) is None


def test_a_logout_ends_the_session_and_no_other(here: Installation) -> None:
    here.user()
    stays = here.inside()
    here.later(minutes=1)
    token = here.inside()
    here.login.out(token, now=here.now)
    here.login.out("nobody's", now=here.now)
    assert (here.stage(token), here.stage(stays)) == (None, Stage.IN)
    assert here.actions().count("logout") == 1


def test_a_role_that_is_revoked_or_over_counts_at_once(here: Installation, door: Doorkeeper) -> None:
    user = here.user("li", (Role.TOWNSHIP, "990101001"))
    with here.work() as work:
        ends = here.now.replace(hour=12)
        grant_role(work, here.keyring, by=SYSTEM, user=user, role=Role.AUDITOR, prefix="", until=ends)
    token = here.inside()
    assert door.admit(asking(token), Permission.READ_AUDIT, here.now).asker.jurisdiction.is_everywhere
    assert door.admit(asking(token), Permission.READ_LEADS, here.now).asker.jurisdiction.prefixes == ("990101001",)
    for _ in range(4):
        here.later(minutes=50)
        door.asker(asking(token), here.now)
    with pytest.raises(NotAllowedError):
        door.admit(asking(token), Permission.READ_AUDIT, here.now)
    with here.work() as work:
        assert revoke_role(work, here.keyring, by=SYSTEM, user=user, role=Role.TOWNSHIP, prefix=None) == 1
    assert here.stage(token) is None, "who loses a role comes in anew"
    assert here.actions()[-2:] == ["access.denied", "roles.revoked"]


def test_a_link_lets_somebody_in_once_within_a_quarter_of_an_hour(here: Installation) -> None:
    user = here.user(first=False)
    with here.work() as work:
        codes = [link_for(work, here.keyring, by=SYSTEM, user=user) for _ in range(2)]
    came = here.login.with_link(codes[0], before=None, now=here.now)
    assert isinstance(came, Inside)
    assert here.stage(came.token) is Stage.IN
    assert here.login.with_link(codes[0], before=None, now=here.now) == Refused(Why.WRONG)
    here.now += LASTS
    assert here.login.with_link(codes[1], before=None, now=here.now) == Refused(Why.WRONG)


def test_the_first_user_is_made_once_and_by_the_link_alone(here: Installation) -> None:
    with here.work() as work:
        code, second = new_link(work, None), new_link(work, None)
    first_user = here.login.first_user
    assert first_user("guessed", "li", PASSWORD, now=here.now) == Refused(Why.WRONG)
    weak = first_user(code, "li", "123456789012", now=here.now)
    assert isinstance(weak, Refused)
    assert weak.why is Why.WEAK, "and the link is not used up"
    came = first_user(code, "li", PASSWORD, now=here.now)
    assert isinstance(came, Inside)
    assert came.stage is Stage.SET_UP
    assert first_user(second, "wang", PASSWORD, now=here.now) == Refused(Why.WRONG), "somebody is there by now"
    assert here.login.with_link(second, before=None, now=here.now) == Refused(Why.WRONG)
    with here.work() as work:
        assert user_named(work, "wang") is None
