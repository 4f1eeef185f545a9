"""What is sealed opens in its place, for its purpose, by this installation alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.keyring import Keyring, KeyringError, keep_keyring, load_or_create_keyring


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "service.keys"


@pytest.fixture
def keyring(file: Path) -> Keyring:
    return load_or_create_keyring(file)


def test_what_is_sealed_can_be_opened_again(keyring: Keyring, file: Path) -> None:
    sealed = keyring.seal("张三".encode(), purpose="names", bound_to="identities/7")
    assert "张三".encode() not in sealed
    assert load_or_create_keyring(file).open(sealed, purpose="names", bound_to="identities/7") == "张三".encode()
    assert keyring.seal(b"", purpose="names", bound_to="") != keyring.seal(b"", purpose="names", bound_to="")


@pytest.mark.parametrize(("purpose", "bound_to"), [("names", "identities/8"), ("second factor", "identities/7")])
def test_copied_into_another_place_it_is_worth_nothing(keyring: Keyring, purpose: str, bound_to: str) -> None:
    sealed = keyring.seal(b"Zhang", purpose="names", bound_to="identities/7")
    with pytest.raises(KeyringError, match="moved to another row"):
        keyring.open(sealed, purpose=purpose, bound_to=bound_to)


def test_whatever_byte_is_changed_it_is_not_opened(keyring: Keyring) -> None:
    sealed = keyring.seal(b"Zhang", purpose="names", bound_to="7")
    for place in range(len(sealed)):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(KeyringError):
            keyring.open(changed, purpose="names", bound_to="7")
    for length in range(len(sealed)):
        with pytest.raises(KeyringError):
            keyring.open(sealed[:length], purpose="names", bound_to="7")


def test_a_new_key_seals_and_old_ones_still_open(keyring: Keyring, file: Path) -> None:
    before = keyring.seal(b"Zhang", purpose="names", bound_to="7")
    marked = keyring.mark(b"page 2", purpose="cursor")
    keep_keyring(file, keyring.rotated())
    newer = load_or_create_keyring(file)
    after = newer.seal(b"Zhang", purpose="names", bound_to="7")
    assert [newer.is_stale(sealed) for sealed in (before, after)] == [True, False]
    assert newer.open(before, purpose="names", bound_to="7") == b"Zhang"
    assert newer.is_marked(b"page 2", marked, purpose="cursor")
    with pytest.raises(KeyringError, match="a key that is gone"):
        keyring.open(after, purpose="names", bound_to="7")


def test_a_key_that_seals_nothing_can_go(keyring: Keyring) -> None:
    second = keyring.rotated()
    third = second.rotated()
    sealed = second.seal(b"Zhang", purpose="names", bound_to="7")
    left = third.without(second.current)
    with pytest.raises(KeyringError, match="a key that is gone"):
        left.open(sealed, purpose="names", bound_to="7")
    # The one that seals and the one that marks stay, whatever is asked.
    assert third.without(*third.keys).keys.keys() == {keyring.current, third.current}


def test_a_mark_is_of_its_content_and_its_purpose(keyring: Keyring, tmp_path: Path) -> None:
    mark = keyring.mark(b"1 abc", purpose="end")
    assert keyring.is_marked(b"1 abc", mark, purpose="end")
    assert not keyring.is_marked(b"2 abc", mark, purpose="end")
    assert not keyring.is_marked(b"1 abc", mark, purpose="cursor")
    assert not keyring.is_marked(b"1 abc", "囍", purpose="end")
    assert not load_or_create_keyring(tmp_path / "other").is_marked(b"1 abc", mark, purpose="end")


def test_keys_are_their_owners_alone_and_never_shown(keyring: Keyring, file: Path) -> None:
    assert file.stat().st_mode & 0o077 == 0
    assert not any(key.hex() in repr(keyring) or repr(key) in repr(keyring) for key in keyring.keys.values())
    file.chmod(0o640)
    with pytest.raises(KeyringError, match="chmod 600"):
        load_or_create_keyring(file)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"current": "00", "keys": {}}', '{"current": "00000000", "keys": {"00000000": "AA=="}}', "\xff"],
)
def test_a_file_that_holds_no_keys_is_told(file: Path, text: str) -> None:
    file.parent.mkdir()
    file.write_text(text, encoding="latin-1")
    file.chmod(0o600)
    with pytest.raises(KeyringError, match=str(file)):
        load_or_create_keyring(file)
