"""Amounts that are finite one by one and add up, or divide, to no number, or that no row may hold: there is no answer then."""

from __future__ import annotations

import polars as pl

from features.bilingual import Bilingual
from features.records.contracts.impossible import impossible_rows
from features.records.gate import Records
from models.impossible import ImpossibleRecordsError, not_finite
from service.problem_words import BEYOND_NUMBERS
from service.problems import ProblemError, field_problems, invalid_request


def of_a_document(error: ImpossibleRecordsError) -> ProblemError:
    """422: the document has to be mended."""
    return invalid_request(
        field_problems({"type": BEYOND_NUMBERS, "loc": ("records", table)} for table in error.tables)
    )


def of_the_store(error: ImpossibleRecordsError) -> ProblemError:
    """409: the request is right, the records are not."""
    title = Bilingual("该户记录无法计算", "The household's records can't be computed with")
    return ProblemError(409, "impossible-records", title, error.detail)


def require_possible(records: Records, index: pl.DataFrame) -> None:
    """Ask the rows of one household before anything is made of them.

    Raises:
        ImpossibleRecordsError: a number of some row is none, or lies beyond its bounds.
    """
    _refuse(impossible_rows(records, index))


def require_finite(frame: pl.DataFrame) -> None:
    """Ask the one household of a feature frame.

    Raises:
        ImpossibleRecordsError: some fact is infinite or no number.
    """
    _refuse(not_finite(frame))


def _refuse(impossible: pl.DataFrame) -> None:
    if not impossible.is_empty():
        raise ImpossibleRecordsError(impossible["tables"][0])
