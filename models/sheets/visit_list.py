"""The list of households to visit as people read it: in the order of the routes, and named so that it can be found again."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from features.bilingual import Bilingual
from features.workbooks.homes import TOWNSHIP_DIGITS, with_names
from models.reasons import in_words
from models.sheets.scores import Remark
from models.targets import TargetKind

EVERYWHERE = "全部"
MAYBE_OLD = Bilingual(
    "评分用的模型可能不是最近启用的，请数据管理员核对",
    "the model that scored may not be the one promoted last: ask the data staff",
)
"""In place of what is told of a registry that can't be read, which is no visitor's matter."""
NO_ADDRESS = "住址不详"
VILLAGE_DIGITS = 12
CODE_SIGNS = 6


@dataclass(frozen=True, eq=False)
class VisitList:
    """A list with what must be said of it.

    Attributes:
        households: columns of `models.assessed.ASSESSMENT`, and `slot`, why each is listed, in the order of the list
            (`models.score.in_order_of_list`); may be empty.
        names: of villages, as `features.workbooks.homes.names_on` gives them.
        as_of: the day on which the list stands.
        months, target: within which time after the day the chance speaks of which event.
        region: digits with which the region's village codes begin; empty for everybody.
        visits: that were asked for; None where the policy says how many each township gets.
        in_scope: households of the region that were scored.
        examples: in Chinese, which policy values are examples (`models.sheets.wording.examples_in_chinese`).
        remarks: what a reader must know besides (who rests, who has no score).
    """

    households: pl.DataFrame
    names: pl.DataFrame
    as_of: dt.date
    months: int
    target: TargetKind
    region: str = ""
    visits: int | None = None
    in_scope: int = 0
    examples: str = ""
    remarks: Sequence[Remark] = ()

    @cached_property
    def by_route(self) -> pl.DataFrame:
        """The households with their words, `township`, `village` and their `rank` on this list from 1, village by village."""
        ranked = self.households.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("rank"))
        placed = with_names(ranked, self.names).with_columns(pl.col("township", "village").fill_null(NO_ADDRESS))
        return in_words(placed.sort("region_code", "rank", nulls_last=True))

    @property
    def place(self) -> str:
        """The region by its name, or by its digits where it has none that is known."""
        there = self.names.filter(pl.col("region_code").str.starts_with(self.region)).sort("region_code")
        townships = there["township"].drop_nulls().unique(maintain_order=True).to_list()
        if not self.region:
            return EVERYWHERE
        if len(self.region) < TOWNSHIP_DIGITS or len(townships) != 1:
            return self.region
        of_village = there["village"].drop_nulls().to_list() if len(self.region) == VILLAGE_DIGITS else []
        return " ".join([*townships, *of_village])

    @property
    def check_code(self) -> str:
        """Six signs that are the same for the same list, and hardly ever for another."""
        rows = self.households
        parts = [str(self.as_of), *rows["model"].unique().sort(), *rows["model_version"].unique().sort()]
        return hashlib.sha256("\n".join([*parts, *rows["household_id"]]).encode()).hexdigest()[:CODE_SIGNS].upper()

    @property
    def which(self) -> str:
        """Which list it is."""
        capacity = "走访名额按本县政策分到各乡镇" if self.visits is None else f"走访名额{self.visits:,}户"
        return (
            f"截至{self.as_of}的走访名单；范围：{self.place}；已评估{self.in_scope:,}户，{capacity}，"
            f"列出{self.households.height:,}户；核对码{self.check_code}"
        )

    @property
    def to_find_again(self) -> str:
        """How to have the same list once more."""
        visits = "“走访名额”不填" if self.visits is None else f"“走访名额”填{self.visits}"
        code = self.place if self.place == self.region else f"{self.place}的代码"
        where = f"“乡镇或村代码”填{code}" if self.region else "“乡镇或村代码”不填"
        return (
            f"在网页“优先走访名单”上，“评估日期”选{self.as_of}，{where}，{visits}，再次导出；核对码相同，就是同一份名单"
        )
