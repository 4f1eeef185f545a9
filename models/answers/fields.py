"""Answers as data, in two languages: what the API sends, and what `fanpin explain --out` writes."""

from __future__ import annotations

import json
from typing import Any

import polars as pl

from features.texts.unrepeated import read_json
from features.triggers.wording import hits_in_words
from models.answers.assessing import Answer
from models.assessed import Assessed
from models.certainty import certainty_fields, verify_fields
from models.frequencies import in_frequencies
from models.reasons import in_words


def answer_of(answer: Answer) -> dict[str, Any]:
    """What is answered about one household: the fields of `assessment_fields`, and what it was made from."""
    return {**assessment_fields(answer.assessed), "made_from": answer.made_from.as_dict()}


def answer_as_json(answer: Answer) -> str:
    """The same as the text of a file."""
    return json.dumps(answer_of(answer), default=str, ensure_ascii=False, indent=1) + "\n"


def assessment_fields(assessed: Assessed) -> dict[str, Any]:
    """What is said of one household (`models.assess.assess_household`); days as days."""
    (answer,) = scored_answers(assessed.households)
    certainty = certainty_fields(assessed.certainty) if assessed.certainty else {}
    return {**answer, **(assessed.basis.as_dict() if assessed.basis else {}), **certainty}


def scored_answers(households: pl.DataFrame) -> list[dict[str, Any]]:
    """What is said of scored households (columns of `models.assessed.ASSESSMENT`), and further columns as they are."""
    return [_scored(row) for row in in_words(households).iter_rows(named=True)]


def _scored(row: dict[str, Any]) -> dict[str, Any]:
    hits, unclear = row.pop("hits"), row.pop("unclear")
    for name in ("reasons", "protects"):
        row[name] = [{**reason, "facts": read_json(reason["facts"])} for reason in row[name]]
    row["verify_first"] = [verify_fields(against) for against in row["verify_first"]]
    sureness = in_frequencies(row["probability"], row["probability_low"], row["probability_high"])
    row |= {"sureness_zh": sureness.zh, "sureness_en": sureness.en}
    return {**row, "screening": hits_in_words(hits), "screening_unclear": unclear}
