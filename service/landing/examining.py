"""Which facts the record tables take, by the typed rows and the rules of the API, and why not the others, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from pydantic import BaseModel, ValidationError

from features.records.contracts import rules
from service.columns import column_words, kind_of
from service.problem_wording import RULE_BROKEN, UNKNOWN_TABLE
from service.problems import FieldProblem, field_problems
from service.rows import ROWS, broken_rules, frame_of_rows
from service.store.tables import RecordToLand

Errors = list[dict[str, Any]]
"""What is wrong with a row, as Pydantic lists it: `type`, `loc` within the row, `ctx`."""


@dataclass(frozen=True)
class Examined:
    """What of facts may land.

    Attributes:
        facts: rows by record table, in the order in which they came; of one fact known on one day the last word.
        refused: by the name of a fact why it may not, in words.
    """

    facts: dict[str, pl.DataFrame]
    refused: dict[str, str]


def examine(rows: Sequence[RecordToLand]) -> Examined:
    """Part the facts that the record tables take from those that they do not, in the order in which they came."""
    sound, wrong = sound_rows([(row.table, _as_sent(row)) for row in rows])
    facts = {table: frame_of_rows(table, _last_words(rows, models), "") for table, models in sound.items()}
    refused = {rows[position].id: _reason(field_problems(errors)) for position, errors in wrong.items()}
    return Examined({table: frame for table, frame in facts.items() if frame.height}, refused)


def _last_words(rows: Sequence[RecordToLand], sound: Mapping[int, BaseModel]) -> dict[int, BaseModel]:
    """Of what was said of one fact on one day the last: who speaks again corrects themselves."""
    last = {
        (row.household_id, row.record_id, row.known_date): position
        for position, row in enumerate(rows)
        if position in sound
    }
    return {position: sound[position] for position in sorted(last.values())}


def sound_rows(
    rows: Sequence[tuple[str, Mapping[str, Any]]],
) -> tuple[dict[str, dict[int, BaseModel]], dict[int, Errors]]:
    """Rows that keep the contracts of their tables, by table and position, and what is wrong with the others, by position.

    Args:
        rows: the table of each, and its columns.
    """
    kept: dict[str, dict[int, BaseModel]] = {}
    wrong: dict[int, Errors] = {}
    for position, (table, columns) in enumerate(rows):
        if table not in ROWS:
            wrong[position] = [{"type": UNKNOWN_TABLE, "loc": ("table",), "ctx": {}}]
            continue
        try:
            kept.setdefault(table, {})[position] = ROWS[table].model_validate(columns)
        except ValidationError as error:
            wrong[position] = [_in_words(table, each) for each in error.errors(include_url=False, include_input=False)]
    frames = {table: frame_of_rows(table, models, "") for table, models in kept.items()}
    for table, position, rule in broken_rules(frames, kept):
        column = rule.rpartition("|")[0]
        contract = rules(table)[rule]
        words = {"meaning": contract.meaning, "to_do": contract.to_do}
        place = column or contract.column
        wrong.setdefault(position, []).append({"type": RULE_BROKEN, "loc": (place,) if place else (), "ctx": words})
    sound = {
        table: {position: model for position, model in models.items() if position not in wrong}
        for table, models in kept.items()
    }
    return sound, wrong


def _as_sent(row: RecordToLand) -> dict[str, Any]:
    """A fact as a row of its table; its own name stands where a delivered sheet's would, so that a record leads back to it."""
    return {
        **row.columns,
        "household_id": row.household_id,
        "record_id": row.record_id,
        "event_date": row.event_date,
        "known_date": row.known_date,
        "source_sheet": row.id,
    }


def _in_words(table: str, error: Mapping[str, Any]) -> dict[str, Any]:
    """A validation error with what would have been right."""
    name = str(error["loc"][0]) if error["loc"] else ""
    if error["type"] == "extra_forbidden":
        return {"type": error["type"], "loc": error["loc"], "ctx": {"fields": tuple(ROWS[table].model_fields)}}
    words = column_words(table, name)
    kind = kind_of(error["type"], words)
    return {"type": kind, "loc": error["loc"], "ctx": {**(error.get("ctx") or {}), **words}}


def _reason(problems: Iterable[FieldProblem]) -> str:
    """All that is wrong with a fact, in both languages; never what it says."""
    worded = [
        (problem.path, problem.message.partition(" | "), problem.what_to_do.partition(" | ")) for problem in problems
    ]
    zh = "；".join(f"{path} {message[0]}（{to_do[0]}）" for path, message, to_do in worded)
    en = "; ".join(f"{path} {message[2]} ({to_do[2]})" for path, message, to_do in worded)
    return f"{zh} | {en}"
