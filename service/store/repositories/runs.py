"""Scoring runs: taken up some households at a time, seen when they are whole."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Select, func, insert, or_, select
from sqlalchemy.orm import aliased

from service.store.database import Work
from service.store.filtering import begins_with
from service.store.paging import Key
from service.store.tables.runs import Assessment, AssessmentAnswer, RunState, ScoringRun, Unscored
from service.store.types import new_id

OfRun = TypeVar("OfRun", Assessment, Unscored)


def ask(work: Work, *, model: str, kept_as: str, asked_by: str, **facts: Any) -> ScoringRun:
    """The run of that name, which waits to be scored unless it is there. Held until this transaction ends."""
    work.hold(f"run {model} {kept_as}")
    run = _held(work, model, kept_as)
    if run is None:
        run = ScoringRun(
            id=new_id("run", work.now),
            model=model,
            kept_as=kept_as,
            asked_by=asked_by,
            state=RunState.WAITING.value,
            begun_at=work.now,
            completed_at=None,
            scored=0,
            failure=None,
            **facts,
        )
        work.session.add(run)
        work.session.flush()
    return run


def begin(work: Work, *, model: str, kept_as: str, asked_by: str, scored: int, **facts: Any) -> ScoringRun:
    """The run of that name, being written from now on unless it is complete. Held, so that two do not write the same rows."""
    run = ask(work, model=model, kept_as=kept_as, asked_by=asked_by, **facts)
    if run.state != RunState.COMPLETE.value:
        run.state, run.scored, run.failure = RunState.WRITING.value, scored, None
    return run


def unfinished(work: Work) -> Sequence[ScoringRun]:
    """Runs that wait to be scored or are being written, in the order in which they were asked for."""
    asked = select(ScoringRun).where(ScoringRun.state.in_((RunState.WAITING.value, RunState.WRITING.value)))
    return work.session.scalars(asked.order_by(ScoringRun.begun_at, ScoringRun.id)).all()


def hold(work: Work, run_id: str) -> ScoringRun | None:
    """A run, seen or not, held until this transaction ends."""
    return work.session.scalars(select(ScoringRun).where(ScoringRun.id == run_id).with_for_update()).one_or_none()


def named(work: Work, model: str, kept_as: str) -> ScoringRun | None:
    """The run of that name, seen or not."""
    asked = select(ScoringRun).where(ScoringRun.model == model, ScoringRun.kept_as == kept_as)
    return work.session.scalars(asked).one_or_none()


def _held(work: Work, model: str, kept_as: str) -> ScoringRun | None:
    asked = select(ScoringRun).where(ScoringRun.model == model, ScoringRun.kept_as == kept_as).with_for_update()
    return work.session.scalars(asked).one_or_none()


def written(work: Work, run: ScoringRun) -> int:
    """How many of its households were written."""
    asked = select(func.count()).select_from(Assessment).where(Assessment.run_id == run.id)
    return work.session.scalar(asked) or 0


def add(work: Work, run: ScoringRun, scores: Sequence[Mapping[str, Any]], answers: Sequence[Mapping[str, Any]]) -> None:
    """Households of the run: columns of `Assessment`, and of `AssessmentAnswer` where their whole answers are kept."""
    for table, rows in ((Assessment, scores), (AssessmentAnswer, answers)):
        if rows:
            work.session.execute(insert(table), [{**row, "run_id": run.id} for row in rows])


def complete(work: Work, run: ScoringRun, without_score: Iterable[Mapping[str, Any]]) -> None:
    """From now on the run is seen."""
    rows = [{**row, "run_id": run.id} for row in without_score]
    if rows:
        work.session.execute(insert(Unscored), rows)
    run.state, run.completed_at = RunState.COMPLETE.value, work.now


def complete_runs(model: str | None = None) -> Select[Any]:
    """Runs that are seen, the last day first; of one day the one that was completed last."""
    asked = select(ScoringRun).where(ScoringRun.state == RunState.COMPLETE.value)
    return asked if model is None else asked.where(ScoringRun.model == model)


def all_runs(*, as_of: dt.date | None = None, state: str | None = None) -> Select[Any]:
    """Runs, complete or not."""
    asked = select(ScoringRun)
    for column, value in ((ScoringRun.as_of, as_of), (ScoringRun.state, state)):
        if value is not None:
            asked = asked.where(column == value)
    return asked


NEWEST_FIRST = (
    Key(ScoringRun.as_of, "as_of", descending=True),
    Key(ScoringRun.begun_at, "begun_at", descending=True),
    Key(ScoringRun.id, "id", descending=True),
)
LAST_COMPLETED = (ScoringRun.as_of.desc(), ScoringRun.completed_at.desc(), ScoringRun.id.desc())


def find(work: Work, run_id: str) -> ScoringRun | None:
    """A run, whether it is complete, waits or failed; its households are seen when it is complete."""
    return work.session.get(ScoringRun, run_id)


def other_bands(work: Work, before: ScoringRun, after: ScoringRun) -> list[tuple[str, str, str, str]]:
    """Households whose band two runs do not agree on, by their codes: code, village as of the later, both bands."""
    earlier, later = aliased(Assessment), aliased(Assessment)
    asked = (
        select(later.household_id, later.region_code, earlier.band, later.band)
        .join(earlier, earlier.household_id == later.household_id)
        .where(earlier.run_id == before.id, later.run_id == after.id, earlier.band != later.band)
        .order_by(later.household_id)
    )
    return list(work.session.execute(asked).all())


def scored_days(work: Work, model: str, most: int) -> list[dt.date]:
    """The last days of which everybody's scores are seen, the last first."""
    asked = complete_runs(model).with_only_columns(ScoringRun.as_of).distinct().order_by(ScoringRun.as_of.desc())
    return list(work.session.scalars(asked.limit(most)))


