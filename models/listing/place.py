"""Why a household is on the list, or is not: out of scope, without a score, at rest, or behind the last that is listed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from features.errors import FanpinError
from features.policy.loading import Policy
from features.records.gate import Records
from features.records.store import RecordStore
from features.workbooks.homes import TOWNSHIP_DIGITS
from models.assess import standing_for
from models.lists import COUNTY_DIGITS, IssuedList, LeftOut, Slot, issue_by_policy
from models.risk_model import RiskModel
from models.scope import Standing
from models.score import ScoredDay


class UnknownHouseholdError(FanpinError):
    """Nothing describes a household of this code by the day."""


@dataclass(frozen=True)
class Among:
    """A place in an order from 1, the riskiest first."""

    rank: int
    households: int


@dataclass(frozen=True)
class Rest:
    """Since when a household rests after a visit, and the day from which on it may be listed again."""

    since: dt.date
    until: dt.date


@dataclass(frozen=True)
class Place:
    """Where a household stands towards a day's list.

    Attributes:
        standing: whether the model speaks of it (`models.scope.Standing`).
        impossible: the record tables whose numbers can't be, where these are why it has no score.
        contradicting: the checks (`features.checks`) that find its records contradict each other, where these are why.
        probability, everywhere, nearby: of a household that has a score; nearby is its township, or its village where visits are
            dealt out by villages.
        slot, listed: why it is on the list, and its place there among those nearby; None where it is not on it.
        left_out: why it is not on it.
        rest: it is not listed before a day, whatever its score.
        visits: households nearby that are on the list.
        by_village: visits are dealt out by villages, not by townships.
        last_listed: the lowest probability of those nearby that their score put on the list; None where it put nobody.
    """

    household_id: str
    as_of: dt.date
    standing: Standing
    impossible: tuple[str, ...] = ()
    contradicting: tuple[str, ...] = ()
    probability: float | None = None
    everywhere: Among | None = None
    nearby: Among | None = None
    slot: Slot | None = None
    listed: Among | None = None
    left_out: LeftOut | None = None
    rest: Rest | None = None
    visits: int = 0
    last_listed: float | None = None
    by_village: bool = False

    @property
    def points_missing(self) -> float | None:
        """By how many percentage points its probability is below that of the last that is listed; 0 where it is not."""
        if self.probability is None or self.last_listed is None:
            return None
        return max(0.0, (self.last_listed - self.probability) * 100)


def standing_of(model: RiskModel, store: RecordStore, household_id: str, as_of: dt.date) -> Standing:
    """Whether the model speaks of a household on a day: asked before everybody is scored.

    Raises:
        UnknownHouseholdError: nothing describes it by that day; the message says what to do.
    """
    records = Records(store.records(households=[household_id]))
    index = pl.DataFrame({"household_id": [household_id], "as_of": [as_of]})
    standing = Standing(standing_for(model, records, index)["standing"][0])
    if standing is Standing.UNKNOWN:
        raise UnknownHouseholdError(
            f"截至 {as_of} 没有户 {household_id} 的家庭情况记录：核对户编号（是文本，前面的零和大小写都算）；新近的户先由乡镇报送名册，或用 --as-of "
            f"写晚一些的日期 | no description of household {household_id} was known by {as_of}. Check the code (it is text: zeros in front "
            "and capital letters count); of a new household deliver a roster first, or ask for a later day (--as-of)."
        )
    return standing


def place_of(
    household_id: str, as_of: dt.date, standing: Standing, day: ScoredDay, policy: Policy, visits: int | None = None
) -> Place:
    """Where a household stands towards the list of a scored day.

    Args:
        standing: as `standing_of` tells it.
        visits: over all places; what the policy gives each when None.

    Raises:
        PolicyError: the policy does not say on that day.
        CapacityError: there are fewer visits than one.
    """
    tables = day.impossible.filter(pl.col("household_id") == household_id)["tables"]
    own = day.households.filter(pl.col("household_id") == household_id)
    if own.is_empty():
        checks = day.contradicting.filter(pl.col("household_id") == household_id)["checks"]
        return Place(
            household_id,
            as_of,
            standing,
            impossible=tuple(tables[0]) if len(tables) else (),
            contradicting=tuple(checks[0]) if len(checks) else (),
        )
    issued = issue_by_policy(day.households, policy, day.state, visits=visits)
    row = issued.households.row(by_predicate=pl.col("household_id") == household_id, named=True)
    there = pl.col("place") == row["place"]
    on_list = issued.listed.filter(there)
    by_score = on_list.filter(pl.col("slot") == Slot.SCORE.value)
    last = day.households.join(by_score, on="household_id", how="semi")["probability"].min()
    number = on_list.filter(pl.col("household_id") == household_id)["number"]
    left_out = LeftOut(row["left_out"]) if row["left_out"] else None
    scored = issued.households.filter(there & pl.col("score").is_not_null())
    return Place(
        household_id,
        as_of,
        standing,
        probability=own["probability"][0],
        everywhere=Among(own["rank"][0], day.households.height),
        nearby=Among(row["score_rank"], scored.height),
        slot=Slot(row["slot"]) if row["slot"] else None,
        listed=Among(number[0], on_list.height) if len(number) else None,
        left_out=left_out,
        rest=_rest(row, issued) if left_out is LeftOut.RESTING else None,
        visits=on_list.height,
        last_listed=last if isinstance(last, float) else None,
        by_village=len(row["place"]) > TOWNSHIP_DIGITS,
    )


def _rest(row: Mapping[str, Any], issued: IssuedList) -> Rest:
    """Of a household that rests, by the rules of its county."""
    county = (row["region_code"] or "")[:COUNTY_DIGITS]
    rules = issued.rules[county] if county in issued.rules else next(iter(issued.rules.values()))
    return Rest(row["visited_on"], _first_day_after(row["visited_on"], rules.capacity.cool_down_months))


def _first_day_after(visited_on: dt.date, months: int) -> dt.date:
    """The first day so many months before which nothing but the visit or what came after it lies: months differ in length."""
    day: dt.date = pl.select(pl.lit(visited_on).dt.offset_by(f"{months}mo")).item()
    while pl.select(pl.lit(day).dt.offset_by(f"-{months}mo")).item() < visited_on:
        day += dt.timedelta(days=1)
    return day
