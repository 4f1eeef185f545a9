"""One household of a run made again: its score with its reasons, or why it has none, without anybody else's."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from features.bilingual import Bilingual
from features.context.cache import context_wanted_by
from features.deliveries.senders import senders
from features.frame import index_of
from features.records.gate import Records
from features.records.store import RecordStore
from features.triggers.evaluating import trigger_features
from models.assess import assess_wholly
from models.certainty import surroundings_of
from models.provenance import code_changed, records_may_be_gone, records_then
from models.runs.replaying import COLUMNS_NAMED, different
from models.runs.run import ANSWERED, CONTRADICTS, IMPOSSIBLE, SCORES, Run
from models.runs.storage import RunError, model_of
from models.score import without_score

STANDS = "before.standing"
NOT_COMPARED = {"rank": "stands beside everybody's: the whole run tells it"}
"""Columns of a kept row that are not held against those of one household made again, and why."""


@dataclass(frozen=True)
class ReplayedHousehold:
    """What came of it.

    Attributes:
        scored: whether it has a score in the run.
        differences: of each frame of the run the columns that differ; `rows` where it has more or fewer.
        changed: that this installation makes scores by another text than then; None where it does not.
    """

    run: Run
    household_id: str
    scored: bool
    differences: dict[str, tuple[str, ...]]
    changed: Bilingual | None

    @property
    def same(self) -> bool:
        return not self.differences

    def in_words(self) -> list[Bilingual]:
        """What a person reads about it."""
        what_zh, what_en = (
            ("得分和理由", "score and reasons") if self.scored else ("没有得分的原因", "why it has no score")
        )
        if self.same:
            line = Bilingual(
                f"评分 {self.run.id} 中户 {self.household_id} 已重新计算：{what_zh}与当时逐位一致（名次和名单要全部重算：`fanpin replay {self.run.id}`）",
                f"household {self.household_id} of run {self.run.id} was made again: {what_en} the same bit for bit (rank and list need everybody: "
                f"`fanpin replay {self.run.id}`)",
            )
        else:
            named = [f"{frame}: {', '.join(columns[:COLUMNS_NAMED])}" for frame, columns in self.differences.items()]
            line = Bilingual(
                f"评分 {self.run.id} 中户 {self.household_id} 重新计算后与当时不一致：{'；'.join(named)}。当时的结果仍以保存的为准，请数据管理员查明原因",
                f"household {self.household_id} of run {self.run.id} made again is not what it was: {'; '.join(named)}. What was given is what was kept; "
                "let data staff find out why",
            )
        return [line] if self.changed is None else [line, self.changed]


def replay_household(store: RecordStore, run: Run, household_id: str) -> ReplayedHousehold:
    """Make what a run says of one household again, from the records, the policy and the model of the run.

    Raises:
        RunError: the run is damaged, knows no such household, or its model is gone.
        GoneError: the versions of the records are gone.
        ModelError: the model is damaged, or this installation's features mean something else than then.
        PolicyError: the policy that was kept is damaged.
    """
    made_from = run.made_from
    held = [SCORES, IMPOSSIBLE, CONTRADICTS, STANDS, *([] if run.kept_answering is None else [ANSWERED])]
    kept = {name: _of(run.read(name), household_id) for name in held}
    if all(rows.is_empty() for rows in kept.values()):
        raise RunError(
            f"评分 {run.id} 中没有户 {household_id}：核对编号（它是文本，前面的零和大小写都算） | run {run.id} knows no household {household_id}. Check the code; it is "
            "text, zeros in front and capital letters count."
        )
    model, then = model_of(store, made_from), records_then(made_from, store.path)
    with records_may_be_gone(made_from):
        context = context_wanted_by([*model.features, *trigger_features()], then, [made_from.as_of])
        records = Records(then.records(households=[household_id]), context)
        departments, index = senders(then), index_of([household_id], made_from.as_of)
        around = surroundings_of(model, then, run.policy, made_from.as_of)
        assessed = assess_wholly(model, records, index, run.policy, senders=departments, around=around)
    again = {
        SCORES: assessed.households,
        IMPOSSIBLE: assessed.impossible,
        CONTRADICTS: assessed.contradicting,
        STANDS: without_score(assessed),
        ANSWERED: assessed.answers,
    }
    differences = {name: different(rows, again[name]) for name, rows in kept.items()}
    return ReplayedHousehold(
        run,
        household_id,
        not kept[SCORES].is_empty(),
        {name: columns for name, columns in differences.items() if columns},
        code_changed(made_from.code_version, made_from.code_digest),
    )


def _of(frame: pl.DataFrame, household_id: str) -> pl.DataFrame:
    return frame.filter(pl.col("household_id") == household_id).drop(list(NOT_COMPARED), strict=False)