def newest_day(work: Work) -> dt.date | None:
    """The last day of which a run is seen."""
    return work.session.scalar(select(func.max(ScoringRun.as_of)).where(ScoringRun.state == RunState.COMPLETE.value))


def last(work: Work, model: str, as_of: dt.date | None = None) -> ScoringRun | None:
    """The last run of a model that is seen, or the last of a day."""
    asked = complete_runs(model)
    if as_of is not None:
        asked = asked.where(ScoringRun.as_of == as_of)
    return work.session.scalars(asked.order_by(*LAST_COMPLETED).limit(1)).one_or_none()


def last_that_answers(work: Work, household_id: str) -> str | None:
    """The last run that is seen and holds the whole answer about a household, by its name."""
    of_it = AssessmentAnswer.run_id == ScoringRun.id, AssessmentAnswer.household_id == household_id
    # Run by run, of which there are few: each is one look by the primary key.
    asked = complete_runs().where(select(AssessmentAnswer.run_id).where(*of_it).exists())
    run = work.session.scalars(asked.order_by(*LAST_COMPLETED).limit(1)).one_or_none()
    return None if run is None else run.id


def households_by_region(work: Work, run_id: str) -> dict[str, int]:
    """How many households of a run live where, by region code, with a score or without one."""
    counted: Counter[str] = Counter()
    for table in (Assessment, Unscored):
        asked = select(table.region_code, func.count()).where(table.run_id == run_id).group_by(table.region_code)
        for region, count in work.session.execute(asked):
            counted[region] += count
    return dict(counted)


def assessment(work: Work, run_id: str, household_id: str) -> Assessment | None:
    return work.session.get(Assessment, (run_id, household_id))


def answers(work: Work, run_id: str, household_ids: Sequence[str]) -> Sequence[tuple[str, str, bytes]]:
    """The whole answers about some households in a run: code, name of the score, compressed answer."""
    columns = AssessmentAnswer.household_id, AssessmentAnswer.score_id, AssessmentAnswer.answer
    some = AssessmentAnswer.household_id.in_(household_ids)
    asked = select(*columns).where(AssessmentAnswer.run_id == run_id, some)
    return [(code, name, answer) for code, name, answer in work.session.execute(asked)]


def runs_about(household_id: str) -> Select[Any]:
    """Runs that are seen and say something of a household where it lies within the jurisdiction: a score, or why it has none."""
    about = [select(table.run_id).where(table.household_id == household_id) for table in (Assessment, Unscored)]
    return complete_runs().where(or_(*(ScoringRun.id.in_(each) for each in about)))


def of_household(work: Work, table: type[OfRun], household_id: str, run_ids: Sequence[str]) -> dict[str, OfRun]:
    """What these runs say of a household, by their names."""
    asked = select(table).where(table.household_id == household_id, table.run_id.in_(run_ids))
    return {row.run_id: row for row in work.session.scalars(asked)}


def score_names(work: Work, household_id: str, run_ids: Sequence[str]) -> dict[str, str]:
    """The names of a household's scores, by the names of the runs that hold its whole answer."""
    of_it = AssessmentAnswer.household_id == household_id, AssessmentAnswer.run_id.in_(run_ids)
    asked = select(AssessmentAnswer.run_id, AssessmentAnswer.score_id).where(*of_it)
    return {row.run_id: row.score_id for row in work.session.execute(asked)}


LAST_SIGN = "\U0010ffff"


@dataclass(frozen=True)
class Wanted:
    """Which households of a run or a list; what is None is not asked."""

    region: str | None = None
    band: str | None = None
    risk_type: str | None = None
    household_type: str | None = None
    household: str | None = None
    """The beginning of its code."""
    among: tuple[str, ...] | None = None
    """Whole codes: those of a settlement."""
    listed: bool | None = None


EVERYBODY = Wanted()


def assessments(run_id: str, wanted: Wanted) -> Select[Any]:
    """Households of a run that is complete."""
    asked = narrowed(select(Assessment).where(Assessment.run_id == run_id), Assessment, wanted)
    return asked if wanted.listed is None else asked.where(Assessment.listed == wanted.listed)


def narrowed(asked: Select[Any], table: Any, wanted: Wanted) -> Select[Any]:
    """Only those that are wanted, of a table with the columns of a score."""
    if wanted.region:
        asked = asked.where(begins_with(table.region_code, wanted.region))
    for name, value in (
        ("band", wanted.band),
        ("main_risk_type", wanted.risk_type),
        ("household_type", wanted.household_type),
    ):
        if value is not None:
            asked = asked.where(getattr(table, name) == value)
    if wanted.household:
        beyond = wanted.household + LAST_SIGN
        asked = asked.where(table.household_id >= wanted.household, table.household_id < beyond)
    if wanted.among is not None:
        asked = asked.where(table.household_id.in_(wanted.among))
    return asked


def without_score(run_id: str, wanted: Wanted = EVERYBODY) -> Select[Any]:
    """Households of a run that have no score; they have a place and a code alone by which they can be wanted."""
    return narrowed(select(Unscored).where(Unscored.run_id == run_id), Unscored, wanted)


UNSCORED = (Key(Unscored.household_id, "household_id"),)
RANK = (Key(Assessment.rank, "rank"),)
PLACE = (Key(Assessment.region_code, "region_code"), Key(Assessment.rank, "rank"))
CODE = (Key(Assessment.household_id, "household_id"),)
"""Orders of a run's households: the riskiest first, village by village, by code."""
