"""Why households came and left since the list before, in words (`service.issuing.comparing` works it out)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from features.bilingual import Bilingual
from models.changes import Cause
from models.lists import LeftOut, Part, Slot
from models.runs.comparing import Swap
from service.issuing.particulars import NEW
from service.place_names import Names
from service.store.tables import ListItem, ListLeaver
from service.views.places import TOWNSHIP, Place, Places
from service.wording import chance_in_words

WORKING = Bilingual("原因正在分析，稍后刷新", "why is being worked out; look again in a moment")
INEXPLICABLE = Bilingual("原因无法说明：上期没有可比的评分", "why can't be said: nothing comparable was scored before")
FIRST_SCORE = Bilingual("上期没有得分，本期首次评分", "it has a score for the first time")
NEW_HOUSEHOLD = Bilingual("新登记的户，本期首次评分", "newly described: it has a score for the first time")
CORRECTED = Bilingual(
    "上期记录有误没有得分，更正后参加评分", "it had no score for faulty records, which were corrected"
)
DESCRIBED_AGAIN = Bilingual("家庭情况重新登记，本期起参加评分", "it was described again and has a score again")
FIRST = {
    NEW: NEW_HOUSEHOLD,
    LeftOut.IMPOSSIBLE.value: CORRECTED,
    LeftOut.CONTRADICTING.value: CORRECTED,
    LeftOut.NOT_DESCRIBED_LATELY.value: DESCRIBED_AGAIN,
}
"""Why a household is scored for the first time, by where it stood before."""

REACHED = Bilingual("本户可能性没有上升，他户下降或退出，排到本户", "its chance did not rise: others fell or left")
FELL = Bilingual("本户可能性下降", "its own chance fell")
RULE_HIT = Bilingual("命中部门严重预警（必查）", "hits a severe rule of a department")
FLOOR = Bilingual("本村久未走访，轮到本村", "of a village that nobody visited for long")
DRAWN = Bilingual("随机抽中核查", "drawn at random")
BY_SCORE = frozenset({LeftOut.OUTRANKED, LeftOut.OVERTAKEN})
"""Why a household is left out where scores alone decided."""

OF_THE_HOUSEHOLD = frozenset({Cause.TIME, Cause.CORRECTED, Cause.NEW})
"""Causes that lie in what is known of the household itself, so that phrases about it tell them."""

MUST_VISIT = Bilingual(
    "上期必查未走访，请务必安排", "must-include of the last list, not visited: see that somebody goes"
)
NO_PLACE = Bilingual("应必查而名额已满，请务必安排", "a must-include beyond the bound: see that somebody goes")

CAME = {
    Swap.REMOVAL: Bilingual("新近可以评分", "can be scored now"),
    Swap.SCORE: Bilingual("风险上升", "its risk rose"),
    Swap.CAPACITY: Bilingual("走访名额或名单规则有变", "the number of visits or the rules changed"),
    Swap.MUST_INCLUDE: Bilingual("新命中部门严重预警（必查）", "hits a severe rule of a department now"),
    Swap.DAY: Bilingual("间隔期满，或抽中核查", "its rest has ended, or it was drawn"),
    Swap.VISITS: Bilingual("走访情况有变，轮到本村或本户", "visits elsewhere made room for it"),
    Swap.PREVIOUS: Bilingual("上期名单腾出了名额", "the list before left room"),
}
WENT = {
    Swap.REMOVAL: Bilingual("不再属于评估范围", "can't be listed any more"),
    Swap.SCORE: Bilingual("被得分更高的户替换", "households with higher scores took its place"),
    Swap.CAPACITY: Bilingual("走访名额或名单规则有变", "the number of visits or the rules changed"),
    Swap.MUST_INCLUDE: Bilingual(
        "部门严重预警占用了名额，或不再命中", "severe rules took the place, or no longer hit it"
    ),
    Swap.DAY: Bilingual("抽签轮换", "another draw"),
    Swap.VISITS: Bilingual("已走访，间隔期内暂不列入", "it was visited and rests"),
    Swap.PREVIOUS: Bilingual("延续期满", "it was carried over long enough"),
}

OTHERS = WENT[Swap.SCORE]


@dataclass(frozen=True)
class Changed:
    """A household that came or left: its number on the list on which it stands, or stood.

    Attributes:
        urgent: of one that left though somebody must go there; None of the others.
    """

    number: int
    household_id: str
    head: str | None
    place: Place
    why: Bilingual
    urgent: Bilingual | None = None


@dataclass(frozen=True)
class Visits:
    """What is known of visits to those who left.

    Attributes:
        must: who stood on the list before as a must-include.
        visited: who was visited since, as leads tell it.
    """

    must: Collection[str] = ()
    visited: Collection[str] = ()


@dataclass(frozen=True)
class Exchange:
    """How many came to a township's part of a list, and how many left it."""

    township: Bilingual
    came: int
    left: int


def exchanges_of(came: Mapping[str, int], left: Mapping[str, int], names: Names) -> list[Exchange]:
    """Township by township, from how many came and left in each village."""
    by_township: dict[str, Counter[str]] = {}
    for name, counted in (("came", came), ("left", left)):
        for code, households in counted.items():
            by_township.setdefault(code[:TOWNSHIP], Counter())[name] += households
    places = Places(names)
    return [Exchange(places.short(code), by["came"], by["left"]) for code, by in sorted(by_township.items())]


