"""Pages, as all routes that list something ask for them and give them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from features.bilingual import Bilingual
from service.problems import ProblemError, wrong_parameter
from service.resources import Resources
from service.store import Work
from service.store.paging import LONGEST_CURSOR, CursorError, Key, Page, page, page_of_sorted

Row = TypeVar("Row")

MOST_ROWS = 500


class AskedPage(BaseModel):
    """How much, and from where on. A parameter that does not exist is refused: a typing mistake must not widen what is asked."""

    model_config = ConfigDict(extra="forbid")

    limit: Annotated[int, Field(ge=1, le=MOST_ROWS, description="Rows of a page.")] = 50
    cursor: Annotated[
        str | None,
        Field(
            min_length=1,
            max_length=LONGEST_CURSOR,
            description="`next` of the page before. It holds for the same question alone: the same address with the same other parameters.",
        ),
    ] = None


def page_of_rows(
    held: Resources, rows: Sequence[Row], place: Callable[[Row], list[Any]], asked: AskedPage, of: str = ""
) -> Page[Row]:
    """The same of rows at hand, in ascending order of their places.

    Raises:
        ProblemError: 422, the cursor is of another question.
    """
    try:
        return page_of_sorted(
            held.door.keyring, rows, place, question=_question(asked, of), limit=asked.limit, cursor=asked.cursor
        )
    except CursorError:
        raise _other_question() from None


def page_of(
    work: Work, held: Resources, selected: Any, order: Sequence[Key], asked: AskedPage, of: str = ""
) -> Page[Any]:
    """The page that is asked for.

    Args:
        of: what is listed, where the parameters alone do not say so.

    Raises:
        ProblemError: 422, the cursor is of another question.
    """
    question = _question(asked, of)
    try:
        return page(work, held.door.keyring, selected, order, question=question, limit=asked.limit, cursor=asked.cursor)
    except CursorError:
        raise _other_question() from None


def _question(asked: AskedPage, of: str) -> str:
    return f"{type(asked).__name__} {of} {asked.model_dump_json(exclude={'cursor', 'limit'})}"


def _other_question() -> ProblemError:
    return wrong_parameter(
        "cursor",
        Bilingual("不是这个问题的下一页", "it is not of this question"),
        Bilingual(
            "原样使用上一页的 next，其他参数不变；或不写，从第一页开始",
            "Send `next` as it was given with the same other parameters, or begin without.",
        ),
    )
