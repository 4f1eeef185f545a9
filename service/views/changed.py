"""Why households came and left since the list before, in words (`service.issuing.comparing` works it out)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from features.bilingual import Bilingual
from models.changes import Cause
from models.lists import LeftOut
from models.runs.comparing import Swap
from service.place_names import Names
from service.store.tables import ListItem, ListLeaver
from service.views.places import Place, Places
from service.wording import chance_in_words

WORKING = Bilingual("原因正在分析，稍后刷新", "why is being worked out; look again in a moment")
INEXPLICABLE = Bilingual("原因无法说明：上期没有可比的评分", "why can't be said: nothing comparable was scored before")
FIRST_SCORE = Bilingual("上期没有得分，本期首次评分", "it has a score for the first time")

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
    Swap.SCORE: Bilingual("风险下降，或他户风险更高", "its risk fell, or others' rose above it"),
    Swap.CAPACITY: Bilingual("走访名额或名单规则有变", "the number of visits or the rules changed"),
    Swap.MUST_INCLUDE: Bilingual(
        "部门严重预警占用了名额，或不再命中", "severe rules took the place, or no longer hit it"
    ),
    Swap.DAY: Bilingual("抽签轮换", "another draw"),
    Swap.VISITS: Bilingual("已走访，间隔期内暂不列入", "it was visited and rests"),
    Swap.PREVIOUS: Bilingual("延续期满", "it was carried over long enough"),
}


@dataclass(frozen=True)
class Changed:
    """A household that came or left: its number on the list on which it stands, or stood."""

    number: int
    household_id: str
    head: str | None
    place: Place
    why: Bilingual


def came_of(item: ListItem, heads: Mapping[str, str], names: Names) -> Changed:
    code = item.household_id
    return Changed(item.number, code, heads.get(code), Places(names).place(item.region_code), why_it_came(item.why_new))


def left_of(leaver: ListLeaver, heads: Mapping[str, str], names: Names) -> Changed:
    code, place = leaver.household_id, Places(names).place(leaver.region_code)
    return Changed(leaver.number_before, code, heads.get(code), place, why_it_left(leaver.why))


def why_it_came(why: Mapping[str, Any] | None) -> Bilingual:
    """Of a newcomer: what put it on the list, and what moved its score."""
    if why is None:
        return WORKING
    before, after = why["chances"]
    swap = CAME[Swap(why["swap"])] if why["swap"] else None
    if before is None and swap in (None, CAME[Swap.SCORE]):
        return FIRST_SCORE if after is not None else INEXPLICABLE
    return _with_cause(swap or CAME[Swap.SCORE], why)


def why_it_left(why: Mapping[str, Any]) -> Bilingual:
    """Of a household that left: what took it off, what moved its score."""
    left_out = LeftOut(why["left_out"]) if why["left_out"] else None
    swap = WENT[Swap(why["swap"])] if why["swap"] else None
    if swap is None and left_out is None:
        return WENT[Swap.SCORE] if None not in why["chances"] else INEXPLICABLE
    told = Bilingual(left_out.zh, left_out.en) if left_out is not None and left_out is not LeftOut.OUTRANKED else swap
    return _with_cause(told or WENT[Swap.SCORE], why)


def _with_cause(words: Bilingual, why: Mapping[str, Any]) -> Bilingual:
    """The words with what moved the score most, and its chance then and now, where both are known."""
    before, after = why["chances"]
    if why["cause"]:
        cause = Cause(why["cause"])
        words = words.and_also(Bilingual(f"：{cause.zh}", f": {cause.en}"))
    if before is None or after is None:
        return words
    was, now = chance_in_words(before), chance_in_words(after)
    return words.and_also(Bilingual(f"（{was.zh}→{now.zh}）", f" ({was.en} → {now.en})"))
