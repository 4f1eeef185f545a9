"""Who crosses the cut: everybody scored as they are and as the scenario has them, counted by village and township.

Two cuts. That of the list: the score of the last household that is on it today, in each township; who would come above it
are the visits that would be wanted beside those that the office can make. And those of the bands, which the policy sets.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property

import polars as pl

from features.bilingual import Bilingual
from features.frame.context.table import context_day
from features.policy.loading import Policy
from features.records.gate import Records
from features.records.store import RecordStore
from features.workbooks.homes import TOWNSHIP_DIGITS, homes
from models.assessed import examples_used
from models.bands import RiskBand
from models.impossible import lines_about
from models.lists import LIST_POLICY, LeftOut, issue_by_policy
from models.risk_model import RiskModel
from models.runs import after_list_of, last_before
from models.score import Progress, ScoredDay, score
from models.stress.scenario import Scenario
from models.stress.shocks import struck

HIGH = RiskBand.HIGH.value
AT_LEAST_MEDIUM = (RiskBand.HIGH.value, RiskBand.MEDIUM.value)

COUNTED = ("households", "listed", "crossing", "high_before", "high_after", "medium_before", "medium_after", "entering")
"""Of a place: households scored; on today's list; coming above its cut; in the high band and in the middle one, before and
after; on the list that would be cut anew at the same capacity and not on today's."""


@dataclass(frozen=True, eq=False)
class Stress:
    """A county as it is and as a scenario has it.

    Attributes:
        scenario: with its townships as codes.
        households: of everybody scored both times `household_id`, `region_code`, `township_code`, `probability`,
            `probability_after`, `band`, `band_after`, `listed`, `resting` (visited lately, so not listed), `crossing`, `entering`.
        names: `region_code`, `township`, `village`: of each village what it and its township are called.
        struck: households of which the scenario changed a record.
        not_scored: lines about those whose numbers can't be, before or after.
        policy_examples: values behind scores and lists that are examples.
    """

    scenario: Scenario
    as_of: dt.date
    households: pl.DataFrame
    names: pl.DataFrame
    struck: int
    not_scored: list[Bilingual]
    policy_examples: list[str]

    @property
    def struck_on(self) -> dt.date:
        """The day on which the shocks are dated."""
        return context_day(self.as_of)

    @cached_property
    def villages(self) -> pl.DataFrame:
        """`region_code`, `township`, `village` and COUNTED, the most crossing first."""
        counted = _counted(self.households, "region_code")
        named = counted.join(self.names, on="region_code", how="left", maintain_order="left")
        return named.select("region_code", "township", "village", *COUNTED)

    @cached_property
    def townships(self) -> pl.DataFrame:
        """`township_code`, `township` and COUNTED, the most crossing first."""
        names = self.names.select(pl.col("region_code").str.head(TOWNSHIP_DIGITS).alias("township_code"), "township")
        counted = _counted(self.households, "township_code")
        named = counted.join(
            names.unique("township_code", keep="first"), on="township_code", how="left", maintain_order="left"
        )
        return named.select("township_code", "township", *COUNTED)

    @cached_property
    def county(self) -> dict[str, int]:
        """COUNTED over all, and `moved`: households whose probability changed at all."""
        everywhere = self.townships.select(pl.col(COUNTED).sum()).row(0, named=True)
        moved = self.households.select((pl.col("probability") != pl.col("probability_after")).sum()).item()
        return {**everywhere, "moved": int(moved)}


