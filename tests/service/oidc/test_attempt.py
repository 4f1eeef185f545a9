"""One browser's way there and back is its own, for ten minutes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from service.keyring import load_or_create_keyring
from service.oidc.attempt import LASTS, Attempt, opened

NOW = dt.datetime(2026, 1, 31, 9, 30, tzinfo=dt.UTC)


def test_it_opens_for_its_own_state_in_its_time(tmp_path: Path) -> None:
    keyring, another = load_or_create_keyring(tmp_path / "keys"), load_or_create_keyring(tmp_path / "others")
    attempt = Attempt.drawn("/lists", NOW)
    cookie = attempt.sealed(keyring)
    assert opened(cookie, attempt.state, keyring, NOW) == attempt
    assert opened(cookie, attempt.state, keyring, NOW + LASTS) is None
    assert opened(cookie, "another", keyring, NOW) is None
    assert opened(cookie, attempt.state, another, NOW) is None
    assert attempt.verifier not in repr(attempt) + cookie


@pytest.mark.parametrize("cookie", [None, "", "AAAA", "=", "密", "x" * 5_000])
def test_what_we_did_not_seal_is_none(tmp_path: Path, cookie: str | None) -> None:
    assert opened(cookie, "", load_or_create_keyring(tmp_path / "keys"), NOW) is None
