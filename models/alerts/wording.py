"""The alerts beside a list in words, Chinese first: what the office need not go for, what is left, and what it may miss."""

from __future__ import annotations

from features.bilingual import Bilingual
from models.alerts.counting import Expected
from models.alerts.county import Alerts, Past
from models.alerts.handling import Handling
from models.alerts.yields import Yield

MORE = Bilingual("各条规则见 `fanpin list alerts`", "`fanpin list alerts` tells each rule")

LEARNED = Bilingual(
    "（模型是后来训练的，已学到此日之后的结果：这一行偏好看）",
    " (the model was trained later and has learned what came after the day: this line flatters it)",
)


def alerts_in_words(alerts: Alerts) -> list[Bilingual]:
    """Every line about the alerts, most telling first."""
    if not alerts.totals.alerts:
        return [_none(alerts), *_led_to(alerts.past, alerts.horizon_months)]
    lines = [_came(alerts), _saved(alerts), *_to_go_to(alerts), *_behind(alerts), _visits(alerts)]
    return [*lines, *_led_to(alerts.past, alerts.horizon_months), *_became(alerts)]


def alerts_in_short(alerts: Alerts) -> list[Bilingual]:
    """What is said beside a list that was just made, in two sentences."""
    if not alerts.totals.alerts:
        return [_none(alerts)]
    came = _joined("；", "; ", [_came(alerts), _saved(alerts)])
    return [came, _joined("；", "; ", [*_to_go_to(alerts), *_behind(alerts), MORE])]


def _joined(zh: str, en: str, sentences: list[Bilingual]) -> Bilingual:
    return Bilingual(zh.join(one.zh for one in sentences), en.join(one.en for one in sentences))


def _period(alerts: Alerts) -> Bilingual:
    day = alerts.since
    if alerts.list_before:
        return Bilingual(f"上期名单（{day}）以来", f"since the list of {day}")
    return Bilingual(f"{day} 以来（此前没有名单）", f"since {day} (no list came before)")


def _none(alerts: Alerts) -> Bilingual:
    period = _period(alerts)
    return Bilingual(f"{period.zh}没有新的部门预警", f"no alert of the departments came {period.en}")


def _came(alerts: Alerts) -> Bilingual:
    period, totals = _period(alerts), alerts.totals
    return Bilingual(
        f"{period.zh}新增部门预警 {totals.alerts:,} 条，涉及 {totals.different:,} 户",
        f"{totals.alerts:,} alerts of the departments came {period.en}, of {totals.different:,} households",
    )


def _saved(alerts: Alerts) -> Bilingual:
    totals, of = alerts.totals, alerts.totals.households
    return Bilingual(
        f"按每条预警跑一次算，可少跑 {totals.saved:,} 次：{of[Handling.LISTED]:,} 户名单已列入，走访时一并核实；{of[Handling.VISITED]:,} 户预警之后已走访；同一户的重复预警 "
        f"{totals.repeated:,} 条",
        f"{totals.saved:,} visits are saved against one for each alert: {of[Handling.LISTED]:,} households are on the list anyway, "
        f"{of[Handling.VISITED]:,} were visited since the hit, {totals.repeated:,} alerts are further ones of the same households",
    )


def _to_go_to(alerts: Alerts) -> list[Bilingual]:
    of, lines = alerts.totals.households, []
    if must := of[Handling.MUST_VISIT]:
        lines.append(
            Bilingual(
                f"另有 {must:,} 户命中严重规则而必查名额已满：不论得分，须另行走访",
                f"{must:,} households hit a severe rule and found no room on the list: to be visited whatever their score",
            )
        )
    if ahead := of[Handling.AHEAD]:
        lines.append(
            Bilingual(
                f"另有 {ahead:,} 户得分不低于名单末位而未列入（走访之后又有预警，或名额另有安排）：宜另行走访",
                f"{ahead:,} households score no lower than the last listed and are not on it (a hit after a visit, or a place set aside): "
                "worth a visit of their own",
            )
        )
    return lines


def _behind(alerts: Alerts) -> list[Bilingual]:
    """What the model holds to be less likely is not saved: it is told with what is missed where nobody looks."""
    behind = alerts.totals.behind
    if not behind.households:
        return []
    missed, event, months = about(behind), alerts.target, alerts.horizon_months
    return [
        Bilingual(
            f"其余 {behind.households:,} 户得分排在名单之后，不算省下：仍是线索，先电话核实或比对数据，是否走访由人决定；预计其中{missed.zh}今后{months}个月内会{event.zh}",
            f"the other {behind.households:,} households stand behind the list and are not counted as saved: they stay leads, for a telephone call or a "
            f"check of data first, and a person decides on a visit; of them {missed.en} are expected to be {event.en} within {months} months",
        )
    ]


