"""Why a household is on the list, or is not, in words: Chinese first."""

from __future__ import annotations

from features.basis import TABLE_NAMES
from features.bilingual import Bilingual
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
    if place.everywhere is None or place.in_township is None:
        tables = "、".join(f"“{TABLE_NAMES[table].zh}”" for table in place.impossible)
        return [
            Bilingual(
                f"不在名单上：{tables}中有不可能的金额或数量，没有得分；请核对更正这些记录，并另行了解情况",
                f"not on the list: amounts or numbers in {', '.join(place.impossible)} can't be, so that it has no score. Have "
                "them corrected, and look after it meanwhile",
            ),
            OTHER_WAYS,
        ]
    everywhere, township = place.everywhere, place.in_township
    ranks = Bilingual(
        f"在全部已评估的 {everywhere.households:,} 户中排第 {everywhere.rank:,}，在本乡镇 {township.households:,} 户中排第 {township.rank:,}",
        f"rank {everywhere.rank:,} of all {everywhere.households:,} scored, {township.rank:,} of {township.households:,} in its "
        "township",
    )
    if place.listed is not None and place.slot is not None:
        return [
            Bilingual(
                f"在名单上：本乡镇 {place.visits} 户中的第 {place.listed.rank} 户，{place.slot.zh}",
                f"on the list: number {place.listed.rank} of {place.visits} in its township; {place.slot.en}",
            ),
            ranks,
        ]
    return [_why_not(place), ranks, OTHER_WAYS]


def _why_not(place: Place) -> Bilingual:
    if place.rest is not None:
        since, until = place.rest.since, place.rest.until
        return Bilingual(
            f"不在名单上：{since} 已入户核查，间隔期内暂不列入；{until} 起可再列入，届时仍按可能性排先后",
            f"not on the list: visited on {since}, it rests; from {until} on it may be listed again, by its score then",
        )
    if place.left_out not in (None, LeftOut.OUTRANKED):
        return Bilingual(f"不在名单上：{place.left_out.zh}", f"not on the list: {place.left_out.en}")
    missing = place.points_missing
    if missing is None or place.probability is None or place.last_listed is None:
        return Bilingual(
            "不在名单上：本乡镇这次没有走访名额；增加名额（--visits），或看下一份名单",
            "not on the list: its township has no visit this time; give more visits (--visits) or see the next list",
        )
    own, last = chance(place.probability), chance(place.last_listed)
    own_en, last_en = (f"{probability * 100:.1f}%" for probability in (place.probability, place.last_listed))
    if missing < LEAST_POINTS:
        return Bilingual(
            f"不在名单上：可能性 {own} 与名单上本乡镇最后一户（{last}）几乎一样，只差在先后；本乡镇名额为 {place.visits} 户，多一些名额才能列入",
            f"not on the list: its chance of {own_en} is all but that of the last listed in its township ({last_en}); with "
            f"{place.visits} visits there its turn has not come",
        )
    return Bilingual(
        f"不在名单上：可能性 {own}，名单上本乡镇最后一户（共 {place.visits} 户）为 {last}，差 {missing:.1f} 个百分点",
        f"not on the list: its chance is {own_en}, that of the last of {place.visits} listed in its township {last_en}: "
        f"{missing:.1f} points are missing",
    )
