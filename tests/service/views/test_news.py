"""The first page tells of another model for a month, and of a scoring once it is older than one; otherwise of neither."""

from __future__ import annotations

import datetime as dt

import pytest

from models.promotions.audit import Act
from service.versions.answers import ChangeAnswer
from service.views.news import new_model, old_run

TODAY = dt.date(2026, 3, 20)
NOON = dt.datetime(2026, 3, 20, 4, tzinfo=dt.UTC)


def change(days_ago: float, version: str = "2", before: str | None = "1", act: Act = Act.PROMOTE) -> ChangeAnswer:
    at = NOON - dt.timedelta(days=days_ago)
    return ChangeAnswer(at=at, act=act, version=version, before=before, approver="li", reason="季度更新", entry=1)


def test_another_version_is_news_with_who_decided_it_and_since_when() -> None:
    news = new_model([change(3, "3", "2"), change(9)], NOON)
    assert news is not None
    assert (news.version, news.before, news.since, news.by) == ("3", "2", dt.date(2026, 3, 17), "li")
    assert not news.is_rollback


def test_the_day_is_that_of_china() -> None:
    news = new_model([change(0.5)], NOON)
    assert news is not None
    assert news.since == dt.date(2026, 3, 20), "its midnight is the afternoon before in London"


def test_going_back_is_news_as_well() -> None:
    news = new_model([change(1, "1", "2", Act.ROLLBACK)], NOON)
    assert news is not None
    assert news.is_rollback


@pytest.mark.parametrize(
    "changes", [[], [change(31)], [change(1, "1", None)]], ids=["none", "a month ago", "the first"]
)
def test_nothing_new_is_not_told(changes: list[ChangeAnswer]) -> None:
    assert new_model(changes, NOON) is None


def test_a_scoring_of_a_month_ago_is_of_today_and_an_older_one_is_not() -> None:
    assert old_run(TODAY - dt.timedelta(days=31), TODAY) is None
    old = old_run(TODAY - dt.timedelta(days=32), TODAY)
    assert old is not None
    assert (old.as_of, old.days) == (dt.date(2026, 2, 16), 32)
    assert old_run(None, TODAY) is None
