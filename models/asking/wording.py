"""Questions in words, for a terminal and as a file: household, question, why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from features.bilingual import Bilingual
from models.certainty.doubts import State
from models.certainty.wording import question_in_words

COLUMNS = ("户编号", "村代码", "问什么", "为什么问", "在名单上", "可能性", "改变名单的可能性")


def why_in_words(question: Mapping[str, Any]) -> Bilingual:
    """Why a question is asked: what is open, and what the answer could change."""
    _, open_because = question_in_words(question["topic"], State(question["state"]))
    chance = f"{question['crossing'] * 100:.0f}%"
    change = (
        Bilingual(f"问清后有{chance}的可能不必列入名单", f"with a chance of {chance} it need not be on the list")
        if question["on_list"]
        else Bilingual(f"问清后有{chance}的可能应列入名单", f"with a chance of {chance} it belongs on the list")
    )
    return Bilingual(f"{open_because.zh}；{change.zh}", f"{open_because.en}; {change.en}")


def questions_as_lines(questions: pl.DataFrame) -> list[str]:
    """Two lines about each: Chinese, then English.

    Args:
        questions: columns `models.asking.worth.QUESTIONS`.
    """
    lines = []
    for place, question in enumerate(questions.iter_rows(named=True), start=1):
        ask, _ = question_in_words(question["topic"], State(question["state"]))
        why = why_in_words(question)
        lines += [f"{place}. 户 {question['household_id']}：{ask.zh}（{why.zh}）", f"   {ask.en} ({why.en})"]
    return lines


def questions_as_table(questions: pl.DataFrame) -> pl.DataFrame:
    """A row for each question in Chinese, COLUMNS, for a file."""
    rows = [
        (
            question["household_id"],
            question["region_code"],
            question_in_words(question["topic"], State(question["state"]))[0].zh,
            why_in_words(question).zh,
            "是" if question["on_list"] else "否",
            f"{question['probability'] * 100:.1f}%",
            f"{question['crossing'] * 100:.0f}%",
        )
        for question in questions.iter_rows(named=True)
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")
