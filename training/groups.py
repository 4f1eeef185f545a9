"""The groups that audits compare: which of them each household belongs to, as known on its as-of day.

They are for asking afterwards whether a model serves everybody equally well. No feature and no experiment may name them.
"""

from __future__ import annotations

import polars as pl

from features.domains.members.who import HEAD, SEX
from features.frame import feature_frame, text_values
from features.language import agreed
from features.language.views import MEMBERS
from features.policy.loading import Policy
from features.records.gate import Records
from features.vocabulary import HouseholdType, Labelled, Sex
from training.predictions import GROUP

TOWNSHIP_DIGITS = 9
"""The first digits of a region code (province 2, city 2, county 2, township 3) name the township."""


class Grouping(Labelled):
    """What households are told apart by."""

    SEX_OF_HEAD = "sex_of_head", "户主性别", "sex of the head"
    ELDERS_ONLY = "elders_only", "家中只有老人", "elders only"
    DISABILITY = "disability", "有持证残疾人", "disability certificate"
    RELOCATED = "relocated", "易地搬迁户", "relocated"
    HOUSEHOLD_TYPE = "household_type", "户类型", "household type"
    TOWNSHIP = "township", "乡镇", "township"

    @property
    def column(self) -> str:
        return f"{GROUP}{self.value}"


class Answer(Labelled):
    """Whether a household is of a kind."""

    YES = "yes", "是", "yes"
    NO = "no", "否", "no"


UNKNOWN = "unknown"
"""The group of the households of which the records do not tell."""

READ = {
    Grouping.ELDERS_ONLY: "elders_only",
    Grouping.DISABILITY: "people_with_card",
    Grouping.RELOCATED: "relocated",
}
"""The features that answer already, with their own word on what no row means: a group is no second definition."""

WORDS: dict[str, tuple[str, str]] = {
    UNKNOWN: ("不详", "unknown"),
    **{word.value: (word.zh, word.en) for kind in (Answer, Sex, HouseholdType) for word in kind},
}
"""The groups' names in Chinese and English; a township has none but its code."""


def with_groups(records: Records, frame: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """The frame with `group.<name>` text columns, one for each `Grouping`.

    Args:
        records: of the frame's households.
        frame: a feature frame: `household_id`, `as_of`, `region_code`, `household_type`, and any features.
    """
    missing = sorted(set(READ.values()) - set(frame.columns))
    index = frame.select("household_id", "as_of")
    known = text_values(records, index, MEMBERS, {Grouping.SEX_OF_HEAD.column: agreed(SEX, of=HEAD)})
    known = pl.concat([frame, known], how="horizontal")
    if missing:
        known = known.hstack(feature_frame(records, index, policy, missing).select(missing))
    columns = {grouping: _answer(pl.col(name)) for grouping, name in READ.items()}
    columns[Grouping.HOUSEHOLD_TYPE] = pl.col("household_type")
    columns[Grouping.TOWNSHIP] = pl.col("region_code").str.head(TOWNSHIP_DIGITS)
    columns[Grouping.SEX_OF_HEAD] = pl.col(Grouping.SEX_OF_HEAD.column)
    groups = known.select(columns[grouping].fill_null(UNKNOWN).alias(grouping.column) for grouping in Grouping)
    return pl.concat([frame, groups], how="horizontal")


def _answer(number: pl.Expr) -> pl.Expr:
    return pl.when(number > 0).then(pl.lit(Answer.YES.value)).when(number == 0).then(pl.lit(Answer.NO.value))
