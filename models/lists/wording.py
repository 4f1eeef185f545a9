"""What people should know beside a list: who is not on it although one might expect it, and what is out of the ordinary."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from features.bilingual import Bilingual
from models.lists.issued import IssuedList
from models.lists.slots import LeftOut

ABSENT: dict[LeftOut, Callable[[int], Bilingual]] = {
    LeftOut.RESTING: lambda number: Bilingual(
        f"近期已入户核查的 {number:,} 户暂不列入名单", f"{number:,} households that were visited lately are not listed"
    ),
    LeftOut.BEYOND_BOUND: lambda number: Bilingual(
        f"另有 {number:,} 户命中严重规则，必查名额已满而未能列入：请下期优先，或提高必查占比",
        f"{number:,} more households hit a severe rule, but must-includes are full: see to them first next time, or raise their share",
    ),
    LeftOut.EXPIRED: lambda number: Bilingual(
        f"{number:,} 户延续期满仍未走访，不再保留名额：请说明为何未走访",
        f"{number:,} households were carried over long enough without a visit and keep no place: say why nobody went",
    ),
}


def absent_in_words(left_out: Mapping[str, int]) -> list[Bilingual]:
    """A sentence for each reason to be left out that people should know of.

    Args:
        left_out: how many, by the value of `models.lists.LeftOut`.
    """
    return [words(left_out[reason.value]) for reason, words in ABSENT.items() if left_out.get(reason.value)]


def remarks_on(issued: IssuedList) -> list[Bilingual]:
    """Sentences for people, most telling first; none where there is nothing to say."""
    counts = issued.counts["left_out"]
    scored = issued.households["score"].count()
    asked = sum(rules.capacity.visits or 0 for rules in issued.rules.values())
    remarks = []
    if asked > scored > 0:
        remarks.append(
            Bilingual(
                f"要求走访 {asked:,} 户，而可评估的只有 {scored:,} 户：名单已含全部可走访的户，没有取舍；请写本月真能走访的户数",
                f"{asked:,} visits were asked for and only {scored:,} households can be scored: everybody who may be visited is listed, nobody "
                "was chosen. Write how many visits can really be made",
            )
        )
    remarks += absent_in_words(counts)
    if issued.waiting_villages.height:
        number = issued.waiting_villages.height
        remarks.append(
            Bilingual(
                f"{number:,} 个村久未走访而本期名额不足：请下期优先",
                f"no visit was left for {number:,} villages that nobody visited for long: see to them first next time",
            )
        )
    return remarks