def came_of(item: ListItem, heads: Mapping[str, str], names: Names) -> Changed:
    code, place = item.household_id, Places(names).place(item.region_code)
    return Changed(item.number, code, heads.get(code), place, why_it_came(item.why_new, Slot(item.slot)))


def left_of(leaver: ListLeaver, heads: Mapping[str, str], names: Names, visits: Visits) -> Changed:
    code, place = leaver.household_id, Places(names).place(leaver.region_code)
    must, visited = code in visits.must, code in visits.visited
    urgent = None if visited else urgent_of(leaver.why, must=must)
    return Changed(leaver.number_before, code, heads.get(code), place, why_it_left(leaver.why), urgent)


def urgent_of(why: Mapping[str, Any], *, must: bool) -> Bilingual | None:
    """That somebody must go to a household that left: it was a must-include and nobody was there, or it is one without a place."""
    left_out = LeftOut(why["left_out"]) if why["left_out"] else None
    if left_out is LeftOut.RESTING or (left_out is not None and left_out.part is Part.REMOVAL):
        return None
    if must and not _inexplicable(why):
        return MUST_VISIT
    return NO_PLACE if left_out is LeftOut.BEYOND_BOUND else None


def why_it_came(why: Mapping[str, Any] | None, slot: Slot | None = None) -> Bilingual:
    """Of a newcomer: what put it on the list; what moved its score where that did it."""
    if why is None:
        return WORKING
    swap = Swap(why["swap"]) if why["swap"] else None
    if swap is Swap.MUST_INCLUDE or slot is Slot.MUST_INCLUDE:
        rules = _listed(why.get("rules"))
        words = CAME[Swap.MUST_INCLUDE] if swap is Swap.MUST_INCLUDE else RULE_HIT
        return words if rules is None else words.and_also(Bilingual("：", ": ")).and_also(rules)
    if slot is Slot.FLOOR:
        return FLOOR
    if slot is Slot.AUDIT:
        return DRAWN
    before, after = why["chances"]
    if before is None and swap in (None, Swap.SCORE):
        return _first(why) if after is not None else INEXPLICABLE
    if swap not in (None, Swap.SCORE):
        return CAME[swap]
    if after is not None and after <= before:
        return REACHED.and_also(_chances(why))
    return _moved(CAME[Swap.SCORE], why)


def why_it_left(why: Mapping[str, Any]) -> Bilingual:
    """Of a household that left: what took it off; what moved its score where that did it."""
    left_out = LeftOut(why["left_out"]) if why["left_out"] else None
    swap = Swap(why["swap"]) if why["swap"] else None
    if _inexplicable(why):
        return INEXPLICABLE
    if left_out is LeftOut.RESTING and why.get("visited_on"):
        day = why["visited_on"]
        return Bilingual(f"{day} 走访过，间隔期内暂不列入", f"visited on {day}, so that it rests")
    if left_out is not None and left_out not in BY_SCORE:
        return Bilingual(left_out.zh, left_out.en)
    if left_out is None and swap not in (None, Swap.SCORE):
        return WENT[swap]
    # Of scores too close to be told apart nothing fell that anybody could see.
    before, after = why["chances"]
    if None in (before, after):
        return OTHERS
    if after < before and chance_in_words(after) != chance_in_words(before):
        return _moved(FELL, why)
    return OTHERS.and_also(_chances(why))


def _inexplicable(why: Mapping[str, Any]) -> bool:
    return not why["left_out"] and not why["swap"] and None in why["chances"]


def _first(why: Mapping[str, Any]) -> Bilingual:
    """Why it is scored for the first time."""
    if day := why.get("removed_on"):
        return Bilingual(
            f"刚退出监测（{day} 风险消除），本期起参加评分",
            f"its monitoring ended on {day} (risk removed): it has a score from now on",
        )
    return FIRST.get(why.get("first", ""), FIRST_SCORE)


def _moved(words: Bilingual, why: Mapping[str, Any]) -> Bilingual:
    """The words with its chance then and now and what moved it: the news where it is known, else the kind of cause."""
    words = words.and_also(_chances(why))
    cause = Cause(why["cause"]) if why["cause"] else None
    news = _listed(why.get("news")) if cause in OF_THE_HOUSEHOLD else None
    if news is not None:
        return words.and_also(Bilingual("，因为：", ", since: ")).and_also(news)
    return words if cause is None else words.and_also(Bilingual(f"：{cause.zh}", f": {cause.en}"))


def _listed(kept: Sequence[Mapping[str, str]] | None) -> Bilingual | None:
    """Phrases that were kept, one after the other; None where none was."""
    if not kept:
        return None
    return Bilingual("；".join(each["zh"] for each in kept), "; ".join(each["en"] for each in kept))


def _chances(why: Mapping[str, Any]) -> Bilingual:
    before, after = why["chances"]
    if before is None or after is None:
        return Bilingual("", "")
    was, now = chance_in_words(before), chance_in_words(after)
    return Bilingual(f"（{was.zh}→{now.zh}）", f" ({was.en} → {now.en})")
