"""What must hold besides where a lead stands and who acts: each condition is a rule in words, and says what is missing and what to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from features.bilingual import Bilingual
from features.policy.loading import Policy
from features.vocabulary import RemovalMode, RiskType
from service.procedure.actors import Actor
from service.procedure.days import months_after
from service.procedure.lead import Detail, Lead, notice_of
from service.procedure.states import MONITORED, LeadState
from service.procedure.verdicts import BEFORE_REGISTRATION, CloseReason, Verdict


@dataclass(frozen=True, slots=True)
class Situation:
    """What a condition looks at. `details` holds sound values only, and only those of the fields that were answered."""

    lead: Lead
    actor: Actor
    details: Mapping[str, Detail]
    today: dt.date
    policy: Policy

    def value(self, name: str, on: dt.date | None = None) -> int:
        """A policy value at the household's place on a day, today unless said otherwise."""
        return int(self.policy.value(name, self.lead.region_code, on or self.today))

    def day(self, name: str) -> dt.date:
        """The day that was said in a field, whose type was checked before."""
        return cast("dt.date", self.details[name])


Rule = Callable[[Situation], Bilingual | None]


@dataclass(frozen=True, slots=True)
class Condition:
    """A rule of the procedure.

    Attributes:
        words: the rule as the table tells it.
        reads: fields of the move that it needs; without any it can be asked before anybody answers.
        policy: values that it reads.
        broken: None where it holds, else a sentence on what is missing and what to do.
    """

    name: str
    words: Bilingual
    broken: Rule
    reads: tuple[str, ...] = ()
    policy: tuple[str, ...] = ()


def _condition(*reads: str, policy: tuple[str, ...] = ()) -> Callable[[Rule], Condition]:
    def declared(rule: Rule) -> Condition:
        words = Bilingual.parsed(rule.__doc__ or "")
        if words is None:
            raise TypeError(f"{rule.__name__} says its rule as `中文 | English`.")
        return Condition(rule.__name__, words, rule, reads, policy)

    return declared


@_condition("place")
def place_of_the_household(of: Situation) -> Bilingual | None:
    """派发到的乡镇或村是该户所在地 | the place is where the household lives"""
    if of.lead.region_code.startswith(str(of.details["place"])):
        return None
    return Bilingual(
        "派发到的地方不是该户所在的乡镇或村：请核对行政区划代码",
        "the household does not live there: check the region code",
    )


@_condition("visited_on")
def visit_in_its_time(of: Situation) -> Bilingual | None:
    """入户日期不早于收到线索和上次入户，不晚于今天 | the visit was not before the lead and the last visit, nor is it to come"""
    earliest = max(of.lead.started_on, of.lead.day_of("visited_on", "visit") or of.lead.started_on)
    return _between(of, "visited_on", "入户日期", "the day of the visit", earliest)


@_condition("risk_types")
def other_is_explained(of: Situation) -> Bilingual | None:
    """风险类型含“其他”时写明说明 | a risk of type `other` needs a note"""
    if RiskType.OTHER not in of.details["risk_types"] or of.details.get("note"):  # type: ignore[operator]
        return None
    return Bilingual(
        "风险类型选了“其他”：请在“说明”中写明是什么风险", "the risk is `other`: say in the note what it is"
    )


@_condition("met_on")
def meeting_in_its_time(of: Situation) -> Bilingual | None:
    """评议日期不早于数据比对，不晚于今天 | the meeting was not before the comparison, nor is it to come"""
    compared = of.lead.last("compare")
    return _between(of, "met_on", "评议日期", "the day of the meeting", compared.on if compared else of.lead.started_on)


@_condition("participants", policy=("review_participants",))
def enough_participants(of: Situation) -> Bilingual | None:
    """参会人数不少于规定 | enough people took part in the meeting"""
    least, came = of.value("review_participants"), of.details["participants"]
    if isinstance(came, int) and came >= least:
        return None
    return Bilingual(
        f"参会{came}人，少于规定的{least}人：请重新召开评议会议",
        f"{came} took part; {least} are required. Hold the meeting again",
    )


