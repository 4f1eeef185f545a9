"""Which households a score is for: those that the county describes, and that stand where the model's target asks.

Training and serving ask the same question of the same function, on what was known that day.
"""

from __future__ import annotations

from enum import StrEnum

import polars as pl

from features.language.views import MEMBERS, now_elsewhere, the_dead
from features.records.collecting import collect_as_written
from features.records.gate import AS_OF, EVENT_DATE, GATE_READS, Records, as_index, rows_known_by
from features.records.monitored import STANDS, last_step
from features.vocabulary import MonitoringStep
from models.refusal import NotScoreableError, Refusal
from models.targets import TargetKind


class Standing(StrEnum):
    """Where a household stands on a day, as known that day."""

    IN_SCOPE = "in_scope"
    UNKNOWN = "unknown"
    NOT_DESCRIBED_LATELY = "not_described_lately"
    MONITORED = "monitored"
    NOT_REMOVED = "not_removed"
    NOBODY_LEFT = "nobody_left"


REASONS_ZH = {
    Standing.UNKNOWN: "截至该日还没有它的家庭情况记录",
    Standing.MONITORED: "它已是监测对象，本模型只评估未纳入监测的户",
    Standing.NOT_REMOVED: "截至该日没有它风险消除的记录，本模型只评估风险已消除的户",
    Standing.NOBODY_LEFT: "已知的成员均已去世或迁出",
    Standing.NOT_DESCRIBED_LATELY: "它的家庭情况记录过旧，请先更新名册",
}


class OutOfScopeError(NotScoreableError):
    """The model does not speak about this household on that day; `standing` says why, `why` says it without naming it."""

    def __init__(self, household_id: str, why: Standing) -> None:
        reasons_en = {
            Standing.UNKNOWN: "no description of it (table households) was known by that day",
            Standing.MONITORED: "it was monitored already; this model speaks of households that are not",
            Standing.NOT_REMOVED: "no removal of its risk was known by that day; this model speaks of households whose risk "
            "was removed",
            Standing.NOBODY_LEFT: "all its known members have died or left by that day",
            Standing.NOT_DESCRIBED_LATELY: "its last description is too old for the experiment's cohort",
        }
        super().__init__(
            f"户 {household_id} 不在评估范围内：{REASONS_ZH[why]}。 | household {household_id} is out of scope: "
            f"{reasons_en[why]}."
        )
        self.standing = why
        self.refusal = Refusal(why.value)
        self.why = reasons_en[why]


ASKED_ABOUT: dict[TargetKind, pl.Expr] = {
    TargetKind.ENTRY: pl.lit(value=True),
    TargetKind.RELAPSE: (pl.col("step") == MonitoringStep.REMOVED.value).fill_null(value=False),
}
"""Of which households a target asks, among those that are not monitored, by their last `step`; null: there was none."""


def standing(
    records: Records,
    index: pl.DataFrame,
    described_within_months: int | None = None,
    target: TargetKind = TargetKind.ENTRY,
) -> pl.DataFrame:
    """The standing of each (`household_id`, `as_of`) of the index, in its order.

    Args:
        target: whose scope is asked for.
        described_within_months: leave out households whose last description is older; None takes any age.

    Returns:
        `household_id`, `as_of`, `standing`.
    """
    base = as_index(index).lazy().select("row", "household_id", "as_of")
    described = (
        rows_known_by(base, records.versions["households"].lazy().select(GATE_READS))
        .filter(EVENT_DATE <= AS_OF)
        .group_by("row")
        .agg(EVENT_DATE.max().alias("described_on"))
    )
    steps = rows_known_by(base, records.versions["monitoring"].lazy().select(*GATE_READS, "step"))
    nobody = _nobody_left(records, base)
    too_old = (
        pl.col("described_on") <= AS_OF.dt.offset_by(f"-{described_within_months}mo")
        if described_within_months is not None
        else pl.lit(value=False)
    )
    stands = (
        base.join(described, on="row", how="left")
        .join(last_step(steps, ["row"]), on="row", how="left")
        .join(nobody, on="row", how="left")
        .sort("row")
        .select(
            "household_id",
            "as_of",
            pl.when(pl.col("described_on").is_null())
            .then(pl.lit(Standing.UNKNOWN.value))
            .when(pl.col("step").is_in(STANDS))
            .then(pl.lit(Standing.MONITORED.value))
            .when(~ASKED_ABOUT[target])
            .then(pl.lit(Standing.NOT_REMOVED.value))
            .when(pl.col("nobody_left"))
            .then(pl.lit(Standing.NOBODY_LEFT.value))
            .when(too_old)
            .then(pl.lit(Standing.NOT_DESCRIBED_LATELY.value))
            .otherwise(pl.lit(Standing.IN_SCOPE.value))
            .alias("standing"),
        )
    )
    return collect_as_written([stands])[0]


def _nobody_left(records: Records, base: pl.LazyFrame) -> pl.LazyFrame:
    """`row`, `nobody_left` (true) where members were known and, by that day, all have died or gone."""
    members = records.versions["members"]
    # A listing never is empty, so a household is emptied by somebody's leaving: the others need no look.
    some_left = members.filter(pl.col("left_on").is_not_null()).select(pl.col("household_id").unique())
    if some_left.is_empty():
        return pl.LazyFrame(schema={"row": pl.UInt32, "nobody_left": pl.Boolean})
    asked = base.join(some_left.lazy(), on="household_id", how="semi")
    known = rows_known_by(asked, members.lazy()).filter(EVENT_DATE <= AS_OF).collect()
    there = MEMBERS.of(known, the_dead(known), now_elsewhere(known)).lazy().select("row")
    return (
        known.lazy()
        .select(pl.col("row").unique())
        .join(there, on="row", how="anti")
        .with_columns(nobody_left=pl.lit(value=True))
    )
