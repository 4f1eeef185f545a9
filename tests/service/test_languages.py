"""A failure is told in the language that is asked for, and in both where none is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.languages import BOTH, EN, ZH, preferred
from tests.service.office import Office


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        (None, BOTH),
        ("", BOTH),
        ("*", BOTH),
        ("fr, de;q=0.5", BOTH),
        ("zh-CN,zh;q=0.9,en;q=0.8", ZH),
        ("en-GB, zh;q=0.3", EN),
        ("zh;q=0.2, EN;q=0.7", EN),
        ("zh, en", BOTH),
        ("en;q=0", BOTH),
        ("zh;q=nonsense, en;q=0.1", EN),
        ("zh;q=7, en;q=0.1", EN),
    ],
)
def test_the_preferred_one_of_the_two(accept: str | None, language: str) -> None:
    assert preferred(accept) == language


@given(st.text())
def test_whatever_is_sent_one_of_three_comes_of_it(accept: str) -> None:
    assert preferred(accept) in (ZH, EN, BOTH)


def test_a_problem_is_told_in_it_down_to_its_fields(office: Office) -> None:
    program = office.program()

    def asked(accept: str) -> dict[str, object]:
        answer = program.get("/v1/leads?limit=0&state=asleep", headers={"Accept-Language": accept})
        assert answer.status_code == 422
        assert answer.headers["content-language"] == preferred(accept)
        assert "Accept-Language" in answer.headers["vary"]
        return dict(answer.json())

    both, zh, en = asked("*"), asked("zh"), asked("en")
    assert both["title"] == f"{zh['title']} | {en['title']}"
    assert both["detail"] == f"{zh['detail']} | {en['detail']}"
    for every, chinese, english in zip(both["problems"], zh["problems"], en["problems"], strict=True):  # type: ignore[call-overload]
        assert every["message"] == f"{chinese['message']} | {english['message']}"
        assert every["what_to_do"] == f"{chinese['what_to_do']} | {english['what_to_do']}"
        assert every["path"] == chinese["path"] == english["path"]
