"""A request that goes wrong on its way: tried again where that helps, done once, told apart from an answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest

from service.client import (
    ApiProblemError,
    Client,
    CutOffError,
    Patience,
    UnreachableError,
    UnreadableAnswerError,
)
from service.client.asking import Asker

COUNTS = {"by_state": {"received": 3}, "overdue": 1}
LATER = {"type": "urn:fanpin:problem:being-prepared", "title": "稍后 | later", "status": 503, "detail": "稍后 | later"}

Handler = Callable[[httpx2.Request], httpx2.Response]


class Line:
    """A service that does one thing after the other, and what was asked of it."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.asked: list[httpx2.Request] = []
        self.waited: list[float] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def client(self, **patience: Any) -> Client:
        http = httpx2.Client(base_url="http://fanpin", transport=httpx2.MockTransport(self))
        client = Client.over(http)
        client._asker = Asker(http, Patience(**patience), 2, self.waited.append)
        return client


def answered(status: int = 200, content: Any = COUNTS, **headers: str) -> httpx2.Response:
    return httpx2.Response(
        status, json=content, headers={name.replace("_", "-"): each for name, each in headers.items()}
    )


def test_a_cut_line_is_tried_again_under_the_same_key() -> None:
    line = Line(httpx2.ReadError("cut"), httpx2.ConnectError("gone"), answered(content={"deliveries": 1}))
    assert line.client().close_webhook("endpoint_1").content.deliveries == 1
    assert len({request.headers["idempotency-key"] for request in line.asked}) == 1
    assert 0.25 <= line.waited[0] <= 0.5 <= line.waited[1] <= 1


def test_another_call_has_another_key_unless_it_is_given() -> None:
    line = Line(*(answered(content={"deliveries": 1}) for _ in range(4)))
    for key in (None, None, "mine", "mine"):
        line.client().redeliver_webhook("endpoint_1", idempotency_key=key)
    keys = [request.headers["idempotency-key"] for request in line.asked]
    assert (len(set(keys)), keys[2:]) == (3, ["mine", "mine"])


def test_who_is_told_to_come_later_comes_then() -> None:
    line = Line(answered(503, LATER, Retry_After="7"), answered(429, LATER, Retry_After="2"), answered())
    assert line.client().count_leads().content.overdue == 1
    assert line.waited == [7, 2]


def test_later_than_one_has_patience_for_is_an_answer() -> None:
    line = Line(answered(503, LATER, Retry_After="900"))
    with pytest.raises(ApiProblemError) as problem:
        line.client().count_leads()
    assert (problem.value.type, problem.value.retry_after) == (LATER["type"], 900)
    assert line.waited == []


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 412, 422, 500, 502])
def test_whatever_else_is_answered_is_not_tried_again(status: int) -> None:
    named = [{"path": "region", "message": "x", "what_to_do": "y"}]
    line = Line(answered(status, {**LATER, "status": status, "problems": named}, X_Request_ID="request-1"))
    with pytest.raises(ApiProblemError) as problem:
        line.client().count_leads()
    assert (problem.value.status, problem.value.problems[0].path) == (status, "region")
    assert problem.value.request_id == "request-1"


def test_who_answers_no_problem_is_not_this_service() -> None:
    with pytest.raises(ApiProblemError) as problem:
        Line(httpx2.Response(502, text="<h1>Bad gateway</h1>")).client().count_leads()
    assert (problem.value.type, problem.value.status) == ("about:blank", 502)


def test_at_last_one_gives_up() -> None:
    line = Line(*[httpx2.ConnectError("gone")] * 3)
    with pytest.raises(UnreachableError, match="ConnectError"):
        line.client(tries=3).count_leads()
    assert (len(line.asked), len(line.waited)) == (3, 2)


def test_what_can_never_be_sent_is_not_tried_again() -> None:
    line = Line(httpx2.UnsupportedProtocol("no address"))
    with pytest.raises(UnreachableError):
        line.client().count_leads()
    assert line.waited == []


def test_what_has_not_changed_is_not_sent_again() -> None:
    line = Line(
        answered(ETag='W/"a"', X_Request_ID="first"),
        httpx2.Response(304, headers={"ETag": 'W/"a"', "X-Request-ID": "second"}),
        answered(content={**COUNTS, "overdue": 2}, ETag='W/"b"'),
    )
    client = line.client()
    answers = [client.count_leads() for _ in range(3)]
    assert [answer.content.overdue for answer in answers] == [1, 1, 2]
    assert [answer.request_id for answer in answers[:2]] == ["first", "second"]
    assert [request.headers.get("if-none-match") for request in line.asked] == [None, 'W/"a"', 'W/"a"']


