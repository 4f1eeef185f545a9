"""What is refused for the way in which it was sent, whatever it says: method, size, time, media type, origin."""

from __future__ import annotations

from email.message import Message

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.routing import Match, Mount

from features.bilingual import Bilingual
from service.problems import ProblemError


class RefusedError(ProblemError):
    """A problem whose answer carries headers that say what would have been taken."""

    def __init__(self, status: int, kind: str, title: Bilingual, detail: Bilingual, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        super().__init__(status, kind, title, detail, headers=named)


METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"

# By status: the kind, its title, and what to do.
OF_STATUS: dict[int, tuple[str, Bilingual, Bilingual]] = {
    400: (
        "unreadable",
        Bilingual("请求无法读取", "The request can't be read"),
        Bilingual("发送UTF-8的JSON，嵌套不要过深", "Send UTF-8 JSON that is not deeply nested."),
    ),
    404: (
        "no-such-address",
        Bilingual("没有这个地址", "No such address"),
        Bilingual("地址列于 docs/api.md 和 /openapi.json", "docs/api.md and /openapi.json list the addresses."),
    ),
    405: (
        "wrong-method",
        Bilingual("该地址不接受这种方法", "This address does not take this method"),
        Bilingual("可用的方法见响应头 Allow 和 docs/api.md", "The header Allow names those it takes; see docs/api.md."),
    ),
    408: (
        "too-slow",
        Bilingual("请求发送得太慢", "The request came too slowly"),
        Bilingual("请求未在限定时间内收完；请重试", "It was not complete within the time it may take. Send it again."),
    ),
}

OTHER_STATUS = ("failed", Bilingual("请求失败", "The request failed"), Bilingual("见 docs/api.md", "See docs/api.md."))


def from_http(error: HTTPException, request: Request) -> RefusedError:
    """A failure that the framework raises."""
    if error.status_code == 405:
        allowed = ", ".join(methods_of(request)) or (error.headers or {}).get("Allow", "")
        return RefusedError(405, *OF_STATUS[405], Allow=allowed)
    if error.status_code == 413:
        limit = Bilingual(
            f"该地址最多接受{error.detail}字节", f"This address takes {error.detail} bytes at most. Send less."
        )
        return RefusedError(413, "too-large", Bilingual("请求过大", "The request is too large"), limit)
    return RefusedError(error.status_code, *OF_STATUS.get(error.status_code, OTHER_STATUS))


NO_HTTP = Bilingual(
    "不是完整有效的HTTP请求：请求行、请求头或正文的分块有误",
    "It is no valid HTTP: the request line, a header or a chunk of the body is malformed.",
)
TWO_LENGTHS = Bilingual(
    "请求头Content-Length和Transfer-Encoding只能给一个",
    "Send Content-Length or Transfer-Encoding, not both.",
)
TOO_MANY_FIELDS = Bilingual("表单的字段过多", "The form has too many fields.")


def unreadable(why: Bilingual) -> RefusedError:
    """400, for another reason than a body that is no JSON."""
    kind, title, _ = OF_STATUS[400]
    return RefusedError(400, kind, title, why)


def from_another_site() -> RefusedError:
    return RefusedError(
        403,
        "from-another-site",
        Bilingual("请求来自其他网站", "The request came from another site"),
        Bilingual(
            "没有执行任何操作；请从本系统的页面操作。若经反向代理访问，代理须原样传递请求头 Host",
            "Nothing was done. Use the forms of these pages; a proxy before them must hand on the header Host as it is.",
        ),
    )


def wrong_media_type(wanted: str) -> RefusedError:
    return RefusedError(
        415,
        "wrong-media-type",
        Bilingual("不接受这种内容类型", "The body is not of a kind that this address takes"),
        Bilingual(
            f"发送 Content-Type: {wanted}，UTF-8，不压缩（不带 Content-Encoding）",
            f"Send Content-Type: {wanted} in UTF-8, not compressed (no Content-Encoding).",
        ),
        Accept=wanted,
        Accept_Encoding="identity",
    )


def need_media_type(request: Request, wanted: str) -> None:
    """A need of every route that takes a body: the form in which it can be read.

    Raises:
        ProblemError: 415, it says that it is of another type, compressed, or in another encoding than UTF-8.
    """
    sent = Message()
    sent["content-type"] = request.headers.get("content-type", "")
    kind, charset = sent.get_content_type(), sent.get_content_charset("utf-8")
    is_wanted = kind == wanted or (wanted == JSON and kind.startswith("application/") and kind.endswith("+json"))
    packed = request.headers.get("content-encoding", "identity").strip().lower()
    if not is_wanted or charset not in ("utf-8", "utf8", "us-ascii") or packed not in ("identity", ""):
        raise wrong_media_type(wanted)


def methods_of(request: Request) -> list[str]:
    """The methods that our own routes take at the address of this request."""
    routes = [route for route in request.app.routes if not isinstance(route, Mount)]
    scope = {"type": "http", "path": request.scope["path"], "root_path": "", "headers": []}
    taken = [
        method
        for method in METHODS
        if any(route.matches({**scope, "method": method})[0] is Match.FULL for route in routes)
    ]
    return sorted([*taken, "HEAD"] if "GET" in taken else taken)
