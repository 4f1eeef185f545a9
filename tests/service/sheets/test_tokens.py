"""A mark holds over what people see in a row, however a spreadsheet program writes it, and over nothing else."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.keyring import Keyring
from service.sheets.columns import LOCKED
from service.sheets.tokens import Head, RowToken, plain
from tests.service.sheets.books import EXPORT, LIST, MOMENT, ODD_CODES, rows_of

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20) | st.sampled_from(ODD_CODES)


@given(TEXTS)
def test_what_is_compared_stays_as_it_is_when_it_is_compared_again(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(st.text(st.characters(min_codepoint=1, max_codepoint=0x3000), max_size=12))
def test_escapes_of_spreadsheet_programs_are_undone(text: str) -> None:
    assert plain("".join(f"_x{ord(sign):04X}_" for sign in text)) == plain(text)


@given(st.sampled_from([column.name for column in LOCKED]), TEXTS)
def test_a_token_fits_its_own_cells_alone(keyring: Keyring, name: str, text: str) -> None:
    row = rows_of(keyring, 6)[5]
    changed = {**row.cells, name: text}
    assert row.token.fits(keyring, row.cells)
    assert row.token.fits(keyring, changed) == (plain(text) == plain(row.cells[name]))


@pytest.mark.parametrize(
    "change", [{"list_id": "l"}, {"export_id": "e"}, {"lead_id": "lead_1"}, {"version": 1}, {"mark": "0" * 64}]
)
def test_a_token_says_of_itself_what_it_was_made_with(keyring: Keyring, change: dict[str, object]) -> None:
    row = rows_of(keyring, 1)[0]
    assert RowToken.parsed(str(row.token)) == row.token
    assert not dataclasses.replace(row.token, **change).fits(keyring, row.cells)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "1", "1.a.b.c.d.e", "2.a.b.-.0.m", "1.a.b.-.０.m", "1.a.b.-.0.m.x"])
def test_what_is_no_token_is_none(text: str) -> None:
    assert RowToken.parsed(text) is None


def test_another_installation_made_no_token_of_ours(keyring: Keyring, other_keyring: Keyring) -> None:
    row = rows_of(other_keyring, 1)[0]
    assert not row.token.fits(keyring, row.cells)


HEAD = Head(LIST, EXPORT, "990101001", 6, "wang", MOMENT, "d" * 64)


def test_the_whole_comes_back_as_it_was(keyring: Keyring) -> None:
    assert Head.parsed(dict(HEAD.lines(keyring)), keyring) == HEAD


@pytest.mark.parametrize("name", list(HEAD._facts()))
def test_nothing_of_the_whole_can_be_changed(keyring: Keyring, name: str) -> None:
    said = dict(HEAD.lines(keyring))
    for value in (None, "", "0", said[name] + "0"):
        changed = (
            {**said, name: value} if value is not None else {key: each for key, each in said.items() if key != name}
        )
        assert Head.parsed(changed, keyring) is None, (name, value)
