"""Why a household is on the list, or is not, in words: Chinese first."""

from __future__ import annotations

from features.basis import TABLE_NAMES
from features.bilingual import Bilingual
from models.certainty import ContradictingRecordsError
from models.listing.place import Place
from models.lists import LeftOut
from models.scope import REASONS_ZH, OutOfScopeError, Standing
from models.sheets.wording import chance

LEAST_POINTS = 0.05
"""Percentage points below which a difference is told as none."""

OTHER_WAYS = Bilingual(
    "不在名单上不等于没有风险：自主申报、干部走访和部门预警照常进行",
    "not listed is not free of risk: the other ways in go on as before",
)


def place_in_words(place: Place) -> list[Bilingual]:
    """Lines that answer the question; the first says whether it is listed."""
    if place.standing is not Standing.IN_SCOPE:
        why = OutOfScopeError(place.household_id, place.standing).why
        return [
            Bilingual(f"不在名单上：{REASONS_ZH[place.standing]}", f"not on the list, out of scope: {why}"),
            OTHER_WAYS,
        ]
    if place.contradicting:
        detail = ContradictingRecordsError(place.contradicting).detail
        return [Bilingual(f"不在名单上：{detail.zh}", f"not on the list: {detail.en}"), OTHER_WAYS]
    if place.everywhere is None or place.nearby is None:
        tables = "、".join(f"“{TABLE_NAMES[table].zh}”" for table in place.impossible)
        return [
            Bilingual(
                f"不在名单上：{tables}中有不可能的金额或数量，没有得分；请核对更正这些记录，并另行了解情况",
                f"not on the list: amounts or numbers in {', '.join(place.impossible)} can't be, so that it has no score. Have "
                "them corrected, and look after it meanwhile",
            ),
            OTHER_WAYS,
        ]
    everywhere, nearby = place.everywhere, place.nearby
    ranks = Bilingual(
        f"可能性在全部已评估的 {everywhere.households:,} 户中排第 {everywhere.rank:,}，在{_near(place)} {nearby.households:,} 户中排第 {nearby.rank:,}",
        f"by its chance {everywhere.rank:,} of all {everywhere.households:,} scored, {nearby.rank:,} of {nearby.households:,} nearby",
    )
    if place.listed is not None and place.slot is not None:
        return [
            Bilingual(
                f"在名单上：{_near(place)} {place.listed.households} 户中的第 {place.listed.rank} 户（{place.slot.zh}）",
                f"on the list: number {place.listed.rank} of {place.listed.households} nearby ({place.slot.en})",
            ),
            ranks,
        ]
    return [_why_not(place), ranks, OTHER_WAYS]


def _near(place: Place) -> str:
    return "本村" if place.by_village else "本乡镇"


def _why_not(place: Place) -> Bilingual:
    if place.rest is not None:
        since, until = place.rest.since, place.rest.until
        return Bilingual(
            f"不在名单上：{since} 已入户核查，间隔期内暂不列入；{until} 起可再列入，届时仍按可能性排先后",
            f"not on the list: visited on {since}, it rests; from {until} on it may be listed again, by its score then",
        )
    why = place.left_out or LeftOut.OUTRANKED
    return Bilingual(f"不在名单上：{why.zh}；", f"not on the list: {why.en}; ").and_also(_missing(place))


def _missing(place: Place) -> Bilingual:
    """What would have to be true for a household to be listed by its score."""
    missing = place.points_missing
    if missing is None or place.probability is None or place.last_listed is None:
        return Bilingual(
            f"{_near(place)}这次没有按得分列入的名额；增加名额（--visits），或看下一份名单",
            "no place nearby goes by the score this time: give more visits (--visits) or see the next list",
        )
    own, last = chance(place.probability), chance(place.last_listed)
    own_en, last_en = (f"{probability * 100:.1f}%" for probability in (place.probability, place.last_listed))
    if missing < LEAST_POINTS:
        return Bilingual(
            f"可能性 {own}，不低于{_near(place)}按得分列入的最后一户（{last}），只差在先后；名单上{_near(place)}共 {place.visits} 户",
            f"its chance of {own_en} is all but that of the last listed nearby by the score ({last_en}), or above it; {place.visits} "
            "are listed nearby",
        )
    return Bilingual(
        f"可能性 {own}，{_near(place)}按得分列入的最后一户为 {last}，差 {missing:.1f} 个百分点；名单上{_near(place)}共 {place.visits} 户",
        f"its chance is {own_en}, that of the last listed nearby by the score {last_en}: {missing:.1f} points are missing; "
        f"{place.visits} are listed nearby",
    )