def _visits(alerts: Alerts) -> Bilingual:
    """What visits are expected to find: of the list, of the alerts behind it, and of as many that go on in the order of the scores."""
    totals = alerts.totals
    listed = each(totals.listed)
    line = Bilingual(
        f"预计每找到一户须走访：名单{listed.zh}",
        f"visits for each household expected to be found: {listed.en} on the list",
    )
    if not totals.behind.households:
        return line
    behind, order = each(totals.behind), each(totals.next_in_order)
    return line.and_also(
        Bilingual(
            f"，排在名单之后的预警{behind.zh}，同样多的走访按得分往下走{order.zh}",
            f", {behind.en} among the alerts behind it, {order.en} where as many visits go on in the order of the scores",
        )
    )


def _led_to(past: Past | None, months: int) -> list[Bilingual]:
    if past is None:
        return [
            Bilingual(
                f"以往预警的成效还不知道：还没有哪个月的预警满{months}个月的观察期",
                f"what alerts led to before is not known yet: of no month the {months} months have passed",
            )
        ]
    visits = past.visits
    if not visits.visits:
        return [
            Bilingual(
                f"{past.first} 至 {past.last} 的 {past.months} 次推送没有新增预警，成效无从谈起",
                f"no alert came in the {past.months} pushes from {past.first} to {past.last}: nothing can be said of what they led to",
            )
        ]
    return [
        Bilingual(
            f"以往按预警逐户走访（{past.first} 至 {past.last}，{past.months} 次月度推送，全县）：{visits.visits:,} 户次，其后{months}个月内{led_to(visits, '户次').zh}",
            f"a visit to each household with an alert before ({past.months} monthly pushes from {past.first} to {past.last}, everywhere): {visits.visits:,} "
            f"visits, within {months} months {led_to(visits).en}",
        )
    ]


def _became(alerts: Alerts) -> list[Bilingual]:
    later = alerts.later
    if later is None:
        return []
    of = later.households
    alerted = sum(led.identified for one, led in of.items() if one is not Handling.LISTED)
    missed = later.everybody.identified - later.listed.identified - alerted
    groups = (
        (Bilingual("名单", "on the list"), later.listed),
        (Bilingual("须另行走访的", "to be visited beside it"), of[Handling.MUST_VISIT] + of[Handling.AHEAD]),
        (Bilingual("排在名单之后的预警", "with alerts behind it"), of[Handling.BEHIND]),
    )
    met = [(whose, led) for whose, led in groups if led.visits]
    zh = "；".join(f"{whose.zh} {led.visits:,} 户，{led_to(led).zh}" for whose, led in met)
    en = "; ".join(f"of {led.visits:,} {whose.en} {led_to(led).en}" for whose, led in met)
    everybody = later.everybody.identified
    line = Bilingual(
        f"后来（此日之后才知晓，以上各数未用到）：{zh}；全部被识别的 {everybody:,} 户中 {missed:,} 户既不在名单上也没有新增预警",
        f"what became of them (known after the day, in none of the numbers above): {en}; of all {everybody:,} identified {missed:,} were neither "
        "listed nor had a new alert",
    )
    return [line.and_also(LEARNED) if later.learned else line]


def about(expected: Expected) -> Bilingual:
    """约8户（7至11户）: whole households, with what the calibration leaves open."""
    if expected.identified < 0.5:
        return Bilingual("不到1户", "less than one")
    number = round(expected.identified)
    if expected.low is None or expected.high is None:
        return Bilingual(f"约{number:,}户", f"about {number:,}")
    low, high = round(expected.low), round(expected.high)
    if low == high:
        return Bilingual(f"约{number:,}户", f"about {number:,}")
    return Bilingual(f"约{number:,}户（{low:,}至{high:,}户）", f"about {number:,} ({low:,} to {high:,})")


def each(expected: Expected) -> Bilingual:
    """How many visits one household found takes."""
    visits = expected.visits_for_each
    if visits is None:
        return Bilingual("无从估计", "nobody knows how many")
    return Bilingual(f"约{visits:,.0f}次", f"about {visits:,.0f}")


def led_to(visits: Yield, counted: str = "户") -> Bilingual:
    """What visits to households led to, with the exact interval of the share.

    Args:
        counted: what is counted: 户次 where a household is visited in several months.
    """
    if visits.ends is None or visits.share is None:
        return Bilingual("无从谈起", "nothing can be said")
    low, high = visits.ends
    share = f"{visits.share:.1%}，{low:.1%}至{high:.1%}", f"{visits.share:.1%}, {low:.1%} to {high:.1%}"
    each_zh = f"，每找到一户约走访{visits.visits_for_each:,.0f}次" if visits.visits_for_each else ""
    each_en = f", about {visits.visits_for_each:,.0f} visits for each household found" if visits.visits_for_each else ""
    return Bilingual(
        f"被识别 {visits.identified:,} {counted}（{share[0]}）{each_zh}",
        f"{visits.identified:,} identified ({share[1]}){each_en}",
    )
