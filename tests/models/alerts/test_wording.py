"""What an office reads about the alerts: what it need not go for, what is left, and what it may miss."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from models.alerts.counting import COUNTED, Expected, Totals
from models.alerts.county import Alerts, Later, Past
from models.alerts.handling import HANDLED, Handling
from models.alerts.wording import about, alerts_in_short, alerts_in_words, led_to
from models.alerts.yields import YIELDS, Yield
from models.targets import TargetKind

NOBODY = Yield(0, 0, 0)


def told(
    *,
    listed: int = 0,
    visited: int = 0,
    must: int = 0,
    ahead: int = 0,
    behind: int = 0,
    repeated: int = 0,
    past: Past | None = None,
    later: Later | None = None,
    list_before: bool = True,
) -> Alerts:
    numbers = dict(zip(Handling, (listed, visited, must, ahead, behind), strict=True))
    totals = Totals(
        sum(numbers.values()) + repeated,
        numbers,
        Expected(behind, 0.02 * behind, 0.01 * behind, 0.04 * behind),
        Expected(behind, 0.05 * behind, None, None),
        Expected(200, 10.0, 8.0, 12.0),
    )
    return Alerts(
        dt.date(2025, 1, 5),
        dt.date(2024, 12, 5),
        list_before,
        6,
        TargetKind.ENTRY,
        pl.DataFrame(schema=HANDLED),
        pl.DataFrame(schema=COUNTED),
        totals,
        past,
        later,
    )


def zh(alerts: Alerts) -> list[str]:
    return [line.zh for line in alerts_in_words(alerts)]


def test_a_month_of_alerts_as_an_office_reads_it() -> None:
    assert zh(told(listed=70, visited=18, must=38, ahead=22, behind=400, repeated=120)) == [
        "上期名单（2024-12-05）以来新增部门预警 668 条，涉及 548 户",
        "按每条预警跑一次算，可少跑 208 次：70 户名单已列入，走访时一并核实；18 户预警之后已走访；同一户的重复预警 120 条",
        "另有 38 户命中严重规则而必查名额已满：不论得分，须另行走访",
        "另有 22 户得分不低于名单末位而未列入（走访之后又有预警，或名额另有安排）：宜另行走访",
        "其余 400 户得分排在名单之后，不算省下：仍是线索，先电话核实或比对数据，是否走访由人决定；预计其中约8户（4至16户）今后6个月内会被识别为监测对象",
        "预计每找到一户须走访：名单约20次，排在名单之后的预警约50次，同样多的走访按得分往下走约20次",
        "以往预警的成效还不知道：还没有哪个月的预警满6个月的观察期",
    ]


def test_what_is_not_there_is_not_told() -> None:
    few = "\n".join(zh(told(listed=3, repeated=1)))
    assert "可少跑 4 次" in few
    for word in ("须另行走访", "宜另行走访", "排在名单之后", "后来"):
        assert word not in few


def test_a_month_without_an_alert_says_so_and_still_what_alerts_led_to() -> None:
    lines = zh(told())
    assert lines[0] == "上期名单（2024-12-05）以来没有新的部门预警"
    assert len(lines) == 2
    assert alerts_in_short(told())[0].en == "no alert of the departments came since the list of 2024-12-05"


def test_the_first_list_says_that_none_came_before() -> None:
    assert zh(told(listed=1, list_before=False))[0] == "2024-12-05 以来（此前没有名单）新增部门预警 1 条，涉及 1 户"


def test_beside_a_new_list_two_sentences_suffice() -> None:
    short = alerts_in_short(told(listed=70, must=38, behind=400))
    assert len(short) == 2
    assert short[0].zh.startswith(
        "上期名单（2024-12-05）以来新增部门预警 508 条，涉及 508 户；按每条预警跑一次算，可少跑 70 次"
    )
    assert "仍是线索" in short[1].zh
    assert short[1].zh.endswith("各条规则见 `fanpin list alerts`")


@pytest.mark.parametrize(
    ("found", "low", "high", "words"),
    [
        (8.3, 6.8, 10.5, "约8户（7至10户）"),
        (1.4, 1.2, 1.4, "约1户"),
        (0.3, 0.1, 0.7, "不到1户"),  # never "0": nobody knows that there is none
        (3.0, None, None, "约3户"),
    ],
)
def test_what_may_be_missed_is_told_in_whole_households(
    found: float, low: float | None, high: float | None, words: str
) -> None:
    assert about(Expected(100, found, low, high)).zh == words


def test_what_visits_led_to_is_told_with_its_interval_and_what_nobody_knows_as_unknown() -> None:
    assert led_to(Yield(866, 43, 43)).zh == "被识别 43 户（5.0%，3.6%至6.6%），每找到一户约走访20次"
    assert led_to(Yield(20, 0, 0)).zh == "被识别 0 户（0.0%，0.0%至16.8%）"
    assert led_to(NOBODY).zh == "无从谈起"


def test_past_pushes_are_told_with_their_days_and_one_without_an_alert_as_such() -> None:
    def past(visits: Yield) -> Past:
        return Past(dt.date(2023, 8, 5), dt.date(2024, 7, 5), 12, pl.DataFrame(schema=YIELDS), visits)

    led = zh(told(listed=1, past=past(Yield(13_120, 80, 56))))[-1]
    assert led == (
        "以往按预警逐户走访（2023-08-05 至 2024-07-05，12 次月度推送，全县）：13,120 户次，其后6个月内被识别 80 户次（0.6%，0.5%至0.8%），每找到一户约走访234次"
    )
    assert zh(told(listed=1, past=past(NOBODY)))[-1] == (
        "2023-08-05 至 2024-07-05 的 12 次推送没有新增预警，成效无从谈起"
    )


@pytest.mark.parametrize("learned", [True, False])
def test_what_became_of_them_stands_apart_and_says_whether_the_model_had_learned_it(learned: bool) -> None:
    households = dict.fromkeys(Handling, NOBODY) | {
        Handling.LISTED: Yield(70, 4, 4),
        Handling.MUST_VISIT: Yield(38, 2, 2),
        Handling.AHEAD: Yield(22, 1, 1),
        Handling.BEHIND: Yield(400, 1, 1),
    }
    later = Later(Yield(200, 11, 11), households, Yield(19_000, 52, 52), learned)
    line = zh(told(listed=70, must=38, ahead=22, behind=400, later=later))[-1]
    assert "名单 200 户，被识别 11 户（5.5%，" in line
    assert "须另行走访的 60 户，被识别 3 户（5.0%，" in line
    # 52 identified: 11 on the list, 2, 1 and 1 with an alert beside it.
    assert "全部被识别的 52 户中 37 户既不在名单上也没有新增预警" in line
    assert ("偏好看" in line) is learned
    few = Later(Yield(200, 11, 11), dict.fromkeys(Handling, NOBODY), Yield(19_000, 52, 52), learned)
    assert "须另行走访" not in zh(told(listed=70, later=few))[-1]
