"""Failures as answers: one format (RFC 9457, application/problem+json), every problem named by its path.

A problem never repeats the value that was wrong: it may be a person's. It says where, what, and what to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, Field

from features.bilingual import Bilingual


class FieldProblem(BaseModel):
    """One thing that is wrong with a request."""

    path: str = Field(description="Where: `records.illness[3].self_paid_yuan`, or a parameter's name.")
    message: str = Field(description="What is wrong. Never the value that was sent.")
    what_to_do: str


class Problem(BaseModel):
    """Why there is no answer."""

    type: str = Field(description="Stable name of the kind of problem: what a program should look at.")
    title: str
    status: int
    detail: str
    problems: list[FieldProblem] = []
    standing: str | None = Field(None, description="For `out-of-scope`: where the household stands on that day.")


class ProblemError(Exception):
    """Raised where a request can't be answered; becomes the answer."""

    def __init__(
        self,
        status: int,
        kind: str,
        title: Bilingual | str,
        detail: Bilingual | str,
        *,
        problems: Iterable[FieldProblem] = (),
        standing: str | None = None,
    ) -> None:
        super().__init__(kind)
        self.problem = Problem(
            type=f"urn:fanpin:problem:{kind}",
            title=str(title),
            status=status,
            detail=str(detail),
            problems=list(problems),
            standing=standing,
        )


def wrong_parameter(name: str, message: str, what_to_do: str) -> ProblemError:
    """A parameter that is well formed and can't be answered."""
    return invalid_request([FieldProblem(path=name, message=message, what_to_do=what_to_do)])


def invalid_request(problems: list[FieldProblem]) -> ProblemError:
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    return ProblemError(
        422,
        "invalid-request",
        "The request can't be used",
        f"{count}, each named below. Nothing was scored.",
        problems=problems,
    )


def too_large(detail: str) -> ProblemError:
    return ProblemError(413, "too-large", "The request is too large", detail)


def not_ready(reasons: Iterable[str]) -> ProblemError:
    return ProblemError(503, "not-ready", "The service can't answer yet", " ".join(reasons))


TOO_MANY_ROWS = "too_many_rows"
RULE_BROKEN = "rule_broken"
OTHER_HOUSEHOLD = "other_household"

# Of each kind of validation error: what is wrong, and what to do. Braces are filled from the error's own context
# (limits and allowed words), never from what was sent.
WORDS: dict[str, tuple[str, str]] = {
    "missing": ("is required and was not sent", "Add it."),
    "extra_forbidden": ("there is no such field here", "Remove it, or correct its name."),
    "string_type": ("must be text", "Write it between quotation marks."),
    "string_too_short": ("must not be empty", "Give it, or leave the whole record out."),
    "string_too_long": ("is longer than {max_length} characters", "Shorten it."),
    "string_pattern_mismatch": ("does not have the form {pattern}", "Write it in this form."),
    "string_unicode": ("holds characters that are no text", "Send the text as UTF-8."),
    "literal_error": ("is not one of the words allowed", "Use one of: {expected}."),
    "float_type": (
        "must be a number",
        "Write 12.5, without quotation marks; leave the field out (or null) if unknown.",
    ),
    "finite_number": ("must be a finite number", "Leave the field out (or null) if unknown."),
    "int_type": ("must be a whole number", "Write it without quotation marks and decimals."),
    "int_parsing": ("must be a whole number", "Write it in digits."),
    "bool_type": ("must be true or false", "Write true or false, without quotation marks; leave it out if unknown."),
    "iso_date": ("is no calendar day of the form YYYY-MM-DD", "Write it like 2024-06-30."),
    "greater_than_equal": ("must be at least {ge}", "Check the value and its unit."),
    "less_than_equal": ("must be at most {le}", "Check the value and its unit."),
    "model_type": ("must be an object", "Write {{ … }} with the fields of the documentation."),
    "model_attributes_type": ("must be an object", "Write {{ … }} with the fields of the documentation."),
    "list_type": ("must be a list of rows", "Write [ … ], also around a single row."),
    "json_invalid": ("is no valid JSON", "Check brackets, commas and quotation marks; send it as UTF-8."),
    RULE_BROKEN: ("breaks the rule: {rule}", "Check the fields that the rule speaks of."),
    OTHER_HOUSEHOLD: (
        "names another household than the document",
        "Send one document per household; leave household_id out of the rows.",
    ),
}


def field_problems(errors: Iterable[Mapping[str, Any]]) -> list[FieldProblem]:
    """Validation errors, as Pydantic and FastAPI list them, in words."""
    return [_in_words(error) for error in errors]


def path_of(location: Iterable[str | int]) -> str:
    """`records.illness[3].self_paid_yuan` from Pydantic's tuple, without where the request carried it."""
    steps = list(location)
    if len(steps) > 1 and steps[0] in ("body", "query", "path", "header"):
        steps = steps[1:]
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).lstrip(".")
    # A name that came from outside may hold what no text encoding can carry.
    return path.encode("utf-8", "replace").decode("utf-8")


def _in_words(error: Mapping[str, Any]) -> FieldProblem:
    kind, context = error["type"], error.get("ctx") or {}
    if kind == "json_invalid":
        return FieldProblem(
            path="body", message=f"is no valid JSON at character {error['loc'][-1]}", what_to_do=WORDS[kind][1]
        )
    message, what_to_do = WORDS.get(kind, ("can't be used", "Compare it with docs/api.md and /openapi.json."))
    if kind == "extra_forbidden" and (near := _near(context, error["loc"])):
        what_to_do = f"Did you mean {near}?"
    if context.get("about"):
        what_to_do = what_to_do + " What it holds: {about}"
    shown = {name: f"{value:g}" if isinstance(value, float) else value for name, value in context.items()}
    return FieldProblem(
        path=path_of(error["loc"]) or "body", message=message.format_map(shown), what_to_do=what_to_do.format_map(shown)
    )


def _near(context: Mapping[str, Any], location: tuple[str | int, ...]) -> str | None:
    near = get_close_matches(str(location[-1]), context.get("fields", ()), n=1)
    return near[0] if near else None
