"""In which language a failure is told: both, or the one that `Accept-Language` prefers (RFC 9110, 12.5.4).

Answers carry both in fields of their own (`zh`, `en`); only what is one text is cut here.
"""

from __future__ import annotations

from service.problems import FieldProblem, Problem

BOTH = "zh, en"
ZH, EN = "zh", "en"
BETWEEN = " | "


def preferred(accept: str | None) -> str:
    """`zh`, `en`, or both where nothing says which.

    Args:
        accept: the header as it was sent; what is no language range is passed over.
    """
    weights = {ZH: 0.0, EN: 0.0}
    for part in (accept or "").split(","):
        name, _, parameters = part.strip().partition(";")
        language = name.strip().lower().partition("-")[0]
        if language in weights:
            weights[language] = max(weights[language], _weight(parameters))
    if weights[ZH] == weights[EN]:
        return BOTH
    return max(weights, key=lambda language: weights[language])


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        weight = float(value)
    except ValueError:
        return 0.0
    return weight if 0.0 <= weight <= 1.0 else 0.0


def in_language(problem: Problem, language: str) -> Problem:
    """The same problem in one language, or as it is."""
    if language == BOTH:
        return problem
    return problem.model_copy(
        update={
            "title": _part(problem.title, language),
            "detail": _part(problem.detail, language),
            "problems": [
                FieldProblem(
                    path=each.path,
                    message=_part(each.message, language),
                    what_to_do=_part(each.what_to_do, language),
                )
                for each in problem.problems
            ],
        }
    )


def _part(words: str, language: str) -> str:
    zh, _, en = words.partition(BETWEEN)
    return (zh if language == ZH else en) or words
