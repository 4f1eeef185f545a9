"""docs/records.md says what the code says."""

from __future__ import annotations

from pathlib import Path

from features.catalogue.records_page import render
from features.records.tables import TABLES

PAGE = Path(__file__).parents[3] / "docs" / "records.md"


def test_the_committed_page_is_the_generated_one() -> None:
    assert PAGE.read_text(encoding="utf-8") == render(), "Run `fanpin records describe > docs/records.md`."


def test_every_column_of_every_table_is_described() -> None:
    page = render()
    for name, table in TABLES.items():
        assert f"## `{name}`" in page
        for column in table.columns():
            assert f"| `{column}` |" in page
