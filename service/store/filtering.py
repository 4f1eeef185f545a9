"""The jurisdiction as a filter below every query: rows outside it are not there, whatever is asked, counted, joined or changed.

A query that forgets whom it is for can't be written, since it does not say so itself: the session does.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Boolean, ColumnElement, String, and_, event, false, or_, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, with_loader_criteria
from sqlalchemy.sql.base import ExecutableOption
from sqlalchemy.sql.functions import FunctionElement

from service.jurisdiction import Jurisdiction
from service.store.types import Base, Covering, Located

INFO = "jurisdiction"


class OutsideJurisdictionError(PermissionError):
    """A row outside the session's jurisdiction was to be written."""


COUNTY = 6
"""Digits. Most of an installation lies in one county: of its beginning no index tells much."""


class passed_by(FunctionElement[str]):  # noqa: N801 - as a function of SQL
    """A column by whose index SQLite is not to look. It knows nothing of how rows spread, takes every range for a narrow one, and
    sorts a county's households for each page instead of reading them in the order that is asked for. PostgreSQL knows.
    """

    type = String()
    inherit_cache = True


@compiles(passed_by)
def _plain(element: passed_by, compiler: Any, **how: Any) -> str:
    return str(compiler.process(element.clauses, **how))


@compiles(passed_by, "sqlite")
def _with_a_plus(element: passed_by, compiler: Any, **how: Any) -> str:
    return f"+{compiler.process(element.clauses, **how)}"


class is_one_of(FunctionElement[bool]):  # noqa: N801 - as a function of SQL
    """Whether a column's value is one of those that a query gives, of which there are few: they are asked for first, and then each is looked up.
    Left to itself PostgreSQL walks a county in the order that is asked for and asks of each row, which is long where none fits.
    """

    type = Boolean()
    inherit_cache = True


@compiles(is_one_of)
def _in(element: is_one_of, compiler: Any, **how: Any) -> str:
    column, query = (compiler.process(each, **how) for each in element.clauses)
    return f"{column} IN {query}"


@compiles(is_one_of, "postgresql")
def _any_of_array(element: is_one_of, compiler: Any, **how: Any) -> str:
    column, query = (compiler.process(each, **how) for each in element.clauses)
    return f"{column} = ANY (ARRAY{query})"


def begins_with(column: Any, prefix: str) -> ColumnElement[bool]:
    """Whether a region code begins so: a range, so that an index serves, since region codes are digits and end below `:`."""
    looked_at = passed_by(column) if len(prefix) <= COUNTY else column
    return and_(looked_at >= prefix, looked_at < prefix + ":")


def lies_within(column: Any, jurisdiction: Jurisdiction) -> ColumnElement[bool]:
    """Whether a region code lies within."""
    if jurisdiction.is_everywhere:
        return true()
    if not jurisdiction.prefixes:
        return false()
    return or_(*(begins_with(column, prefix) for prefix in jurisdiction.prefixes))


def touches(column: Any, jurisdiction: Jurisdiction) -> ColumnElement[bool]:
    """Whether the region of a code and the jurisdiction have a place in common: one lies within the other."""
    around = {prefix[:digits] for prefix in jurisdiction.prefixes for digits in range(len(prefix))}
    return or_(lies_within(column, jurisdiction), column.in_(sorted(around)))


@cache
def bounded_classes() -> tuple[tuple[type[Any], Callable[[Any, Jurisdiction], ColumnElement[bool]]], ...]:
    """The classes of all tables whose rows lie somewhere, each with what makes a row visible."""
    by_base = ((Located, lies_within), (Covering, touches))
    return tuple(
        (mapper.class_, sees)
        for mapper in Base.registry.mappers
        for base, sees in by_base
        if issubclass(mapper.class_, base)
    )


def _within(state: ORMExecuteState) -> None:
    jurisdiction: Jurisdiction = state.session.info[INFO]
    if jurisdiction.is_everywhere or state.is_column_load:
        return
    if state.is_insert and state.bind_mapper is not None and issubclass(state.bind_mapper.class_, Located | Covering):
        raise OutsideJurisdictionError("many rows at once are written by who may write everywhere.")
    state.statement = state.statement.options(*_criteria(jurisdiction))


@lru_cache(maxsize=1_000)
def _criteria(jurisdiction: Jurisdiction) -> tuple[ExecutableOption, ...]:
    """What every statement within a jurisdiction is told. Kept by the jurisdiction: making it anew took most of a small question's time."""
    return tuple(
        # An expression, not a function: a function's result is kept by its text and would serve the next who asks.
        with_loader_criteria(bounded, sees(bounded.region_code, jurisdiction), include_aliases=True)
        for bounded, sees in bounded_classes()
    )


def _nothing_outside(session: Session, context: UOWTransaction, instances: Any) -> None:  # noqa: ARG001
    jurisdiction: Jurisdiction = session.info[INFO]
    for changed in (*session.new, *session.dirty, *session.deleted):
        if isinstance(changed, Located | Covering) and changed.region_code not in jurisdiction:
            raise OutsideJurisdictionError(f"a row of {type(changed).__name__} lies outside the jurisdiction.")


class BoundedSession(Session):
    """A session within a jurisdiction, which it can't leave."""


event.listen(BoundedSession, "do_orm_execute", _within)
event.listen(BoundedSession, "before_flush", _nothing_outside)
