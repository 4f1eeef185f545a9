"""What a column of the record tables allows, in words: from what the column says of itself, so that it is said once."""

from __future__ import annotations

from functools import cache
from typing import Any

import dataframely as dy

from features.bilingual import Bilingual
from features.records.tables import TABLES
from service.problem_wording import TOO_EARLY, TOO_LATE

OF_DAYS = {"greater_than_equal": TOO_EARLY, "less_than_equal": TOO_LATE}


@cache
def column_words(table: str, name: str) -> dict[str, Any]:
    """Of a table's column: what it is `about`, its `form`, the words `allowed`, the `earliest` and `latest` day.

    Nothing for a name that the table does not have.
    """
    column = TABLES[table].columns().get(name)
    if column is None:
        return {}
    about = column.metadata or {}
    unit = f" Unit: {about['unit']}." if about.get("unit") else ""
    words: dict[str, Any] = {"about": Bilingual(about["zh"], f"{about['en']}{unit}")}
    if about.get("form"):
        words["form"] = about["form"]
    if values := about.get("values"):
        labelled = [
            value if value == label else f"{value}（{label}）"
            for value, label in zip(values, about["labels"], strict=True)
        ]
        words["allowed"] = Bilingual("、".join(labelled), ", ".join(values))
    if isinstance(column, dy.Date):
        words |= {"earliest": column.min, "latest": column.max}
    return words


def kind_of(error_type: str, words: dict[str, Any]) -> str:
    """The kind of a validation error, told apart where a limit is a day."""
    return OF_DAYS.get(error_type, error_type) if "earliest" in words else error_type
