"""Which failure becomes which answer, for programs and for people. No failure ever carries a number."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from features.bilingual import Bilingual
from features.catalogue.entry import NoSuchFeatureError
from features.policy.loading import PolicyError
from features.records.context import ContextError
from features.records.store import StoreError
from models.certainty import ContradictingRecordsError, StaleSourcesError
from models.impossible import ImpossibleRecordsError
from models.promotions.audit import AuditError
from models.reasons import ExplanationError
from models.registry import RegistryError
from models.risk_model import ModelError
from models.scope import OutOfScopeError, Standing
from models.score import NobodyInScopeError
from service.access.clients import KeyFault
from service.access.doorkeeper import NobodyKnownError, NotAllowedError
from service.access.pace import TooFastError
from service.documents import MOST_FIELDS, MOST_ROWS
from service.failing import log_failure
from service.impossible import of_the_store
from service.languages import EN, in_language, preferred
from service.pages import render
from service.problem_wording import TOO_MANY_ROWS
from service.problems import (
    Problem,
    ProblemError,
    come_again,
    field_problems,
    invalid_request,
    not_ready,
    too_large,
    wrong_parameter,
)
from service.refusals import from_http
from service.store import DatabaseError
from service.wording import PARAMETER_WORDS, PROBLEM_WORDS, STANDING_WORDS

log = logging.getLogger("fanpin.service")

PROBLEM_JSON = "application/problem+json"
TELLS_DETAIL = ("impossible-records", "records-contradict", "stale-sources", "not-allowed")
"""Problems whose detail a page tells beside its advice."""
FOR_PROGRAMS = ("/v1/", "/healthz", "/readyz", "/metrics", "/openapi.json")


def answer(request: Request, problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """A problem as JSON, or as a page for whoever asked with a browser."""
    response = _page_of(request, problem) if _is_for_people(request) else _document_of(request, problem)
    response.headers.update(headers or {})
    return response


def _is_for_people(request: Request) -> bool:
    return not request.url.path.startswith(FOR_PROGRAMS) and "text/html" in request.headers.get("accept", "")


def _document_of(request: Request, problem: Problem) -> Response:
    language = preferred(request.headers.get("accept-language"))
    words = in_language(problem, language).model_dump(exclude_none=True)
    headers = {"Content-Language": language, "Vary": "Accept-Language"}
    return JSONResponse(words, problem.status, headers, media_type=PROBLEM_JSON)


def _page_of(request: Request, problem: Problem) -> Response:
    kind = problem.type.rpartition(":")[2]
    title, advice = PROBLEM_WORDS.get(kind, PROBLEM_WORDS["failed"])
    english = in_language(problem, EN)
    standing = STANDING_WORDS[Standing(problem.standing)] if problem.standing else None
    shown = {
        "title": Bilingual(title, english.title),
        "advice": Bilingual(advice, english.detail),
        "standing": Bilingual(standing, english.detail) if standing else None,
        "problem": problem,
        "tells_detail": kind in TELLS_DETAIL,
        "parameters": PARAMETER_WORDS,
        "household": request.path_params.get("household_id"),
    }
    return render(request, "problem.html", shown, status_code=problem.status)


OF_KEYS: dict[KeyFault | None, Bilingual] = {
    None: Bilingual(
        "在请求头 X-API-Key 或 Authorization: Bearer 中发送接口密钥；密钥由 fanpin clients create 签发",
        "Send a program's key in the header X-API-Key, or as Authorization: Bearer. fanpin clients create issues one.",
    ),
    KeyFault.MISTYPED: Bilingual(
        "密钥不完整或抄写有误：以 fp_ 开头，共62个字符",
        "The key is incomplete or mistyped: it begins with fp_ and has 62 signs.",
    ),
    KeyFault.UNKNOWN: Bilingual(
        "没有这把密钥；请核对是否属于本系统", "There is no such key. See whether it is of this installation."
    ),
    KeyFault.EXPIRED: Bilingual(
        "密钥已过期；请安全管理员用 fanpin clients rotate 换发",
        "The key has expired. The security administrator issues another with fanpin clients rotate.",
    ),
    KeyFault.REVOKED: Bilingual("密钥已撤销；请联系安全管理员", "The key was revoked. Ask the security administrator."),
}
"""What is wrong with a key. Only who holds one that was issued here reads that it has ended."""


def unauthorised(error: NobodyKnownError) -> ProblemError:
    return ProblemError(
        401,
        "unauthorised",
        Bilingual("缺少有效的接口密钥", "No valid API key"),
        OF_KEYS[error.fault],
        headers={"WWW-Authenticate": 'Bearer realm="fanpin"'},
    )


def not_allowed(error: NotAllowedError) -> ProblemError:
    permission = error.permission
    return ProblemError(
        403,
        "not-allowed",
        Bilingual("没有权限", "This is not allowed to you"),
        Bilingual(
            f"需要“{permission.zh}”权限（{permission.value}），由安全管理员授予",
            f"It needs the permission to {permission.en} ({permission.value}), which a security administrator grants.",
        ),
    )


def too_fast(error: TooFastError) -> ProblemError:
    return ProblemError(
        429,
        "too-many-requests",
        Bilingual("请求过于频繁", "Too many requests"),
        Bilingual(
            f"本分钟的请求数已达上限，{error.seconds}秒后再发；没有执行任何操作",
            f"As many as may be made in a minute were made. Send it again in {error.seconds} seconds; nothing was done.",
        ),
        headers=come_again(error.seconds),
    )


def failed() -> ProblemError:
    return ProblemError(
        500,
        "failed",
        Bilingual("系统出错", "The service failed"),
        Bilingual("没有给出得分；出错位置见服务日志", "Nothing was scored. The service's log says where it happened."),
    )


def out_of_scope(error: OutOfScopeError) -> ProblemError:
    return ProblemError(
        409,
        "out-of-scope",
        Bilingual("该户不在评估范围内", "The model does not speak about this household"),
        Bilingual(STANDING_WORDS[error.standing], f"No number is given: {error.why}."),
        standing=error.standing.value,
        refusal=error.refusal.value,
    )


def contradicting(error: ContradictingRecordsError) -> ProblemError:
    title = Bilingual("该户记录相互矛盾", "The household's records contradict each other")
    return ProblemError(409, "records-contradict", title, error.detail, refusal=error.refusal.value)


def stale_sources(error: StaleSourcesError) -> ProblemError:
    title = Bilingual("关键部门的数据逾期太久", "A key department's data are too long overdue")
    return ProblemError(409, "stale-sources", title, error.detail, refusal=error.refusal.value)


def unknown_feature(error: NoSuchFeatureError) -> ProblemError:
    near = Bilingual(
        f"相近的名称：{'、'.join(error.nearest)}。" if error.nearest else "",
        f"The nearest names are {', '.join(error.nearest)}. " if error.nearest else "",
    )
    return ProblemError(
        404,
        "unknown-feature",
        Bilingual("没有这项特征或领域", "No such feature or domain"),
        near.and_also(Bilingual("GET /v1/features 列出全部", "GET /v1/features lists them all.")),
    )


def unexplained() -> ProblemError:
    return ProblemError(
        500,
        "unexplained",
        Bilingual("得分无法解释", "The score could not be explained"),
        Bilingual(
            "解释与得分不一致，因此两者都不给出；模型文件可能已损坏",
            "The explanation does not rebuild the score, so neither is given. The model file may be damaged.",
        ),
    )


def too_many_rows() -> ProblemError:
    return too_large(
        Bilingual(
            f"文档超过{MOST_ROWS:,}条记录或{MOST_FIELDS:,}个字段；请去掉三年以前的记录",
            f"The document has more than {MOST_ROWS:,} rows or {MOST_FIELDS:,} fields. Leave out what is older than three years.",
        )
    )


def from_validation(error: RequestValidationError) -> ProblemError:
    errors: list[dict[str, Any]] = list(error.errors())
    if any(each["type"] == TOO_MANY_ROWS for each in errors):
        return too_many_rows()
    return invalid_request(field_problems(errors))


def _no_policy(error: PolicyError) -> ProblemError:
    return wrong_parameter(
        "as_of", str(error), Bilingual("补充政策标准，或改问其他日期", "Add the policy step, or ask for another day.")
    )


def _nobody_in_scope(_: NobodyInScopeError) -> ProblemError:
    return wrong_parameter(
        "as_of",
        Bilingual(
            "该日没有可评估的户：都没有家庭情况记录，或都已是监测对象",
            "no household can be scored on that day: none is described, or all are monitored",
        ),
        Bilingual("改问其他日期", "Ask for another day."),
    )


OF_ERRORS: dict[type[Exception], Callable[[Any], ProblemError]] = {
    ProblemError: lambda error: error,
    NotAllowedError: not_allowed,
    TooFastError: too_fast,
    RequestValidationError: from_validation,
    OutOfScopeError: out_of_scope,
    ImpossibleRecordsError: of_the_store,
    ContradictingRecordsError: contradicting,
    StaleSourcesError: stale_sources,
    NoSuchFeatureError: unknown_feature,
    ExplanationError: lambda _: unexplained(),
    **dict.fromkeys(
        (DatabaseError, ModelError, ContextError, StoreError, RegistryError, AuditError),
        lambda error: not_ready([str(error)]),
    ),
    PolicyError: _no_policy,
    NobodyInScopeError: _nobody_in_scope,
}
"""An answer for each failure that routes may raise."""


def problem_of(error: Exception) -> ProblemError:
    """What is answered to a failure; one that nobody foresaw goes to the log."""
    for kind in type(error).__mro__:
        if kind in OF_ERRORS:
            return OF_ERRORS[kind](error)
    log_failure(error)
    return failed()


def add_failures(app: FastAPI) -> None:
    """Register the answers."""

    # Not in a thread: what is refused must not wait behind what takes its time.
    async def handle(request: Request, error: Exception) -> Response:
        refused = problem_of(error)
        return answer(request, refused.problem, refused.headers)

    for kind in OF_ERRORS:
        app.add_exception_handler(kind, handle)

    @app.exception_handler(HTTPException)
    async def _from_http(request: Request, error: HTTPException) -> Response:
        refused = from_http(error, request)
        return answer(request, refused.problem, refused.headers)

    @app.exception_handler(NobodyKnownError)
    async def _to_login(request: Request, error: NobodyKnownError) -> Response:
        if request.url.path.startswith(FOR_PROGRAMS):
            refused = unauthorised(error)
            return answer(request, refused.problem, refused.headers)
        asked = request.scope["query_string"]
        wanted = request.scope["raw_path"] + (b"?" + asked if asked else b"")
        return RedirectResponse(f"/login?next={quote(wanted, safe='')}", status_code=303)
