"""The list of households to visit in a region: cut by `models.lists`, as training measures it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

import polars as pl

from features.bilingual import Bilingual
from models.assessed import policy_used
from models.certainty import CONTRADICTING, valid_in_words
from models.lists import LeftOut, absent_in_words, issue_by_policy, list_policy
from models.runs import MadeFrom
from models.score import in_order_of_list
from service.champion import Instruments
from service.jurisdiction import Jurisdiction
from service.problems import ProblemError, wrong_parameter
from service.scored_days import KeptDay


@dataclass(frozen=True)
class RiskList:
    """Households to visit in a region.

    Attributes:
        region: prefix of the region code, or several with commas between; empty for everybody.
        capacity: visits that were asked for; None where the policy says how many each township gets.
        in_scope: households of the region that the model speaks of.
        left_out: how many of them are not listed for a reason that is told, by its name (`models.lists.IssuedList.announced`).
        households: columns of `models.assessed.ASSESSMENT`, `rank` from 1 within the region
            and `slot`, why each is listed (`models.lists.Slot`).
        policy_examples: the policy values behind the region's scores that are examples.
        made_from: everything that decides what it says.
        impossible: households of the region without a score, as `features.records.contracts.impossible.IMPOSSIBLE`.
        expires_on: until when the scores may be used, that day included.
        contradicting: those without one since their records contradict each other (`models.certainty.CONTRADICTING`).
    """

    region: str
    as_of: dt.date
    capacity: int | None
    in_scope: int
    left_out: dict[str, int]
    households: pl.DataFrame
    policy_examples: tuple[str, ...]
    made_from: MadeFrom
    impossible: pl.DataFrame
    expires_on: dt.date
    contradicting: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=CONTRADICTING))

    @property
    def resting(self) -> int:
        """How many are not listed since they were visited lately."""
        return self.left_out[LeftOut.RESTING.value]

    @property
    def remarks(self) -> list[Bilingual]:
        """Until when it holds, and who is not listed although one might expect it, in words."""
        return [valid_in_words(self.expires_on), *absent_in_words(self.left_out)]


def risk_list(
    day: KeptDay,
    place: Jurisdiction,
    as_of: dt.date,
    capacity: int | None,
    instruments: Instruments,
    expires_on: dt.date,
) -> RiskList:
    """The part of a day's list that lies in a place; or the list of so many visits there.

    Args:
        place: one region or several; everywhere for the whole store.
        capacity: visits that can be made there, each township its share; the list of the policy's capacity when None.
        expires_on: until when the day's scores may be used.

    Raises:
        ProblemError: 404, nobody in scope lives there; 422, a capacity for several regions at once, of which nobody
            could say how it is shared out.
    """
    region = ",".join(place.prefixes)
    lives_there = pl.any_horizontal(
        pl.lit(False), *(pl.col("region_code").str.starts_with(one) for one in place.prefixes)
    )
    there = day.scored.households.filter(lives_there) if region else day.scored.households
    if there.is_empty():
        raise unknown_region()
    if capacity is not None and len(place.prefixes) > 1:
        raise wrong_parameter(
            "region",
            Bilingual("您的辖区有多处，名额须指明用于哪一处", "you have several places; a capacity is for one of them"),
            Bilingual(f"写其中之一：{'、'.join(place.prefixes)}", f"Give one of {', '.join(place.prefixes)}."),
        )
    policy = instruments.policy
    issued = (
        day.issued if capacity is None else issue_by_policy(there, policy, day.scored.state.of(there), visits=capacity)
    )
    used = policy_used(instruments.model, policy) | list_policy(capacity)
    households = in_order_of_list(there, issued)
    return RiskList(
        region,
        as_of,
        capacity,
        there.height,
        issued.announced(there),
        households.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("rank")),
        tuple(policy.examples(used, there.select("region_code", "as_of").unique().iter_rows())),
        day.made_from if capacity is None else replace(day.made_from, visits=capacity, region=region),
        day.scored.impossible.filter(lives_there) if region else day.scored.impossible,
        expires_on,
        day.scored.contradicting.filter(lives_there) if region else day.scored.contradicting,
    )


def unknown_region() -> ProblemError:
    """Nobody lives there, or nobody who is whoever asks' business: which of both is not told."""
    return ProblemError(
        404,
        "unknown-region",
        Bilingual("没有这个区域", "No such region"),
        Bilingual(
            "您的辖区内，该日没有可评估的户的行政区划代码以此开头。请核对位数：县6位、乡镇9位、村12位",
            "Within your jurisdiction no household that can be scored on that day has a region code that begins so. Check "
            "the digits: 6 for a county, 9 a township, 12 a village.",
        ),
    )
