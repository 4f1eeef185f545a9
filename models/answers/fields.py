"""Answers as data, in two languages: what the API sends, and what `fanpin explain --out` writes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import polars as pl

from features.basis import basis_in_words
from features.texts.unrepeated import read_json
from features.triggers.wording import hits_in_words
from models.answers.assessing import Answer
from models.assessed import Assessed
from models.certainty import certainty_fields, certainty_from, verify_fields
from models.frequencies import in_frequencies
from models.reasons import reason_in_words, to_ask


def answer_of(answer: Answer) -> dict[str, Any]:
    """What is answered about one household: the fields of `assessment_fields`, and what it was made from."""
    return {**assessment_fields(answer.assessed), "made_from": answer.made_from.as_dict()}


def answer_as_json(answer: Answer) -> str:
    """The same as the text of a file."""
    return json.dumps(answer_of(answer), default=str, ensure_ascii=False, indent=1) + "\n"


def assessment_fields(assessed: Assessed) -> dict[str, Any]:
    """What is said of one household (`models.assess.assess_household`); days as days."""
    beside = None if assessed.beside is None else assessed.beside.row(0, named=True)
    return household_fields(assessed.household, beside)


def household_fields(scored: Mapping[str, Any], beside: Mapping[str, Any] | None) -> dict[str, Any]:
    """The same from a row of `models.assessed.ASSESSMENT` and, where it was asked for, one of `models.certainty.BESIDE_SCORE`.

    Raises:
        KeyError: this installation has no such rule, check, topic or phrase: the rows were made by another version.
    """
    if beside is None:
        return _scored(scored)
    return {**_scored(scored), **basis_in_words(beside).as_dict(), **certainty_fields(certainty_from(beside))}


def scored_answers(households: pl.DataFrame) -> list[dict[str, Any]]:
    """What is said of scored households (columns of `models.assessed.ASSESSMENT`), and further columns as they are."""
    return [_scored(row) for row in households.iter_rows(named=True)]


def _scored(scored: Mapping[str, Any]) -> dict[str, Any]:
    row = dict(scored)
    hits, unclear = row.pop("hits"), row.pop("unclear")
    for name in ("reasons", "protects"):
        row[name] = [_reason(reason) for reason in row[name]]
    row["verify_first"] = [verify_fields(against) for against in row["verify_first"]]
    sureness = in_frequencies(row["probability"], row["probability_low"], row["probability_high"])
    row |= {"sureness_zh": sureness.zh, "sureness_en": sureness.en}
    return {**row, "screening": hits_in_words(hits), "screening_unclear": unclear}


def _reason(reason: Mapping[str, Any]) -> dict[str, Any]:
    words, ask = reason_in_words(reason), to_ask(reason["topic"])
    told = {"zh": words.zh, "en": words.en, "ask_zh": ask.zh, "ask_en": ask.en}
    return {**reason, "facts": read_json(reason["facts"]), **told}
