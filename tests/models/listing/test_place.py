"""Why is this household not on the list? Everybody gets an answer, and one that says what would have to be true."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from features.records.contracts.impossible import IMPOSSIBLE
from models.listing.place import Place, _first_day_after, place_of
from models.listing.wording import place_in_words
from models.lists import MUST_INCLUDE, VISITED, State, issue_by_policy
from models.lists.cool_down import at_rest
from models.scope import Standing
from models.score import ScoredDay
from tests.drawn_tables import POLICY
from tests.models.sheets.drawn_assessments import AS_OF, assessments

PROBABILITIES = [0.5, 0.3, 0.2, 0.1, 0.0004]


def scored(*visited: tuple[str, dt.date], impossible: tuple[str, ...] = ()) -> ScoredDay:
    """H1 to H5 in one township, H6 in another, where its score is the lowest of all."""
    rows = [
        {"household_id": f"H{place}", "probability": probability, "raw_score": -float(place)}
        for place, probability in enumerate(PROBABILITIES, start=1)
    ]
    elsewhere = {"household_id": "H6", "probability": 0.0002, "raw_score": -9.0, "region_code": "990101002001"}
    wrong = [{"household_id": one, "tables": ["illness"]} for one in impossible]
    return ScoredDay(
        assessments(*rows, elsewhere),
        pl.DataFrame(wrong, schema=IMPOSSIBLE),
        State(visited=pl.DataFrame(list(visited), schema=VISITED, orient="row")),
    )


def place(household: str, day: ScoredDay, visits: int | None = 6, standing: Standing = Standing.IN_SCOPE) -> Place:
    return place_of(household, AS_OF, standing, day, POLICY, visits)


def words(household: str, day: ScoredDay, visits: int | None = 6) -> str:
    return "\n".join(line.zh for line in place_in_words(place(household, day, visits)))


def listed(day: ScoredDay, visits: int) -> list[str]:
    return sorted(issue_by_policy(day.households, POLICY, day.state, visits=visits).listed["household_id"])


def test_who_is_listed_is_told_its_place() -> None:
    assert (
        words("H1", scored())
        == "在名单上：本乡镇 5 户中的第 1 户（风险得分靠前）\n可能性在全部已评估的 6 户中排第 1，在本乡镇 5 户中排第 1"
    )


@pytest.mark.parametrize("visits", [1, 2, 3, 4, 6])
def test_the_answer_is_that_of_the_list_itself(visits: int) -> None:
    day = scored()
    on_it = [name for name in [f"H{n}" for n in range(1, 7)] if place(name, day, visits).listed is not None]
    assert on_it == listed(day, visits)


def test_who_is_behind_is_told_how_many_points_are_missing() -> None:
    day = scored()
    assert "H1" in listed(day, 3)
    assert "H4" not in listed(day, 3)
    answer = place("H4", day, 3)
    last = min(PROBABILITIES[int(name[1]) - 1] for name in listed(day, 3) if name != "H6")
    assert answer.points_missing == pytest.approx((last - 0.1) * 100)
    first, ranks, others = words("H4", day, 3).split("\n")
    assert first.startswith("不在名单上：得分未进名单；可能性 10.0%，本乡镇按得分列入的最后一户为 ")
    assert f"差 {(last - 0.1) * 100:.1f} 个百分点" in first
    assert ranks == "可能性在全部已评估的 6 户中排第 4，在本乡镇 5 户中排第 4"
    assert others.startswith("不在名单上不等于没有风险")


def test_a_chance_near_nothing_is_not_told_as_none() -> None:
    assert "可能性 不足0.1%" in words("H5", scored(), 3)


def test_who_rests_is_told_since_when_and_until_when() -> None:
    day = scored(("H1", dt.date(2024, 6, 3)))
    assert place("H1", day).listed is None
    assert words("H1", day).split("\n")[0] == (
        "不在名单上：2024-06-03 已入户核查，间隔期内暂不列入；2024-12-03 起可再列入，届时仍按可能性排先后"
    )


@pytest.mark.parametrize("visited_on", [dt.date(2024, 8, 31), dt.date(2024, 8, 29), dt.date(2024, 6, 3)])
def test_the_rest_is_over_on_the_day_that_is_told_and_not_before(visited_on: dt.date) -> None:
    """Half a year after 31 August there is no 31st."""
    visited = pl.DataFrame([("H1", visited_on)], schema=VISITED, orient="row")
    over = _first_day_after(visited_on, 6)
    assert at_rest(visited, over, 6).is_empty()
    assert not at_rest(visited, over - dt.timedelta(days=1), 6).is_empty()


def test_of_equal_chances_it_says_that_only_the_order_parts_them() -> None:
    alike = scored()
    day = ScoredDay(alike.households.with_columns(probability=pl.lit(0.2)), alike.impossible, alike.state)
    assert "不低于本乡镇按得分列入的最后一户（20.0%），只差在先后" in words("H4", day, 3)


def test_a_township_without_a_visit_says_so() -> None:
    day = scored()
    without = next(
        name for name in ("H1", "H6") if not set(listed(day, 1)) & ({name} | ({"H2"} if name == "H1" else set()))
    )
    assert words(without, day, 1).startswith("不在名单上：得分未进名单；本乡镇这次没有按得分列入的名额")


def test_impossible_numbers_are_named_by_their_table() -> None:
    assert words("H9", scored(impossible=("H9",))).startswith(
        "不在名单上：“就医与确诊”中有不可能的金额或数量，没有得分"
    )


@pytest.mark.parametrize(
    ("standing", "why"),
    [
        (Standing.MONITORED, "它已是监测对象"),
        (Standing.NOBODY_LEFT, "均已去世或迁出"),
        (Standing.NOT_DESCRIBED_LATELY, "记录过旧"),
        (Standing.NOT_REMOVED, "没有它风险消除的记录"),
    ],
)
def test_who_is_out_of_scope_is_told_why(standing: Standing, why: str) -> None:
    first, others = place_in_words(Place("H1", AS_OF, standing))
    assert first.zh.startswith("不在名单上：")
    assert why in first.zh
    assert others.zh.startswith("不在名单上不等于没有风险")


def test_a_must_include_is_listed_for_its_rule_and_lowers_nobody_s_bar() -> None:
    day = scored()
    severe = pl.DataFrame([("H5", 1, ["new_severe_disability"], AS_OF)], schema=MUST_INCLUDE, orient="row")
    with_rule = ScoredDay(day.households, day.impossible, State(must_include=severe))
    assert words("H5", with_rule, 5).startswith("在名单上：本乡镇 ")
    assert "命中严重规则，必查" in words("H5", with_rule, 5)
    assert place("H4", with_rule, 5).last_listed != 0.0004
