"""The guard against amounts that are finite one by one and add up, or divide, to no number: there is no answer then."""

from __future__ import annotations

import math

import polars as pl

from features.bilingual import Bilingual
from features.registry import features
from service.problems import BEYOND_NUMBERS, ProblemError, field_problems, invalid_request


class BeyondNumbersError(Exception):
    """Facts of a household are no finite numbers; `tables` says from which record tables."""

    def __init__(self, tables: list[str]) -> None:
        super().__init__(f"no finite number comes of {', '.join(tables)}")
        self.tables = tables

    def of_a_document(self) -> ProblemError:
        """422: the document has to be mended."""
        return invalid_request(
            field_problems({"type": BEYOND_NUMBERS, "loc": ("records", table)} for table in self.tables)
        )

    def of_the_store(self) -> ProblemError:
        """409: the request is right, the records are not."""
        zh, en = "、".join(self.tables), ", ".join(self.tables)
        return ProblemError(
            409,
            "impossible-records",
            Bilingual("该户记录无法计算", "The household's records can't be computed with"),
            Bilingual(
                f"{zh} 中的金额或数量相加、相除后不是有限的数；请核对并更正这些记录，没有给出得分",
                f"Amounts or numbers in {en} give no finite number when added or divided. Have them corrected; nothing was scored.",
            ),
        )


def require_finite(frame: pl.DataFrame) -> None:
    """Ask the one household of a feature frame.

    Raises:
        BeyondNumbersError: some fact is infinite or no number.
    """
    wrong = [
        name
        for name, value in frame.row(0, named=True).items()
        if isinstance(value, float) and not math.isfinite(value)
    ]
    if wrong:
        declared = features()
        views = (declared[name].view for name in wrong if name in declared)
        tables = sorted({view.table for view in views if view is not None})
        raise BeyondNumbersError(tables or ["households"])