def stress(
    model: RiskModel,
    store: RecordStore,
    policy: Policy,
    as_of: dt.date,
    scenario: Scenario,
    *,
    progress: Progress | None = None,
) -> Stress:
    """Score everybody as they are and as the scenario has them.

    Raises:
        ScenarioError: it names townships where nobody lives on the day.
        NobodyInScopeError, ContextError, PolicyError: as `models.score.score`.
    """
    pinned = store.versions()
    places = homes(store, as_of)
    scenario = scenario.in_county(places)
    touched: set[str] = set()

    def supposed(records: Records) -> Records:
        changed, who = struck(records, scenario, as_of)
        touched.update(who)
        return changed

    def second(done: int, of: int) -> None:
        if progress:
            progress(of + done, 2 * of)

    def first(done: int, of: int) -> None:
        if progress:
            progress(done, 2 * of)

    before = score(model, store, policy, as_of, versions=pinned, reasons=0, progress=first)
    after = score(model, store, policy, as_of, versions=pinned, reasons=0, progress=second, supposed=supposed)
    # Today's list follows that of the last run that was kept; the list that would be cut anew follows the same.
    followed = last_before(store, model.name, str(as_of))
    before, after = (replace(day, state=after_list_of(followed, day.state)) for day in (before, after))
    households = _compared(before, after, policy)
    used = [*examples_used(model, policy, households), *policy.examples(LIST_POLICY, _places(households))]
    names = places.select("region_code", "township", "village").unique("region_code").sort("region_code")
    not_scored = lines_about(
        pl.concat([before.impossible, after.impossible]).unique("household_id", maintain_order=True)
    )
    return Stress(scenario, as_of, households, names, len(touched), not_scored, sorted(set(used)))


def _compared(before: ScoredDay, after: ScoredDay, policy: Policy) -> pl.DataFrame:
    scores = before.households.select("household_id", "as_of", "region_code", "raw_score", "probability", "band").join(
        after.households.select(
            "household_id", raw_after="raw_score", probability_after="probability", band_after="band"
        ),
        on="household_id",
        how="inner",
        maintain_order="left",
    )
    issued = issue_by_policy(before.households, policy, before.state)
    listed = issued.listed
    entering = issue_by_policy(after.households, policy, after.state).listed.join(listed, on="household_id", how="anti")
    resting = issued.households.filter(pl.col("left_out") == LeftOut.RESTING.value)
    # What a score has to reach where every visit goes by the score: places that are set aside show nothing of it.
    reached = issued.households.join(issued.places, on="place").filter(pl.col("rank") <= pl.col("visits"))
    township = pl.col("region_code").fill_null("").str.head(TOWNSHIP_DIGITS).alias("township_code")
    cuts = reached.group_by(township).agg(pl.col("score").min().alias("cut"))
    comes_above = (pl.col("raw_score") < pl.col("cut")) & (pl.col("raw_after") >= pl.col("cut"))
    crossing = comes_above & ~pl.col("listed") & ~pl.col("resting")
    return (
        scores.with_columns(
            pl.col("region_code").fill_null("").str.head(TOWNSHIP_DIGITS).alias("township_code"),
            *(
                pl.col("household_id").is_in(rows["household_id"].implode()).alias(name)
                for name, rows in (("listed", listed), ("resting", resting), ("entering", entering))
            ),
        )
        # Without a visit a township has no cut, and nobody can come above it.
        .join(cuts, on="township_code", how="left", maintain_order="left")
        .with_columns(crossing.fill_null(value=False).alias("crossing"))
        .select(
            *("household_id", "as_of", "region_code", "township_code", "probability", "probability_after"),
            *("band", "band_after", "listed", "resting", "crossing", "entering", "cut"),
        )
        .sort("household_id")
    )


def _counted(households: pl.DataFrame, place: str) -> pl.DataFrame:
    def among(column: str, bands: tuple[str, ...]) -> pl.Expr:
        return pl.col(column).is_in(list(bands)).sum()

    medium = (RiskBand.MEDIUM.value,)
    return (
        households.group_by(place)
        .agg(
            pl.len().alias("households"),
            pl.col("listed", "crossing", "entering").sum(),
            among("band", (HIGH,)).alias("high_before"),
            among("band_after", (HIGH,)).alias("high_after"),
            among("band", medium).alias("medium_before"),
            among("band_after", medium).alias("medium_after"),
        )
        .with_columns(pl.col(COUNTED).cast(pl.Int64))
        .sort("crossing", place, descending=[True, False])
    )


def _places(households: pl.DataFrame) -> list[tuple[str | None, dt.date]]:
    return list(households.select("region_code", "as_of").unique().iter_rows())
