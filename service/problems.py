"""Failures as answers: one format (RFC 9457, application/problem+json), every problem named by its path.

A problem never repeats the value that was wrong: it may be a person's. It says where, what, and what to do, in Chinese
with the English beside it; `type` and `path` are for programs and stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, Field

from features.bilingual import Bilingual
from features.unrepeated import path_of as place_of

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


class ProblemError(Exception):
    """Raised where a request can't be answered; becomes the answer."""

    def __init__(
        self,
        status: int,
        kind: str,
        title: Bilingual,
        detail: Bilingual,
        *,
        problems: Iterable[FieldProblem] = (),
        standing: str | None = None,
    ) -> None:
        super().__init__(kind)
        every = list(problems)
        self.problem = Problem(
            type=f"urn:fanpin:problem:{kind}",
            title=str(title),
            status=status,
            detail=str(detail),
            problems=every[:MOST_PROBLEMS],
            problem_count=len(every) or None,
            standing=standing,
        )


def wrong_parameter(name: str, message: Bilingual | str, what_to_do: Bilingual) -> ProblemError:
    """A parameter that is well formed and can't be answered."""
    told = _without_places(message)
    return invalid_request([FieldProblem(path=name, message=str(told), what_to_do=str(what_to_do))])


def invalid_request(problems: list[FieldProblem]) -> ProblemError:
    count = len(problems)
    more = count > MOST_PROBLEMS
    zh = f"共{count}处问题，{f'以下列出前{MOST_PROBLEMS}处' if more else '逐一列于下方'}；没有给出得分"
    named = f"the first {MOST_PROBLEMS} are named below" if more else "each named below"
    en = f"{count} problem{'' if count == 1 else 's'}, {named}. Nothing was scored."
    return ProblemError(
        422, "invalid-request", Bilingual("请求有误", "The request can't be used"), Bilingual(zh, en), problems=problems
    )


def too_large(detail: Bilingual) -> ProblemError:
    return ProblemError(413, "too-large", Bilingual("请求过大", "The request is too large"), detail)


def not_ready(reasons: Iterable[Bilingual | str]) -> ProblemError:
    """The service lacks something; where this machine keeps it is nobody's business but the log's."""
    told = [_without_places(why) for why in reasons]
    detail = Bilingual("；".join(why.zh for why in told), " ".join(why.en for why in told))
    return ProblemError(503, "not-ready", Bilingual("服务尚未就绪", "The service can't answer yet"), detail)


def _without_places(why: Bilingual | str) -> Bilingual:
    if isinstance(why, Bilingual):
        return why
    zh, _, en = PLACES.sub(r"\g<last>", why).partition(" | ")
    return Bilingual(zh, en or zh)


PLACES = re.compile(r"(?<![\w/.])(?:[A-Za-z][\w+.-]*:)?/(?:[^\s/|'\"，。；：]*/)*(?P<last>[^\s/|'\"，。；：]*)")
"""A folder, a file or an address of this machine; its last part alone says which is meant."""

TOO_MANY_ROWS = "too_many_rows"
RULE_BROKEN = "rule_broken"
OTHER_HOUSEHOLD = "other_household"
REPEATED = "repeated"
NOBODY = "nobody"
BEYOND_NUMBERS = "beyond_numbers"
TOO_EARLY = "too_early"
TOO_LATE = "too_late"

OBJECT = (
    Bilingual("须为对象", "must be an object"),
    Bilingual("写成 {{ … }}，内含文档所列字段", "Write {{ … }} with the fields of the documentation."),
)
WHOLE = Bilingual("须为整数", "must be a whole number")
CHECK_NUMBER = Bilingual("核对数值和单位", "Check the value and its unit.")
NOT_ALLOWED = (
    Bilingual("不是规定用语", "is not one of the words allowed"),
    Bilingual("改为以下之一：{allowed.zh}", "Use one of: {allowed.en}."),
)

