"""A kept run copied into the database, some households at a time: seen when it is whole, and gone on with where a kill left it."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import polars as pl

from features.intake.counties import Counties
from features.records.store import RecordStore
from models.answers import kept_answers
from models.certainty import list_expires_on
from models.lists import LeftOut
from models.reasons import main_risk_types
from models.runs import Run, find_run, kept_runs
from service.answers import body_of
from service.events import EventKind
from service.jurisdiction import EVERYWHERE
from service.place_names import Names, names_of
from service.principal import SYSTEM
from service.score_names import score_name
from service.store import Database, Work
from service.store.repositories import runs
from service.store.repositories.outbox import emit, emit_many
from service.store.tables import RunState, ScoringRun

AT_ONCE = 500
"""Households of one transaction: who else writes waits for no more."""

COLUMNS = (
    "household_id",
    "household_type",
    "rank",
    "probability",
    "probability_low",
    "probability_high",
    "raw_score",
    "band",
)
WITHOUT_SCORE = (LeftOut.IMPOSSIBLE, LeftOut.CONTRADICTING)


def take_up(database: Database, store: RecordStore, run: Run, clock: Callable[[], dt.datetime]) -> str:
    """Copy a run into the database unless it is there; its name for the outside.

    Of several who take up the same run at once each does a part of it.

    Raises:
        DatabaseError: the database can't be used; what was written stays, and the next try goes on from there.
        RunError: the run is damaged.
    """
    facts = _facts(store, run)
    parts = list(_parts(run, Counties.of(store).the_one or ""))
    names = names_of(store, run.made_from.as_of, run.made_from.data_versions)
    while True:
        with database.writing(EVERYWHERE, clock()) as work:
            row = runs.begin(work, model=run.made_from.model, kept_as=run.id, asked_by=SYSTEM.actor, **facts)
            if row.state == RunState.COMPLETE.value:
                return row.id
            written = runs.written(work, row)
            if written >= run.scores.height:
                _end(work, row, _without_score(run, Counties.of(store).the_one or ""))
                continue
        # Put into words before the transaction: while it writes, nobody else can.
        rows = _rows(run, parts[written // AT_ONCE], names)
        with database.writing(EVERYWHERE, clock()) as work:
            row = runs.begin(work, model=run.made_from.model, kept_as=run.id, asked_by=SYSTEM.actor, **facts)
            # Parts are written in their order, each whole; somebody else may have written this one meanwhile.
            if row.state != RunState.COMPLETE.value and runs.written(work, row) == written:
                runs.add(work, row, *rows)


def _end(work: Work, row: ScoringRun, without_score: list[dict[str, Any]]) -> None:
    before = runs.last(work, row.model)
    runs.complete(work, row, without_score)
    _tell_changes(work, before, row)
    emit(
        work,
        EventKind.RUN_COMPLETED,
        f"run:{row.id}",
        "",
        {"as_of": str(row.as_of), "model": row.model, "scored": row.scored},
    )


def _tell_changes(work: Work, before: ScoringRun | None, row: ScoringRun) -> None:
    """Households that stand in another band than in the run of the day before it. A day of the past changes nothing of today."""
    if before is None or before.as_of > row.as_of:
        return
    emit_many(
        work,
        EventKind.ASSESSMENT_CHANGED,
        [
            (
                f"household:{household}",
                place,
                {"household_id": household, "from": earlier, "to": later, "run": row.id, "as_of": str(row.as_of)},
            )
            for household, place, earlier, later in runs.other_bands(work, before, row)
        ],
    )


def take_up_all(
    database: Database, store: RecordStore, model: str, clock: Callable[[], dt.datetime], most: int = 24
) -> list[str]:
    """Take up the last runs of a model that the database does not have yet; their names for the outside, the oldest first."""
    with database.reading(EVERYWHERE, clock()) as work:
        there = {row.kept_as for row in work.session.scalars(runs.complete_runs(model))}
    missing = [name for name in kept_runs(store, model)[-most:] if name not in there]
    return [take_up(database, store, find_run(store, model, name), clock) for name in missing]


def _facts(store: RecordStore, run: Run) -> dict[str, Any]:
    made_from, first = run.made_from, run.scores.row(0, named=True)
    return {
        "model_version": made_from.model_version,
        "target": first["target"],
        "as_of": made_from.as_of,
        "expires_on": list_expires_on(store, run.policy, made_from.as_of),
        "scored": run.scores.height,
        "made_from": made_from.as_dict(),
    }


def _parts(run: Run, county: str) -> Iterator[pl.DataFrame]:
    """The run's households; of whom no village is known the county alone can care."""
    on_list = run.listed.select("household_id", pl.lit(value=True).alias("listed"))
    scores = run.scores.join(on_list, on="household_id", how="left", maintain_order="left")
    return scores.with_columns(pl.col("region_code").fill_null(county)).iter_slices(AT_ONCE)


def _rows(run: Run, part: pl.DataFrame, names: Names) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Rows of `Assessment`, and of `AssessmentAnswer` for those whose whole answer the run holds."""
    columns = part.select(
        *COLUMNS,
        "region_code",
        "risk_types",
        pl.col("hits").list.len().cast(pl.Int64),
        pl.col("listed").fill_null(value=False),
    )
    rows = [
        {
            **row,
            "risk_types": [raised["risk_type"] for raised in row["risk_types"]],
            "main_risk_type": next(iter(main_risk_types(row["risk_types"])), None),
        }
        for row in columns.iter_rows(named=True)
    ]
    places = {row["household_id"]: row["region_code"] for row in rows}
    made_from = run.made_from.as_dict()
    whole = [
        {
            "household_id": household_id,
            "region_code": places[household_id],
            "score_id": score_name(household_id, made_from),
            # As it is sent: whoever asks gets these very bytes.
            "answer": zlib.compress(body_of(answer, names)),
        }
        for household_id, answer in kept_answers(run, places)
    ]
    return rows, whole


def _without_score(run: Run, county: str) -> list[dict[str, Any]]:
    by_rule = ((WITHOUT_SCORE[0], run.impossible, "tables"), (WITHOUT_SCORE[1], run.contradicting, "checks"))
    refused = {
        row["household_id"]: (row["region_code"], rule.value, row[named])
        for rule, frame, named in by_rule
        for row in frame.iter_rows(named=True)
    }
    return [
        {"household_id": household_id, "region_code": region or county, "standing": standing, "rules": list(rules)}
        for household_id, (region, standing, rules) in refused.items()
    ]
