"""Failures as answers: one format (RFC 9457, application/problem+json), every problem named by its path.

A problem never repeats the value that was wrong: it may be a person's. It says where, what, and what to do, in Chinese
with the English beside it; `type` and `path` are for programs and stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, overload

from pydantic import BaseModel, Field

from features.bilingual import Bilingual
from features.texts.unrepeated import path_of as place_of
from service.problem_wording import ANOTHER_FORM, FORMS, UNKNOWN_KIND, WORDS

SECONDS_BETWEEN_LOOKS = 15
"""After so many a service that lacks something looks again whether it is there: to ask sooner is of no use."""

MOST_PROBLEMS = 100
"""Problems named in one answer; the total is told beside them."""


class FieldProblem(BaseModel):
    """One thing that is wrong with a request."""

    path: str = Field(description="Where: `records.illness[3].self_paid_yuan`, or a parameter's name.")
    message: str = Field(description="What is wrong, `中文 | English`. Never the value that was sent.")
    what_to_do: str = Field(description="`中文 | English`.")


class Problem(BaseModel):
    """Why there is no answer."""

    type: str = Field(description="Stable name of the kind of problem: what a program should look at.")
    title: str = Field(description="`中文 | English`.")
    status: int
    detail: str = Field(description="`中文 | English`.")
    problems: list[FieldProblem] = Field([], description=f"What is wrong with the request; the first {MOST_PROBLEMS}.")
    problem_count: int | None = Field(None, description="How many there are in all, where any is named.")
    standing: str | None = Field(None, description="For `out-of-scope`: where the household stands on that day.")
    refusal: str | None = Field(None, description="The rule under which no score is given (docs/certainty.md).")


class ProblemError(Exception):
    """Raised where a request can't be answered; becomes the answer, with these headers."""

    def __init__(
        self,
        status: int,
        kind: str,
        title: Bilingual,
        detail: Bilingual,
        *,
        problems: Sequence[FieldProblem] = (),
        standing: str | None = None,
        refusal: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(kind)
        self.headers = dict(headers or {})
        self.problem = Problem(
            type=f"urn:fanpin:problem:{kind}",
            title=str(title),
            status=status,
            detail=str(detail),
            problems=list(problems[:MOST_PROBLEMS]),
            problem_count=len(problems) or None,
            standing=standing,
            refusal=refusal,
        )


def wrong_parameter(name: str, message: Bilingual | str, what_to_do: Bilingual) -> ProblemError:
    """A parameter that is well formed and can't be answered."""
    told = without_places(message)
    return invalid_request([FieldProblem(path=name, message=str(told), what_to_do=str(what_to_do))])


def invalid_request(problems: Sequence[FieldProblem]) -> ProblemError:
    count = len(problems)
    more = count > MOST_PROBLEMS
    zh = f"共{count}处问题，{f'以下列出前{MOST_PROBLEMS}处' if more else '逐一列于下方'}；没有执行任何操作"
    named = f"the first {MOST_PROBLEMS} are named below" if more else "each named below"
    en = f"{count} problem{'' if count == 1 else 's'}, {named}. Nothing was done."
    return ProblemError(
        422, "invalid-request", Bilingual("请求有误", "The request can't be used"), Bilingual(zh, en), problems=problems
    )


def too_large(detail: Bilingual) -> ProblemError:
    return ProblemError(413, "too-large", Bilingual("请求过大", "The request is too large"), detail)


def not_ready(reasons: Iterable[Bilingual | str]) -> ProblemError:
    """The service lacks something; where this machine keeps it is nobody's business but the log's."""
    told = [without_places(why) for why in reasons]
    detail = Bilingual("；".join(why.zh for why in told), " ".join(why.en for why in told))
    title = Bilingual("服务尚未就绪", "The service can't answer yet")
    return ProblemError(503, "not-ready", title, detail, headers=come_again(SECONDS_BETWEEN_LOOKS))


def come_again(seconds: int) -> dict[str, str]:
    """The header that says when to ask again."""
    return {"Retry-After": str(seconds)}


def without_places(why: Bilingual | str) -> Bilingual:
    """Words without the folders and addresses of this machine."""
    if isinstance(why, Bilingual):
        return why
    zh, _, en = PLACES.sub(r"\g<last>", why).partition(" | ")
    return Bilingual(zh, en or zh)


PLACES = re.compile(r"(?<![\w/.])(?:[A-Za-z][\w+.-]*:)?/(?:[^\s/|'\"，。；：]*/)*(?P<last>[^\s/|'\"，。；：]*)")
"""A folder, a file or an address of this machine; its last part alone says which is meant."""


class InWords(Sequence[FieldProblem]):
    """Validation errors in words, each when it is asked for: of hundreds of thousands few are told."""

    def __init__(self, errors: Iterable[Mapping[str, Any]]) -> None:
        self._errors = list(errors)

    def __len__(self) -> int:
        return len(self._errors)

    @overload
    def __getitem__(self, place: int) -> FieldProblem: ...
    @overload
    def __getitem__(self, place: slice) -> list[FieldProblem]: ...
    def __getitem__(self, place: int | slice) -> FieldProblem | list[FieldProblem]:
        if isinstance(place, slice):
            return [_in_words(error) for error in self._errors[place]]
        return _in_words(self._errors[place])


def field_problems(errors: Iterable[Mapping[str, Any]]) -> Sequence[FieldProblem]:
    """Validation errors, as Pydantic and FastAPI list them, in words."""
    return InWords(errors)


def path_of(location: Iterable[str | int]) -> str:
    """`records.illness[3].self_paid_yuan` from Pydantic's tuple, without where the request carried it."""
    steps = list(location)
    if len(steps) > 1 and steps[0] in ("body", "query", "path", "header"):
        steps = steps[1:]
    return place_of(tuple(step if isinstance(step, int) or _is_plain(step) else "…" for step in steps))


def _is_plain(name: str) -> bool:
    """Whether it can be a field's name, perhaps a mistyped one; anything else came from outside and may be about somebody."""
    return PLAIN.fullmatch(name) is not None and DIGITS_OF_NO_FIELD.search(name) is None


PLAIN = re.compile(r"[ -~]{1,200}")
DIGITS_OF_NO_FIELD = re.compile(r"[0-9]{11}")


def _in_words(error: Mapping[str, Any]) -> FieldProblem:
    kind, context = error["type"], dict(error.get("ctx") or {})
    place = path_of(error["loc"])
    if kind == "json_invalid":
        place, context["position"] = "body", error["loc"][-1]
    if kind == "string_too_short" and context.get("min_length") == 1:
        kind = "string_empty"
    message, what_to_do = WORDS.get(kind, UNKNOWN_KIND)
    if kind == "extra_forbidden" and (near := _near(context, error["loc"])):
        what_to_do = Bilingual(f"是否应为 {near}？", f"Did you mean {near}?")
    if "about" in context:
        what_to_do = what_to_do.and_also(Bilingual("。该项含义：{about.zh}", " What it holds: {about.en}"))
    if "pattern" in context:
        context.setdefault("form", FORMS.get(context["pattern"], ANOTHER_FORM))
    if "expected" in context:
        words = str(context["expected"]).replace("'", "").replace(" or ", ", ")
        context.setdefault("allowed", Bilingual(words.replace(", ", "、"), words))
    shown = {name: f"{value:,.10g}" if isinstance(value, float) else value for name, value in context.items()}
    return FieldProblem(path=place or "body", message=_filled(message, shown), what_to_do=_filled(what_to_do, shown))


def _filled(words: Bilingual, context: Mapping[str, Any]) -> str:
    return str(words).format_map(context)


def _near(context: Mapping[str, Any], location: tuple[str | int, ...]) -> str | None:
    near = get_close_matches(str(location[-1]), context.get("fields", ()), n=1)
    return near[0] if near else None
