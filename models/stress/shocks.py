"""What each shock changes of the records of the households that it strikes, as departments would deliver it.

Everything is dated on, and known from, the end of the last month: the day on which villages are counted, so that a village's
figures move with the records of its households.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

import polars as pl

from features.frame import index_of
from features.frame.context.table import context_day
from features.records.buckets import described
from features.records.gate import AS_OF, EVENT_DATE, Records, as_index, rows_known_by
from features.vocabulary import IncomeCategory
from models.lists import tie
from models.stress.scenario import BusinessIncome, Disaster, JobsLost, MedicalCosts, Scenario, Shock, Wages
from models.what_if import corrected, delivered, with_rows

Rows = dict[str, pl.DataFrame]

UNDERWAY = (pl.col("started_on") <= AS_OF) & (pl.col("ended_on").is_null() | (pl.col("ended_on") >= AS_OF))
LAST_YEAR = (EVENT_DATE > pl.col("after_12m")) & (EVENT_DATE <= AS_OF)
TOWNSHIP_DIGITS = 9


@dataclass(frozen=True, eq=False)
class Struck:
    """Some households as they are when a shock strikes.

    Attributes:
        day: the day on which it strikes and is known.
        turn: the place of the shock in the scenario; of two that change one fact the later has the last word.
    """

    records: Records
    as_of: dt.date
    day: dt.date
    turn: int
    seed: int

    def known(self, table: str) -> pl.DataFrame:
        """The rows of a table that the as-of day sees, of what has happened by then."""
        index = as_index(index_of(described(self.records), self.as_of))
        return rows_known_by(index, self.records.versions[table]).filter(EVENT_DATE <= AS_OF)

    def living_in(self, shock: Shock) -> pl.DataFrame:
        """`household_id`, `land_mu` of those who live where it strikes, by their last description."""
        homes = self.known("households").unique("household_id", keep="last", maintain_order=True)
        there = pl.col("region_code").str.head(TOWNSHIP_DIGITS).is_in(list(shock.townships))
        return (homes.filter(there) if shock.townships else homes).select("household_id", "land_mu")

    def where_it_strikes(self, table: str, shock: Shock) -> pl.DataFrame:
        """`known`, of the households that live there."""
        return self.known(table).join(self.living_in(shock), on="household_id", how="semi", maintain_order="left")

    def correct(self, table: str, rows: pl.DataFrame, **changes: pl.Expr) -> pl.DataFrame:
        return corrected(table, rows, self.day, changes, turn=self.turn)

    def drawn(self, rows: pl.DataFrame, column: str, share: float) -> pl.DataFrame:
        """The rows of a share of whom the column names, drawn by the seed whoever else is there."""
        if share >= 1:
            return rows
        below = share * 2.0**64
        chosen = [who for who in rows[column].unique().sort() if tie(f"{self.turn}|{who}", self.seed) < below]
        return rows.filter(pl.col(column).is_in(chosen))


def struck(records: Records, scenario: Scenario, as_of: dt.date) -> tuple[Records, set[str]]:
    """The records with everything that the scenario changes, and the households of which it changes anything.

    Args:
        scenario: with its townships as codes (`Scenario.in_county`).
    """
    touched: set[str] = set()
    for turn, shock in enumerate(scenario.shocks, start=1):
        rows = changes_of(shock, Struck(records, as_of, context_day(as_of), turn, scenario.seed))
        touched.update(*(new["household_id"] for new in rows.values()))
        records = with_rows(records, rows)
    return records, touched


@singledispatch
def changes_of(shock: Shock, households: Struck) -> Rows:
    """The rows that a shock brings, by table."""
    raise NotImplementedError(f"no change of records is written for {type(shock).__name__}")


@changes_of.register
def _wages(shock: Wages, households: Struck) -> Rows:
    there = pl.col("place_tier").is_in([place.value for place in shock.places])
    spells = households.where_it_strikes("employment", shock)
    paid = spells.filter(UNDERWAY, there, pl.col("monthly_wage_yuan") > 0)
    changed = _rounded(pl.col("monthly_wage_yuan") * (1 + shock.change))
    # What was told of the last year's wages falls by the part that such work had in it, so far as the register knows work.
    parts = _part_of_wages(spells, there)
    income = households.where_it_strikes("income", shock).filter(
        LAST_YEAR, pl.col("category") == IncomeCategory.WAGE.value, pl.col("amount_yuan") > 0
    )
    lower = income.join(parts, on="household_id", how="inner", maintain_order="left").filter(pl.col("part") > 0)
    return {
        "employment": households.correct("employment", paid, monthly_wage_yuan=changed),
        "income": households.correct(
            "income", lower, amount_yuan=_rounded(pl.col("amount_yuan") * (1 + shock.change * pl.col("part")))
        ),
    }


def _part_of_wages(spells: pl.DataFrame, there: pl.Expr) -> pl.DataFrame:
    """`household_id`, `part`: of what registered work of the last 12 months paid, the part that was paid `there`."""
    first, last = (
        pl.max_horizontal("started_on", "after_12m"),
        pl.min_horizontal(pl.col("ended_on").fill_null(AS_OF), AS_OF),
    )
    paid = (last - first).dt.total_days().clip(lower_bound=0) * pl.col("monthly_wage_yuan")
    return (
        spells.with_columns(paid=paid, paid_there=pl.when(there).then(paid).otherwise(0.0))
        .group_by("household_id")
        .agg(pl.col("paid").sum(), pl.col("paid_there").sum())
        .filter(pl.col("paid") > 0)
        .select("household_id", part=pl.col("paid_there") / pl.col("paid"))
    )


@changes_of.register
def _jobs_lost(shock: JobsLost, households: Struck) -> Rows:
    there = pl.col("place_tier").is_in([place.value for place in shock.places])
    spells = households.where_it_strikes("employment", shock)
    # The last day of work is the one before: on the day itself nobody of them works any more.
    last_day = households.day - dt.timedelta(days=1)
    exposed = spells.filter(UNDERWAY, there, pl.col("started_on") <= last_day)
    lost = households.drawn(exposed, "person_id", shock.share)
    return {"employment": households.correct("employment", lost, ended_on=pl.lit(last_day))}


@changes_of.register
def _medical_costs(shock: MedicalCosts, households: Struck) -> Rows:
    bills = households.where_it_strikes("illness", shock).filter(
        LAST_YEAR, pl.col("setting").is_in([one.value for one in shock.settings]), pl.col("self_paid_yuan") > 0
    )
    more = pl.col("self_paid_yuan") * shock.change
    return {
        "illness": households.correct(
            "illness",
            bills,
            self_paid_yuan=_rounded(pl.col("self_paid_yuan") + more),
            # The bill itself grows by as much: insurance and aid pay what they paid.
            total_yuan=_rounded((pl.col("total_yuan") + more).clip(lower_bound=0)),
        )
    }


@changes_of.register
def _disaster(shock: Disaster, households: Struck) -> Rows:
    there = households.living_in(shock)
    loss = pl.lit(shock.loss_yuan) if shock.loss_yuan is not None else pl.col("land_mu") * shock.loss_yuan_per_mu
    hit = households.drawn(there.with_columns(loss=loss).filter(pl.col("loss") > 0), "household_id", shock.share)
    facts: list[dict[str, Any]] = [
        {
            "household_id": household,
            "record_id": f"supposed-{shock.kind.value}-{households.turn}",
            "kind": shock.kind.value,
            "loss_yuan": round(amount, 2),
        }
        for household, amount in hit.sort("household_id").select("household_id", "loss").iter_rows()
    ]
    return {"shocks": delivered("shocks", households.day, facts, turn=households.turn)}


@changes_of.register
def _business_income(shock: BusinessIncome, households: Struck) -> Rows:
    rows = households.where_it_strikes("income", shock).filter(
        LAST_YEAR, pl.col("category") == IncomeCategory.BUSINESS.value, pl.col("amount_yuan") > 0
    )
    return {
        "income": households.correct("income", rows, amount_yuan=_rounded(pl.col("amount_yuan") * (1 + shock.change)))
    }


def _rounded(amount: pl.Expr) -> pl.Expr:
    return amount.round(2)
