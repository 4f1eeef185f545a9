"""Amounts that are finite one by one and add up, or divide, to no number, or that no row may hold: there is no answer then."""

from __future__ import annotations

from features.bilingual import Bilingual
from models.impossible import ImpossibleRecordsError
from service.problem_wording import BEYOND_NUMBERS
from service.problems import ProblemError, field_problems, invalid_request


def of_a_document(error: ImpossibleRecordsError) -> ProblemError:
    """422: the document has to be mended."""
    return invalid_request(
        field_problems({"type": BEYOND_NUMBERS, "loc": ("records", table)} for table in error.tables)
    )


def of_the_store(error: ImpossibleRecordsError) -> ProblemError:
    """409: the request is right, the records are not."""
    title = Bilingual("该户记录无法计算", "The household's records can't be computed with")
    return ProblemError(409, "impossible-records", title, error.detail, refusal=error.refusal.value)
