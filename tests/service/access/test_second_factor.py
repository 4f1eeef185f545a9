"""Codes of six digits: each works once, near its half minute, for its owner."""

from __future__ import annotations

import re

import pytest

from service.access.login import Inside, Refused, Why
from service.access.second_factor import as_picture, draw_sealed, opened
from service.keyring import KeyringError
from tests.service.access.conftest import Installation

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""What a code is, the database has no part in."""


def tokens(here: Installation, count: int) -> list[str]:
    came = [here.try_password() for _ in range(count)]
    return [each.token for each in came if isinstance(each, Inside)]


def test_a_code_works_once(here: Installation) -> None:
    """Seen over a shoulder it is worth nothing, in its own half minute too."""
    here.user()
    mine, thief = tokens(here, 2)
    code = here.code()
    assert isinstance(here.try_code(mine, code), Inside)
    assert here.try_code(thief, code) == Refused(Why.WRONG)
    assert here.actions()[-1] == "login.code_failed"


def test_no_code_works_that_is_older_than_the_last_one_used(here: Installation) -> None:
    here.user()
    first, second, third = tokens(here, 3)
    before, after = here.code(shift=-1), here.code(shift=1)
    assert isinstance(here.try_code(first, after), Inside)
    assert here.try_code(second, here.code()) == here.try_code(second, before) == Refused(Why.WRONG)
    here.later(seconds=60)
    assert isinstance(here.try_code(third, here.code()), Inside)


@pytest.mark.parametrize(("shift", "works"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off(here: Installation, shift: int, works: bool) -> None:
    here.user()
    (token,) = tokens(here, 1)
    assert isinstance(here.try_code(token, here.code(shift=shift)), Inside) == works


def test_anything_else_is_no_code(here: Installation) -> None:
    here.user()
    for typed in ("", "12345", "1234567", "１２３４５６", "abcdef", "-00001", "0" * 1000):
        (token,) = tokens(here, 1)
        assert here.try_code(token, typed) == Refused(Why.WRONG)
        here.later(hours=25)


def test_a_code_is_typed_as_the_telephone_shows_it(here: Installation) -> None:
    here.user()
    (token,) = tokens(here, 1)
    code = here.code()
    assert isinstance(here.try_code(token, f" {code[:3]} {code[3:]} "), Inside)


def test_another_one_s_code_is_none(here: Installation) -> None:
    here.user()
    here.user("wang")
    (token,) = tokens(here, 1)
    assert here.try_code(token, here.code("wang")) == Refused(Why.WRONG)


def test_a_code_without_a_password_is_a_step_of_nothing(here: Installation) -> None:
    here.user()
    assert here.try_code("no token", here.code()) == Refused(Why.ENDED)
    assert here.try_code(here.inside(), here.code(shift=1)) == Refused(Why.ENDED)


def test_a_secret_opens_in_its_owner_s_row_alone(here: Installation) -> None:
    sealed = draw_sealed(here.keyring, "user_a")
    assert len(opened(here.keyring, sealed, "user_a")) == 32
    with pytest.raises(KeyringError, match="moved to another row"):
        opened(here.keyring, sealed, "user_b")


@pytest.mark.usefixtures("database")
def test_the_picture_is_drawn_without_style_or_script() -> None:
    """The pages' policy on content allows neither."""
    picture = as_picture("JBSWY3DPEHPK3PXP" * 2, '<b>"李')
    assert re.match(r"<svg [^>]*viewBox", picture)
    assert not re.search(r"style=|<script|<b>|href", picture)