# Of each kind of validation error: what is wrong, and what to do. Braces are filled from the error's own context
# (limits, forms and allowed words), never from what was sent.
WORDS: dict[str, tuple[Bilingual, Bilingual]] = {
    "missing": (Bilingual("必填，但未发送", "is required and was not sent"), Bilingual("补上该项", "Add it.")),
    "extra_forbidden": (
        Bilingual("此处没有这个字段", "there is no such field here"),
        Bilingual("删去，或更正名称", "Remove it, or correct its name."),
    ),
    "string_type": (
        Bilingual("须为文本", "must be text"),
        Bilingual("写在引号内", "Write it between quotation marks."),
    ),
    "string_too_short": (
        Bilingual("不能为空", "must not be empty"),
        Bilingual("填写该项，或整条记录不发送", "Give it, or leave the whole record out."),
    ),
    "string_too_long": (
        Bilingual("超过{max_length}个字符", "is longer than {max_length} characters"),
        Bilingual("缩短", "Shorten it."),
    ),
    "string_pattern_mismatch": (
        Bilingual("格式不对", "does not have the form asked for"),
        Bilingual("改为{form.zh}", "Write it as {form.en}."),
    ),
    "string_unicode": (
        Bilingual("含有无法作为文本的字符", "holds characters that are no text"),
        Bilingual("以UTF-8发送文本", "Send the text as UTF-8."),
    ),
    "literal_error": NOT_ALLOWED,
    "enum": NOT_ALLOWED,
    "float_type": (
        Bilingual("须为数字", "must be a number"),
        Bilingual(
            "写成 12.5，不加引号；不知道时不填（或 null）",
            "Write 12.5, without quotation marks; leave the field out (or null) if unknown.",
        ),
    ),
    "finite_number": (
        Bilingual("须为有限的数", "must be a finite number"),
        Bilingual("不知道时不填（或 null）", "Leave the field out (or null) if unknown."),
    ),
    "int_type": (WHOLE, Bilingual("不加引号，不带小数", "Write it without quotation marks and decimals.")),
    "int_from_float": (WHOLE, Bilingual("不带小数", "Write it without decimals.")),
    "int_parsing": (WHOLE, Bilingual("用数字写", "Write it in digits.")),
    "int_parsing_size": (WHOLE, Bilingual("核对数值", "Check the value.")),
    "bool_type": (
        Bilingual("须为 true 或 false", "must be true or false"),
        Bilingual(
            "写 true 或 false，不加引号；不知道时不填",
            "Write true or false, without quotation marks; leave it out if unknown.",
        ),
    ),
    "iso_date": (
        Bilingual("不是 YYYY-MM-DD 形式的日期", "is no calendar day of the form YYYY-MM-DD"),
        Bilingual("写成 2024-06-30 这样", "Write it like 2024-06-30."),
    ),
    TOO_EARLY: (
        Bilingual("早于 {earliest}", "lies before {earliest}"),
        Bilingual("核对日期；不知道时不填", "Check the day; leave it out if unknown."),
    ),
    TOO_LATE: (
        Bilingual("晚于 {latest}", "lies after {latest}"),
        Bilingual("核对日期；不知道时不填", "Check the day; leave it out if unknown."),
    ),
    "greater_than_equal": (Bilingual("小于下限 {ge}", "must be at least {ge}"), CHECK_NUMBER),
    "less_than_equal": (Bilingual("大于上限 {le}", "must be at most {le}"), CHECK_NUMBER),
    "model_type": OBJECT,
    "model_attributes_type": OBJECT,
    "dict_type": OBJECT,
    "list_type": (
        Bilingual("须为记录的列表", "must be a list of rows"),
        Bilingual("写成 [ … ]，只有一条也一样", "Write [ … ], also around a single row."),
    ),
    "json_invalid": (
        Bilingual("第{position}个字符处不是有效的JSON", "is no valid JSON at character {position}"),
        Bilingual("检查括号、逗号和引号，以UTF-8发送", "Check brackets, commas and quotation marks; send it as UTF-8."),
    ),
    RULE_BROKEN: (
        Bilingual("{meaning.zh}", "{meaning.en}"),
        Bilingual("{to_do.zh}", "{to_do.en}"),
    ),
    OTHER_HOUSEHOLD: (
        Bilingual("写的是另一户", "names another household than the document"),
        Bilingual(
            "一户一份文档；记录中不必写 household_id",
            "Send one document per household; leave household_id out of the rows.",
        ),
    ),
    REPEATED: (
        Bilingual("同一名称出现了不止一次", "is given more than once"),
        Bilingual("只保留正确的一处", "Keep the one that is meant and remove the others."),
    ),
    BEYOND_NUMBERS: (
        Bilingual("金额或数量相加、相除后不是有限的数", "gives no finite number when added up or divided"),
        Bilingual("核对各行的数值和单位", "Check the values of its rows and their units."),
    ),
    NOBODY: (
        Bilingual(
            "截至评估日期没有任何家庭成员的记录，无法评估",
            "no member of the household was known by that day, so nothing can be said",
        ),
        Bilingual(
            "发送家庭成员（名册）记录，known_date 不晚于 as_of",
            "Send the members' rows, with a known_date not after as_of.",
        ),
    ),
}
UNKNOWN_KIND = (
    Bilingual("无法使用", "can't be used"),
    Bilingual("对照接口文档 docs/api.md 和 /openapi.json", "Compare it with docs/api.md and /openapi.json."),
)

FORMS: dict[str, Bilingual] = {
    r"^[0-9]{2,12}$": Bilingual("2至12位数字", "2 to 12 digits"),
}
"""Patterns of parameters, in words; those of the record tables' columns come with the column."""
ANOTHER_FORM = Bilingual("接口文档所列的格式", "docs/api.md says")


def field_problems(errors: Iterable[Mapping[str, Any]]) -> list[FieldProblem]:
    """Validation errors, as Pydantic and FastAPI list them, in words."""
    return [_in_words(error) for error in errors]


def path_of(location: Iterable[str | int]) -> str:
    """`records.illness[3].self_paid_yuan` from Pydantic's tuple, without where the request carried it."""
    steps = list(location)
    if len(steps) > 1 and steps[0] in ("body", "query", "path", "header"):
        steps = steps[1:]
    # A name that came from outside may hold what no text encoding can carry.
    return place_of(tuple(steps)).encode("utf-8", "replace").decode("utf-8")


def _in_words(error: Mapping[str, Any]) -> FieldProblem:
    kind, context = error["type"], dict(error.get("ctx") or {})
    place = path_of(error["loc"])
    if kind == "json_invalid":
        place, context["position"] = "body", error["loc"][-1]
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
