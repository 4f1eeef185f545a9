"""Pages that go on where the last one ended: by the values of its last row, not by counting rows, so that page 4,000 costs what page 1 does
and nobody is met twice or missed because others came or went meanwhile.

The cursor that a client sends back is marked by the installation and holds for the same question alone.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Date, Select, and_, literal, or_, tuple_

from features.texts.unrepeated import read_json
from service.keyring import Keyring
from service.store.database import Work
from service.store.types import Moment

Row = TypeVar("Row")

MOST_ROWS = 1_000
PURPOSE = "cursor of a page"
LONGEST_CURSOR = 2_000


class CursorError(ValueError):
    """A cursor that this installation did not give, or gave for another question."""


@dataclass(frozen=True)
class Key:
    """A column by which rows are ordered. It has a value in every row.

    Attributes:
        name: of the attribute of a row that holds its value.
    """

    column: Any
    name: str
    descending: bool = False


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows in their order.

    Attributes:
        next: where the next page begins; None where there is none.
    """

    rows: Sequence[Row]
    next: str | None


def page(
    work: Work,
    keyring: Keyring,
    statement: Select[Any],
    order: Sequence[Key],
    *,
    question: str,
    limit: int,
    cursor: str | None = None,
) -> Page[Any]:
    """The page of a question that a cursor points to, or its first.

    Args:
        statement: selects one entity, without order and limit.
        order: the last of them tells any two rows apart.
        question: everything that decides which rows there are, and in which order; a cursor holds for the same alone.

    Raises:
        CursorError: the cursor is none of this question.
    """
    if cursor is not None:
        after = _read(keyring, cursor, question, order)
        statement = statement.where(_beyond(order, after))
    ordered = statement.order_by(*(key.column.desc() if key.descending else key.column.asc() for key in order))
    rows = list(work.session.scalars(ordered.limit(limit + 1)))
    if len(rows) <= limit:
        return Page(rows, None)
    last = rows[limit - 1]
    return Page(rows[:limit], _written(keyring, [getattr(last, key.name) for key in order], question))


def page_of_sorted(
    keyring: Keyring,
    rows: Sequence[Row],
    place: Callable[[Row], list[Any]],
    *,
    question: str,
    limit: int,
    cursor: str | None = None,
) -> Page[Row]:
    """The same of rows at hand, which no statement selects.

    Args:
        rows: in ascending order of their places.
        place: of a row, in values of JSON; no two rows have the same.

    Raises:
        CursorError: the cursor is none of this question.
    """
    after = None if cursor is None else _opened(keyring, cursor, question)
    first = 0 if after is None else bisect_right(rows, after, key=place)
    some = rows[first : first + limit]
    more = first + limit < len(rows)
    return Page(some, _written(keyring, place(some[-1]), question) if more else None)


def _beyond(order: Sequence[Key], after: Sequence[Any]) -> ColumnElement[bool]:
    """The rows after the one with these values."""
    if len({key.descending for key in order}) == 1:
        # Compared as one, which an index over the columns serves.
        # Each value as its column keeps it: a moment is text without a zone in SQLite.
        values = (literal(value, key.column.type) for key, value in zip(order, after, strict=True))
        here, there = tuple_(*(key.column for key in order)), tuple_(*values)
        return here < there if order[0].descending else here > there
    ways = []
    for place, key in enumerate(order):
        same = [earlier.column == value for earlier, value in zip(order[:place], after, strict=False)]
        further = key.column < after[place] if key.descending else key.column > after[place]
        ways.append(and_(*same, further))
    return or_(*ways)


def _written(keyring: Keyring, values: Sequence[Any], question: str) -> str:
    text = json.dumps([value.isoformat() if isinstance(value, dt.date) else value for value in values])
    mark = keyring.mark(f"{question}\n{text}".encode(), purpose=PURPOSE)
    return base64.urlsafe_b64encode(f"{mark}{text}".encode()).decode().rstrip("=")


def _read(keyring: Keyring, cursor: str, question: str, order: Sequence[Key]) -> list[Any]:
    try:
        return [_value(key, value) for key, value in zip(order, _opened(keyring, cursor, question), strict=True)]
    except ValueError:
        raise CursorError("a cursor of another question.") from None


def _opened(keyring: Keyring, cursor: str, question: str) -> list[Any]:
    """The values in a cursor. Raises CursorError."""
    try:
        text = base64.urlsafe_b64decode(cursor[:LONGEST_CURSOR] + "=" * (-len(cursor) % 4)).decode()
        mark, values = text[:64], text[64:]
        if not keyring.is_marked(f"{question}\n{values}".encode(), mark, purpose=PURPOSE):
            raise CursorError
        return list(read_json(values))
    except ValueError:
        raise CursorError("a cursor of another question.") from None


def _value(key: Key, value: Any) -> Any:
    if isinstance(key.column.type, Moment):
        return dt.datetime.fromisoformat(value)
    return dt.date.fromisoformat(value) if isinstance(key.column.type, Date) else value
