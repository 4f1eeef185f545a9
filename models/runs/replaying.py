"""A run made again from what it was made from: the same bit for bit, or where not, or what of it is gone."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from features.bilingual import Bilingual
from features.records.store import RecordStore
from models.provenance import code_changed, records_may_be_gone
from models.runs.making import compute
from models.runs.run import ANSWERED, FRAMES, Run
from models.runs.storage import RunError, find_run, model_of

COLUMNS_NAMED = 8


@dataclass(frozen=True)
class Replayed:
    """What came of it.

    Attributes:
        differences: of each frame that is not the same the columns that differ; `rows` where there are others.
        changed: that this installation makes scores by another text than the run was made by; None where it does not.
        households: so many were scored again.
    """

    run: Run
    differences: dict[str, tuple[str, ...]]
    changed: Bilingual | None
    households: int

    @property
    def same(self) -> bool:
        return not self.differences

    def in_words(self) -> list[Bilingual]:
        """What a person reads about it."""
        if self.same:
            lines = [
                Bilingual(
                    f"评分 {self.run.id} 已重新计算：{self.households:,}户的得分、理由和名单与当时逐位一致",
                    f"run {self.run.id} was made again: scores and reasons of {self.households:,} households and the list are the same bit for "
                    "bit",
                )
            ]
        else:
            zh = "；".join(
                f"{frame}：{'、'.join(columns[:COLUMNS_NAMED])}" for frame, columns in self.differences.items()
            )
            en = "; ".join(
                f"{frame}: {', '.join(columns[:COLUMNS_NAMED])}" for frame, columns in self.differences.items()
            )
            lines = [
                Bilingual(
                    f"评分 {self.run.id} 重新计算后与当时不一致：{zh}。当时的结果仍以保存的为准，请数据管理员查明原因",
                    f"run {self.run.id} made again is not what it was: {en}. What was given is what was kept; let data staff find out why",
                )
            ]
        return lines if self.changed is None else [*lines, self.changed]


def replay(store: RecordStore, run: Run) -> Replayed:
    """Make a run again and hold every frame against what was kept.

    Raises:
        RunError: the run is damaged, or its model or the run before it is gone.
        GoneError: the versions of the records are gone.
        ModelError: this installation's features mean something else than then.
        PolicyError: the policy that was kept is damaged.
    """
    model = model_of(store, run.made_from)
    before = None if run.made_from.previous is None else find_run(store, run.made_from.model, run.made_from.previous)
    with records_may_be_gone(run.made_from):
        computed = compute(run.made_from, model, store, run.policy, before)
    frames = computed.frames
    # Of an earlier run, which holds no answers, none are held against anything.
    held = [name for name in FRAMES if name != ANSWERED or run.kept_answering is not None]
    differences = {name: different(run.read(name), frames[name]) for name in held}
    return Replayed(
        run,
        {name: columns for name, columns in differences.items() if columns},
        code_changed(run.made_from.code_version, run.made_from.code_digest),
        frames["scores"].height,
    )


def different(kept: pl.DataFrame, again: pl.DataFrame) -> tuple[str, ...]:
    """The columns that are not the same in every row, to the last bit; `rows` where there are more or fewer of them."""
    if kept.height != again.height:
        return ("rows",)
    names = dict.fromkeys([*kept.columns, *again.columns])
    return tuple(
        name
        for name in names
        if name not in kept.columns or name not in again.columns or not kept[name].equals(again[name], null_equal=True)
    )


__all__ = ["Replayed", "RunError", "different", "replay"]