def test_few_answers_are_remembered() -> None:
    line = Line(*(answered(content={}, ETag='W/"a"') for _ in range(4)))
    client = line.client()
    for model in ("a", "b", "c", "a"):
        with pytest.raises(UnreadableAnswerError):
            client.list_models(model=model)
    assert [request.headers.get("if-none-match") for request in line.asked] == [None] * 4


def test_large_answers_are_not_remembered() -> None:
    large = {**COUNTS, "by_state": {"x" * 2**20: 1}}
    line = Line(*(answered(content=large, ETag='W/"a"') for _ in range(2)))
    client = line.client()
    assert [client.count_leads().content.overdue for _ in range(2)] == [1, 1]
    assert "if-none-match" not in line.asked[1].headers


def test_an_answer_of_another_form_is_none_and_quotes_nothing() -> None:
    with pytest.raises(UnreadableAnswerError) as error:
        Line(answered(content={"by_state": "张三", "overdue": 1})).client().count_leads()
    assert "by_state" in str(error.value)
    assert "张三" not in str(error.value)


def test_what_will_end_is_warned_of_where_it_is_called() -> None:
    line = Line(answered(Deprecation="@1798761600", Sunset="Fri, 31 Dec 2027 23:59:59 GMT"))
    with pytest.warns(DeprecationWarning, match="GET /v1/leads/counts .*2027") as warned:
        line.client().count_leads()
    assert warned[0].filename == __file__


def lines(*rows: Any, cut: bool = False) -> httpx2.Response:
    def stream() -> Iterator[bytes]:
        for row in rows:
            yield (row if isinstance(row, str) else json.dumps(row)).encode() + b"\n"
        if cut:
            raise httpx2.RemoteProtocolError("cut")

    return httpx2.Response(200, content=stream())


def test_a_line_of_another_form_quotes_nothing() -> None:
    line = Line(lines({"household_id": "张三"}, {"asked": 1, "answered": 1, "refused": 0}))
    with pytest.raises(UnreadableAnswerError) as error:
        list(line.client().assess_stored_lines({"household_ids": ["1"]}))
    assert "张三" not in str(error.value)


ITEM = {"household_id": "1", "assessment": None, "problem": None, "score_id": None, "run_id": None}


def test_a_batch_is_given_line_by_line() -> None:
    line = Line(lines(ITEM, {**ITEM, "household_id": "2"}, {"asked": 2, "answered": 0, "refused": 2}))
    codes = [item.household_id for item in line.client().assess_stored_lines({"household_ids": ["1", "2"]})]
    assert codes == ["1", "2"]
    assert line.asked[0].headers["accept"] == "application/x-ndjson"


@pytest.mark.parametrize(
    "stream",
    [
        lines(ITEM),
        lines(ITEM, '{"household_id": "2", "asse'),
        lines(ITEM, {"asked": 2, "answered": 2, "refused": 0}),
        lines(ITEM, cut=True),
        lines(),
    ],
)
def test_a_stream_without_its_end_is_noticed(stream: httpx2.Response) -> None:
    with pytest.raises(CutOffError):
        list(Line(stream).client().assess_stored_lines({"household_ids": ["1"]}))


def test_a_stream_that_is_refused_says_why() -> None:
    line = Line(answered(422, {**LATER, "status": 422}))
    with pytest.raises(ApiProblemError) as problem:
        list(line.client().assess_stored_lines({"household_ids": []}))
    assert problem.value.status == 422


def test_an_export_of_the_audit_without_its_last_line_is_noticed() -> None:
    head, last = {"end": {"number": 2, "hash": "b"}}, {"line": "…", "hash": "b"}
    whole = [head, {"line": "…", "hash": "a"}, last]
    assert len(list(Line(lines(*whole)).client().export_audit())) == 3
    with pytest.raises(CutOffError):
        list(Line(lines(*whole[:2])).client().export_audit())


def test_events_are_read_until_there_are_no_more() -> None:
    line = Line(
        answered(content={"items": [], "next": 7, "newest": 7}),
        answered(content={"items": [], "next": 7, "newest": 7}),
    )
    assert list(line.client().list_events(after=7)) == []
    assert line.client().list_events(after=7).first().content.next == 7
    assert [request.url.params["after"] for request in line.asked] == ["7", "7"]
