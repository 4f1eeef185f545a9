"""ID numbers, disability cards and the pseudonyms that replace them."""

from __future__ import annotations

import stat
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from features.intake import intake
from features.intake.linkage.numbers import read_numbers
from features.intake.printing import print_report
from features.intake.who.identity import (
    PseudonymKeyError,
    Pseudonyms,
    check_character,
    normalised_id,
    pseudonym_key,
)
from features.records.store import RecordStore
from features.records.store.withdrawing import withdraw
from tests.features.intake.files import deliver, id_number, rosters

SOUND = "11010519491231002X"
"""The example of the standard GB 11643."""


def test_the_standard_s_example_is_sound() -> None:
    assert normalised_id(SOUND) == SOUND
    assert normalised_id(SOUND.lower()) == SOUND


@pytest.mark.parametrize(
    "text",
    ["", "11010519491231002", "110105194912310021", "11010519491331002X", "1101051949123100２X", "5.2E+17", "abc"],
)
def test_what_is_no_id_number_is_not_taken_for_one(text: str) -> None:
    assert normalised_id(text) is None


def test_nobody_was_born_in_the_year_0000() -> None:
    digits = "11010500001231002"
    number = digits + check_character(digits)
    assert normalised_id(number) is None
    assert read_numbers(pl.Series([number, SOUND])).get_column("sound").to_list() == [False, True]


def test_fifteen_digits_become_eighteen() -> None:
    assert normalised_id("110105491231002") == SOUND


@settings(deadline=None, derandomize=True)
@given(st.integers(0, 16), st.integers(1, 9))
def test_any_single_wrong_digit_is_noticed(position: int, change: int) -> None:
    wrong = (int(SOUND[position]) + change) % 10
    assert check_character(f"{SOUND[:position]}{wrong}{SOUND[position + 1 : 17]}") != SOUND[17]


@settings(deadline=None, derandomize=True)
@given(st.integers(0, 15))
def test_two_neighbouring_digits_in_the_wrong_order_are_noticed(position: int) -> None:
    digits = list(SOUND)
    digits[position], digits[position + 1] = digits[position + 1], digits[position]
    swapped = "".join(digits)
    assert swapped == SOUND or check_character(swapped[:17]) != SOUND[17]


def test_a_pseudonym_depends_on_the_key_and_hides_the_number() -> None:
    ids = pl.Series([id_number(1), id_number(2), None, "x"])
    one, other = (Pseudonyms(key).of_ids(ids).to_list() for key in (b"one", b"other"))
    assert one[2:] == [None, None]
    assert len({*one[:2], *other[:2]}) == 4
    assert all(len(str(text)) == 20 for text in one[:2])
    assert Pseudonyms(b"one").of_ids(ids).to_list() == one


def test_a_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FANPIN_PSEUDONYM_KEY", raising=False)
    key = pseudonym_key(tmp_path)
    assert pseudonym_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / "pseudonym.key").stat().st_mode) == 0o600


def test_a_lost_key_is_not_replaced_in_silence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FANPIN_PSEUDONYM_KEY", raising=False)
    (tmp_path / "pseudonym.key").touch()
    with pytest.raises(PseudonymKeyError, match="backup"):
        pseudonym_key(tmp_path)


def test_a_key_may_come_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FANPIN_PSEUDONYM_KEY", "sixteen letters!")
    assert pseudonym_key(tmp_path) == b"sixteen letters!"
    assert not (tmp_path / "pseudonym.key").exists()


def test_a_short_key_from_the_environment_is_refused_and_not_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FANPIN_PSEUDONYM_KEY", "fifteen letters")
    with pytest.raises(PseudonymKeyError, match=r"太短.*15 characters") as raised:
        pseudonym_key(tmp_path)
    assert "fifteen letters" not in str(raised.value)


@pytest.fixture
def keyless(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FANPIN_PSEUDONYM_KEY", raising=False)


@pytest.mark.usefixtures("keyless")
@pytest.mark.parametrize("sealed", [True, False])
def test_a_store_that_knows_people_gets_no_second_key(tmp_path: Path, store: RecordStore, sealed: bool) -> None:
    # Heads without names leave links alone; members leave sealed descriptions, which a withdrawal does not remove.
    files = {"人口.csv": rosters(3)["人口.csv"]} if sealed else {"农户.csv": rosters(3)["农户.csv"]}
    assert intake(deliver(tmp_path / "in", "2024-01-05", files), store).key_made == store.path / "pseudonym.key"
    if sealed:
        withdraw(store, store.deliveries()["delivery_id"][0], date(2024, 2, 1), "by mistake")
    (store.path / "pseudonym.key").unlink()
    before = store.versions()
    with pytest.raises(PseudonymKeyError, match=r"不见了.*is missing.*backup.*link nobody"):
        intake(deliver(tmp_path / "in", "2024-02-05", rosters(4)), store)
    assert store.versions() == before
    assert not (store.path / "pseudonym.key").exists()


@pytest.mark.usefixtures("keyless")
def test_only_the_first_intake_says_that_it_made_the_key(tmp_path: Path, store: RecordStore) -> None:
    told = []
    for day in ("2024-01-05", "2024-02-05"):
        with (console := Console(width=200)).capture() as shown:
            print_report(intake(deliver(tmp_path / day, day, rosters(3)), store), console)
        told.append(shown.get())
    file = store.path / "pseudonym.key"
    assert str(file) in told[0]
    assert "备份" in told[0]
    assert "Back it up" in told[0]
    assert file.read_text(encoding="ascii").strip() not in told[0]
    assert "备份" not in told[1]
