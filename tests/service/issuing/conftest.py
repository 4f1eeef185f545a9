"""The kept runs that lists are made of, in words once for all stories."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def each_word_once(in_words_once: None) -> None:
    """In every story of this folder."""
