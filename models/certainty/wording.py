"""How sure an assessment is, in words: Chinese first, as lines for a terminal and as fields for an answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from features.bilingual import Bilingual
from models.certainty.doubts import State
from models.certainty.measuring import Certainty, OpenQuestion
from models.certainty.sources import valid_in_words
from models.certainty.topics import TOPICS
from models.certainty.verifying import in_words

NAMED_QUESTIONS = 3


def certainty_in_words(certainty: Certainty) -> list[Bilingual]:
    """What is known, what the score might be, until when it may be used."""
    lines = []
    if certainty.completeness is not None:
        share = f"{certainty.completeness * 100:.0f}%"
        lines.append(
            Bilingual(
                f"资料完整度{share}（模型要看的情况，按轻重算，已知的占比）",
                f"{share} known of what the model reads, by weight",
            )
        )
    if certainty.low is not None and certainty.high is not None:
        low, high = (_percent(end) for end in (certainty.low, certainty.high))
        lines.append(
            Bilingual(
                f"不明之处若像情况相近的户，可能性在{low}到{high}之间",
                f"were the unknown as it is with households alike, the probability would lie from {low} to {high}",
            )
            if low != high
            else Bilingual("不明之处对可能性没有影响", "what is unknown makes no difference to the probability")
        )
    lines.append(valid_in_words(certainty.expires_on))
    return lines


def question_in_words(topic: str, state: State) -> tuple[Bilingual, Bilingual]:
    """What to ask, and why it is open."""
    return TOPICS[topic].question, Bilingual(state.zh, state.en)


def effect_in_words(question: OpenQuestion) -> Bilingual:
    """By how much the answer moves the probability on average."""
    points = f"{question.effect * 100:.1f}"
    return Bilingual(f"可能性平均改变{points}个百分点", f"moves the probability by {points} points on average")


def certainty_lines(certainty: Certainty) -> list[str]:
    """Lines for a terminal, after those of the reasons."""
    lines = [str(one) for one in certainty_in_words(certainty)]
    if certainty.questions:
        lines += ["", "先问 Ask first:"]
        for question in certainty.questions[:NAMED_QUESTIONS]:
            ask, why = question_in_words(question.topic, question.state)
            effect = effect_in_words(question)
            lines += [f"- {ask.zh}（{why.zh}；{effect.zh}）", f"  {ask.en} ({why.en}; {effect.en})"]
    return lines


def certainty_fields(certainty: Certainty) -> dict[str, Any]:
    """The fields of an answer of the API."""
    return {
        "completeness": certainty.completeness,
        "plausible_low": certainty.low,
        "plausible_high": certainty.high,
        "expires_on": certainty.expires_on,
        "ask_first": [_question_fields(one) for one in certainty.questions],
    }


def verify_lines(kept: Iterable[Mapping[str, Any]]) -> list[str]:
    """Lines for a terminal about what speaks against the main reasons, from rows of `models.certainty.verifying.VERIFY_FIRST`."""
    lines = []
    for against in map(in_words, kept):
        lines += [f"- {against.title.zh}：{against.to_ask.zh}", f"  {against.title.en}: {against.to_ask.en}"]
    return ["", "先核实 Verify first:", *lines] if lines else []


def verify_fields(kept: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an answer of the API about such a row."""
    against = in_words(kept)
    return {
        "rule": against.rule,
        "risk_type": against.risk_type.value,
        "zh": against.title.zh,
        "en": against.title.en,
        "ask_zh": against.to_ask.zh,
        "ask_en": against.to_ask.en,
    }


def _question_fields(question: OpenQuestion) -> dict[str, Any]:
    ask, why = question_in_words(question.topic, question.state)
    return {
        "topic": question.topic,
        "state": question.state.value,
        "zh": ask.zh,
        "en": ask.en,
        "why_zh": why.zh,
        "why_en": why.en,
        "doubt": question.doubt,
        "effect": question.effect,
    }


def _percent(probability: float) -> str:
    return f"{probability * 100:.1f}%"