@_condition("first_day")
def notice_after_the_meeting(of: Situation) -> Bilingual | None:
    """公示起期不早于评议日期，不晚于今天 | the notice was not hung out before the meeting, nor is it to come"""
    earliest = of.lead.day_of("met_on", "review") or of.lead.started_on
    return _between(of, "first_day", "公示起期", "the first day of the notice", earliest)


@_condition("first_day", "notice_days", policy=("notice_days",))
def notice_long_enough(of: Situation) -> Bilingual | None:
    """公示天数（首尾两天都算）不少于规定 | the notice is to hang for the days required, the first and the last counted"""
    least, days = of.value("notice_days", of.day("first_day")), of.details["notice_days"]
    if isinstance(days, int) and days >= least:
        return None
    return Bilingual(
        f"公示{days}天，少于规定的{least}天：请延长公示",
        f"the notice hangs for {days} days; {least} are required. Let it hang longer",
    )


@_condition()
def notice_has_hung(of: Situation) -> Bilingual | None:
    """公示期满的次日起才能审核 | the notice has hung to its end: from the day after it"""
    notice = notice_of(of.lead.last("post_notice"))
    if notice is None:
        return Bilingual("没有公示记录：请退回后重新公示", "no notice is on record: send the lead back and hang it out")
    last = notice[1]
    if of.today > last:
        return None
    return Bilingual(
        f"公示到 {last} 期满：请在 {last + dt.timedelta(days=1)} 或以后审核",
        f"the notice hangs until {last}: check on {last + dt.timedelta(days=1)} or later",
    )


@_condition("held_since")
def income_day_has_come(of: Situation) -> Bilingual | None:
    """收入稳定高于监测线的起始日不晚于今天 | income has been above the line since a day that has come"""
    return _between(of, "held_since", "收入稳定高于监测线起始日", "the day since which income holds", dt.date.min)


@_condition("guarantees_hold")
def guarantees_do_hold(of: Situation) -> Bilingual | None:
    """“三保障”和饮水安全有保障 | the guarantees hold"""
    if of.details["guarantees_hold"]:
        return None
    return Bilingual(
        "“三保障”或饮水安全还没有保障，不能消除风险：请先落实保障措施",
        "a guarantee does not hold, so that the risk stays: see to it first",
    )


@_condition("has_labour")
def somebody_can_work(of: Situation) -> Bilingual | None:
    """整户无劳动能力的不标注风险消除 | a household without any labour is never marked removed"""
    if of.details["has_labour"]:
        return None
    return Bilingual(
        "整户无劳动能力的家庭不标注风险消除：请继续落实兜底保障",
        "a household without any labour is never marked removed: go on with its support",
    )


@_condition("removal_mode")
def support_was_given(of: Situation) -> Bilingual | None:
    """“帮扶消除”的须有纳入监测（或回退）以来的帮扶措施 | removed by support: some is on record since the registration or the roll-back"""
    last = of.lead.last("support", "keep_supporting", "register", "roll_back")
    if of.details["removal_mode"] != RemovalMode.SUPPORT or (last and last.move in ("support", "keep_supporting")):
        return None
    return Bilingual(
        "没有帮扶措施记录，不能按“帮扶消除”：请先登记帮扶措施，或选“自然消除”",
        "no support is on record: enter the measures first, or choose removal by itself",
    )


@_condition(policy=("removal_months",))
def monitored_long_enough(of: Situation) -> Bilingual | None:
    """纳入监测（或回退）满规定月数 | monitored for the months required, since the registration or the roll-back"""
    begun = of.lead.last("register", "roll_back")
    since = begun.on if begun else of.lead.started_on
    return _months_over(of, "removal_months", since, f"自 {since} 纳入监测", f"monitored since {since}")


