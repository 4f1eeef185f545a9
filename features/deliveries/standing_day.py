"""The day on which an answer stands: one meaning for every command, for the service and for the watch. No clock is read.

Windows end on this day, so a day long after the last delivery makes every household look well: nothing happened to
anybody, as far as anybody told. What is entered, sent or decided of single households between two deliveries, or taken
back, is nevertheless part of what the county knows.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from features.bilingual import Bilingual
from features.deliveries.freshness import GRACE, rhythm_of
from features.errors import FanpinError
from features.intake.counties import Counties
from features.policy.loading import Policy
from features.records.store import RecordStore
from features.records.store.side_tables import of_everybody
from features.records.store.states import StoreInState

HORIZON = "entry_horizon_months"


class NothingDeliveredError(FanpinError):
    """There is no day to stand on: nothing was delivered that still counts."""


class NoSuchDayError(FanpinError, ValueError):
    """Nothing can be said of the day asked for.

    Attributes:
        problem, to_do: in both languages, as the service tells them.
    """

    def __init__(self, day: dt.date, problem: Bilingual, to_do: Bilingual) -> None:
        self.problem, self.to_do = problem, to_do
        super().__init__(f"{day} 不能作为截至日期：{problem.zh}。{to_do.zh}。 | {day}: {problem.en}. {to_do.en}.")


@dataclass(frozen=True)
class StandingDay:
    """The day on which an answer stands, and how it lies to what was delivered.

    Attributes:
        last_delivery: the last day on which a department delivered what still counts; None when it was all taken back.
        not_counted: the last day after `day` on which people entered, decided or took back something; None when there is none.
        may_be_asked: whether that day may be asked for.
    """

    day: dt.date
    last_delivery: dt.date | None
    not_counted: dt.date | None = None
    may_be_asked: bool = True

    @property
    def in_words(self) -> Bilingual:
        """The day in words, with what a reader must know of it."""
        words = Bilingual(f"截至 {self.day}", f"as of {self.day}")
        if self.last_delivery is not None:
            words = words.and_also(self._beside(self.last_delivery))
        if self.left_out is not None:
            words = words.and_also(Bilingual("；", "; ")).and_also(self.left_out)
            if self.may_be_asked:
                words = words.and_also(
                    Bilingual(f"，要计入请用 --as-of {self.not_counted}", f": --as-of {self.not_counted} does so")
                )
        return words

    @property
    def left_out(self) -> Bilingual | None:
        """What people did that does not count on the day, for lists and pages that stand on it; None when all counts."""
        if self.not_counted is None:
            return None
        words = Bilingual(
            f"{self.not_counted} 及之前的人工登记、核对或撤回没有计入",
            f"what people entered, decided or took back up to {self.not_counted} is not counted in",
        )
        if self.may_be_asked:
            return words
        return words.and_also(Bilingual("，下一次交付入库后计入", " until there is a newer delivery"))

    def _beside(self, last: dt.date) -> Bilingual:
        after = (self.day - last).days
        if after == 0:
            return Bilingual("（最近一次交付之日）", ", the day of the last delivery")
        if after < 0:
            return Bilingual(f"（最近一次交付为 {last}，此后知晓的未计入）", f"; the last delivery is of {last}")
        return Bilingual(
            f"（最近一次交付为 {last}，此后{after:,}天没有新的交付）",
            f", {after:,} days after the last delivery, which is of {last}",
        )


def day_to_stand_on(
    asked: dt.date | None, store: RecordStore, policy: Policy, horizon_months: int | None = None
) -> StandingDay:
    """The day asked for; else that of the last delivery, or the later one on which people entered, decided or took back something.

    Entries, single facts, decisions and withdrawals move the day only while no delivery can be overdue (`delivery_grace` and the shortest
    `delivery_rhythm`): a list decided long after would find every window empty. Of several such days the last in time counts.

    Args:
        horizon_months: of the model that answers; without one the policy's `entry_horizon_months`.

    Raises:
        NothingDeliveredError: nothing was delivered that still counts, and no day is asked for.
        NoSuchDayError: the day asked for is before everything known, or so far after the last delivery that nothing is
            known of the time of which the answer would speak.
        PolicyError: the policy has no such value on the day of the last delivery.
    """

    def work() -> StandingDay:
        return _day_to_stand_on(asked, store, policy, horizon_months)

    if asked is None and isinstance(store, StoreInState):
        # It takes a look at everything that came, and every page of the service asks.
        return store.worked_out(("standing day", policy.version, horizon_months), work)
    return work()


def _day_to_stand_on(
    asked: dt.date | None, store: RecordStore, policy: Policy, horizon_months: int | None
) -> StandingDay:
    deliveries, withdrawals = store.deliveries(), store.withdrawals()
    sent = of_everybody(deliveries)
    last = _last(sent.join(withdrawals, on="delivery_id", how="anti").get_column("known_date"))
    if last is None and (asked is None or sent.is_empty()):
        raise NothingDeliveredError(
            "记录库中还没有交付（或都已撤回）：先运行 `fanpin intake DIR` | the record store holds no delivery that still counts: "
            "run `fanpin intake DIR` first, or give a day with --as-of."
        )
    ended = last or _last(sent.get_column("known_date")) or dt.date.min
    reach = _Reach(store, policy, ended, horizon_months)
    if asked is not None:
        reach.refuse_beyond(asked, sent)
        return StandingDay(asked, last)
    one_by_one = deliveries.join(sent, on="delivery_id", how="anti").get_column("known_date")
    days = pl.concat([one_by_one, withdrawals.get_column("withdrawn_on")])
    later = _last(days)
    if later is None or later <= ended:
        return StandingDay(ended, last)
    overdue = reach.overdue()
    if later <= overdue:
        return StandingDay(later, last)
    # What was entered in time stays counted in: a list would else send people where they were last week.
    stands = max(ended, _last(days.filter(days <= overdue)) or ended)
    return StandingDay(stands, last, later, may_be_asked=later <= reach.latest())


@dataclass(frozen=True)
class _Reach:
    """How far from what was delivered a day may lie. Policy is asked only where a day is in question."""

    store: RecordStore
    policy: Policy
    last: dt.date
    horizon_months: int | None

    def latest(self) -> dt.date:
        """The last day of which anything can be said."""
        months = self.months()
        latest: dt.date = pl.select(pl.lit(self.last).dt.offset_by(f"{months}mo")).item()
        return latest

    def months(self) -> int:
        return self.horizon_months or int(self.policy.value(HORIZON, self._county(), self.last))

    def overdue(self) -> dt.date:
        """The last day on which no delivery can be overdue yet."""
        county, rhythms = self._county(), [name for name in self.policy.values if name.startswith(rhythm_of(""))]
        shortest = min(self.policy.value(name, county, self.last) for name in rhythms)
        return self.last + dt.timedelta(days=shortest + self.policy.value(GRACE, county, self.last))

    def refuse_beyond(self, asked: dt.date, sent: pl.DataFrame) -> None:
        """Raises NoSuchDayError."""
        first = sent.get_column("known_date").min()
        if isinstance(first, dt.date) and asked < first and asked < (first := min(first, self._first_described(first))):
            raise NoSuchDayError(
                asked,
                Bilingual(f"{first} 之前什么都还不知道", f"nothing was known before {first}"),
                Bilingual(f"请用 {first} 或以后的日期", f"Ask for a day from {first} on"),
            )
        if asked > self.last and asked > (latest := self.latest()):
            months = self.months()
            raise NoSuchDayError(
                asked,
                Bilingual(
                    f"最近一次交付是 {self.last} 的，距此超过{months}个月，近况一概不知",
                    f"the last delivery is of {self.last}, more than {months} months earlier: a score would rest on "
                    "nothing recent",
                ),
                Bilingual(
                    f"请用 {latest} 或以前的日期，或先导入更新的交付",
                    f"Ask for a day up to {latest}, or take in newer deliveries first",
                ),
            )

    def _first_described(self, otherwise: dt.date) -> dt.date:
        """Imported tables hold rows that were known before the day of which their delivery is."""
        known = self.store.collected(self.store.scan("households").select(pl.col("known_date").min()))[0].item()
        return known if isinstance(known, dt.date) else otherwise

    def _county(self) -> str | None:
        return Counties.of(self.store).the_one


def _last(days: pl.Series) -> dt.date | None:
    last = days.max()
    return last if isinstance(last, dt.date) else None
