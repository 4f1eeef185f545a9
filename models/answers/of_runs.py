"""The answers that a run holds, as they were given on its day: rendered from what was kept, nothing is computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

import polars as pl

from models.answers.fields import household_fields
from models.answers.made_from import AnswerMadeFrom
from models.provenance import Provenance
from models.runs import Run


def kept_answers(run: Run, household_ids: Iterable[str] | None = None) -> Iterator[tuple[str, dict[str, Any]]]:
    """Of households of a run what `models.answers.answer_of` gave on its day, to the last bit, by their codes.

    Of whoever has none (out of scope, refused, a run of before answers were kept) nothing comes: they are to be asked about anew.
    Whether it is still what would be answered now says `models.runs.outdated_for`.

    Args:
        household_ids: those wanted; everybody when None.

    Raises:
        RunError: the run is damaged.
        KeyError: this installation has no such rule, check, topic or phrase: the run was made by another version.
    """
    if run.kept_answering is None:
        return
    answered = run.answers.filter(pl.col("unanswered").is_null())
    scores = run.scores.drop("rank")
    if household_ids is not None:
        asked = pl.DataFrame({"household_id": list(household_ids)}, schema={"household_id": pl.String})
        answered, scores = (frame.join(asked, on="household_id", how="semi") for frame in (answered, scores))
    scored = {row["household_id"]: row for row in scores.iter_rows(named=True)}
    for beside in answered.iter_rows(named=True):
        # Where nobody alike was known, nothing was drawn.
        seed = None if beside["completeness"] is None else run.kept_answering["seed"]
        made_from = _made_from(run, seed)
        yield (
            beside["household_id"],
            {**household_fields(scored[beside["household_id"]], beside), "made_from": made_from.as_dict()},
        )


def _made_from(run: Run, seed: int | None) -> AnswerMadeFrom:
    kept = run.kept_answering or {}
    common = {field.name: getattr(run.made_from, field.name) for field in fields(Provenance)}
    return AnswerMadeFrom(**common, seed=seed, store=kept["store"], document=None)