@_condition(policy=("removal_held_months",))
def income_held_long_enough(of: Situation) -> Bilingual | None:
    """收入稳定高于监测线满规定月数 | income has been above the line for the months required"""
    since = of.lead.day_of("held_since", "propose_removal") or of.today
    return _months_over(of, "removal_held_months", since, f"收入自 {since} 高于监测线", f"above the line since {since}")


@_condition("watch_until", policy=("watch_months",))
def watch_ends_in_time(of: Situation) -> Bilingual | None:
    """关注至今天以后、规定期限以内 | the watch ends after today and within the months allowed"""
    last = months_after(of.today, of.value("watch_months"))
    if of.today < of.day("watch_until") <= last:
        return None
    return Bilingual(
        f"“关注至”须在 {of.today} 之后、{last} 或以前：请改写",
        f"the watch ends after {of.today} and by {last}: change the day",
    )


@_condition()
def watch_is_over(of: Situation) -> Bilingual | None:
    """关注期满 | the watch has lasted until its day"""
    until = of.lead.day_of("watch_until", "watch")
    if until is None or of.today >= until:
        return None
    return Bilingual(
        f"关注期到 {until} 才满：请届时再结束，情况有变请重新启动",
        f"the watch lasts until {until}: end it then, or take the lead up again",
    )


@_condition()
def no_risk_was_confirmed(of: Situation) -> Bilingual | None:
    """确认过风险又退回的，由县级办结 | a risk that was confirmed and sent back is closed by the county alone"""
    verdicts = {step.details.get("verdict") for step in of.lead.this_round}
    if of.lead.state is not LeadState.TO_BE_CLARIFIED or Verdict.CONFIRMED not in verdicts:
        return None
    return Bilingual(
        "该线索入户时确认过风险：请由县以“县级办结”办理，或重新入户核查",
        "a visit confirmed its risk: let the county close it, or visit again",
    )


@_condition("close_reason")
def nobody_leaves_monitoring_so(of: Situation) -> Bilingual | None:
    """“农户自愿放弃”“重复线索”只用于纳入监测以前 | a household declines, or a lead is a duplicate, before the registration only"""
    reason = of.details["close_reason"]
    if reason not in BEFORE_REGISTRATION or of.lead.state not in MONITORED:
        return None
    return Bilingual(
        f"已纳入监测，不能以“{CloseReason(str(reason)).zh}”办结：风险消除请走风险消除程序",
        "the household is monitored, which does not end so: propose the removal of its risk",
    )


def by_somebody_else_than(zh: str, en: str, *moves: str) -> Condition:
    """Separation of duties: who made the last step by any of these moves does not make this one."""

    def rule(of: Situation) -> Bilingual | None:
        if all(step is None or step.by != of.actor.id for step in map(of.lead.last, moves)):
            return None
        return Bilingual(
            f"您经办过{zh}，不能再办这一步：请由另一人办理", f"you handled {en} yourself: somebody else has to do this"
        )

    words = Bilingual(f"不由经办{zh}的人办理", f"by somebody else than who handled {en}")
    return Condition(f"not_by_who_did_{'_or_'.join(moves)}", words, rule)


def _between(of: Situation, name: str, zh: str, en: str, earliest: dt.date) -> Bilingual | None:
    day = of.day(name)
    if day > of.today:
        return Bilingual(f"{zh} {day} 还没有到：请核对日期", f"{en}, {day}, is still to come: check it")
    if day < earliest:
        return Bilingual(f"{zh} {day} 早于 {earliest}：请核对日期", f"{en}, {day}, is before {earliest}: check it")
    return None


def _months_over(of: Situation, name: str, since: dt.date, zh: str, en: str) -> Bilingual | None:
    months = of.value(name)
    from_day = months_after(since, months)
    if of.today >= from_day:
        return None
    return Bilingual(
        f"{zh}，未满{months}个月：请在 {from_day} 或以后再办",
        f"{en}, {months} months are required: do it on {from_day} or later",
    )
