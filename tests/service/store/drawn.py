"""Rows of whatever table, made from its columns: laws over all tables ask no table for its name."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from sqlalchemy import JSON, Boolean, CheckConstraint, Date, Float, Integer, LargeBinary, Numeric, inspect
from sqlalchemy.orm import Session

from service.store.tables import Base
from service.store.types import Moment

NOW = dt.datetime(2026, 1, 5, 9, 30, tzinfo=dt.UTC)


def words_of(kind: type[Any]) -> dict[str, str]:
    """Of each column that takes words of a closed set the first of them."""
    checks = [str(check.sqltext) for check in kind.__table__.constraints if isinstance(check, CheckConstraint)]
    found = (re.fullmatch(r"(\w+) IN \('([^']+)'.*\)", check) for check in checks)
    return {match[1]: match[2] for match in found if match}


def classes() -> list[type[Any]]:
    """Of every table its class, those first to which others refer."""
    by_table = {str(mapper.class_.__tablename__): mapper.class_ for mapper in Base.registry.mappers}
    return [by_table[table.name] for table in Base.metadata.sorted_tables]


def row_of(kind: type[Any], number: int, region: str = "990101001001") -> Any:
    """A row in which everything is filled; rows of one number refer to each other."""
    return kind(**{column.key: _value(kind, column, number, region) for column in inspect(kind).column_attrs})


def fill(session: Session, number: int, region: str) -> None:
    """A row in every table."""
    for kind in classes():
        session.add(row_of(kind, number, region))
        session.flush()


def _value(kind: type[Any], attribute: Any, number: int, region: str) -> Any:
    (column,) = attribute.columns
    if attribute.key == "region_code":
        return region
    if column.foreign_keys:
        (key,) = column.foreign_keys
        if isinstance(column.type, Integer):
            return number
        return None if key.column.table is column.table else f"{key.column.table.name}-{number}"
    if attribute.key in words_of(kind):
        return words_of(kind)[attribute.key]
    match column.type:
        case Boolean():
            return True
        case Integer():
            return number
        case Float() | Numeric():
            return number / 8
        case Date():
            return None if attribute.key == "ended_on" else NOW.date()
        case Moment():
            return NOW
        case LargeBinary():
            return b"sealed"
        case JSON():
            return ["illness"]
    name = f"{kind.__tablename__}-{number}" if attribute.key == "id" else f"{attribute.key}-{number}"
    return name[: column.type.length or 40]
