"""What intake keeps of a county whose truth is known: the rows, and the people behind damaged ID numbers."""

from __future__ import annotations

import pytest

from benchmarks.recovery import linkage, rows_recovered
from features.intake import pseudonym_key
from tests.conftest import County


@pytest.fixture(scope="module")
def rows(county: County) -> dict[str, float]:
    return rows_recovered(county.folder / "truth-out-of-reach", county.store)


@pytest.fixture(scope="module")
def links(county: County) -> dict[str, float]:
    return linkage(county.folder / "truth-out-of-reach", county.store, pseudonym_key(county.store.path))


def test_the_county_is_large_enough_to_judge_by(rows: dict[str, float], links: dict[str, float]) -> None:
    assert rows["well_formed"] > 50_000
    assert links["rows_open"] > 1_000
    assert links["links_judged"] > 1_000


def test_hardly_a_well_formed_row_is_lost(rows: dict[str, float]) -> None:
    assert rows["share_recovered"] >= 0.999


def test_who_has_a_damaged_number_is_found(links: dict[str, float]) -> None:
    assert links["recall"] >= 0.95


def test_a_link_is_the_right_person(links: dict[str, float]) -> None:
    assert links["precision"] >= 0.99
