"""What the official procedure says of each household, and the facts around the day on which it was taken in.

Steps are labels, which no feature reads. The facts are those of an earlier day by what is known now, of whoever has died or
moved since as well: features tell of a day what was known on it, and leave those out.
"""

from __future__ import annotations

import polars as pl

from features.checks.composition import composition, members_on
from features.checks.state import State, last_of, renamed
from features.language.measure import in_yuan
from features.records.gate import AS_OF, EVENT_DATE
from features.records.monitored import BEGINS, in_procedure_order

YEAR_BEFORE = "-12mo"
"""A new identification looks at the twelve months before it: the rule of the annual collection."""

REMOVED = pl.col("step") == "removed"


def entries(state: State) -> pl.LazyFrame:
    """The last identification (or roll-back) of each household."""
    return last_of(state.once(_steps).filter(BEGINS))


def steps(state: State) -> pl.LazyFrame:
    """Where each household stands: monitored or removed, since when, for which risks, how removed, how marked."""
    rows = state.once(_steps)
    last = last_of(rows).with_columns(monitored=BEGINS, removed=REMOVED)
    entered = entries(state).with_columns(risks=pl.col("risk_types").str.split(";"))
    removal = last_of(rows.filter(REMOVED))
    marked = last_of(rows.filter(pl.col("no_labour_household").is_not_null()))
    frame = renamed(last, {"monitored": "monitored", "removed": "removed"}, "step_place")
    for facts in (
        renamed(entered, {"event_date": "entered_on", "risks": "risks"}, "entry_place"),
        renamed(removal, {"event_date": "removed_on", "removal_mode": "removal_mode"}, "removal_place"),
        renamed(marked, {"no_labour_household": "marked_without_labour"}, "mark_place"),
    ):
        frame = frame.join(facts, on="row", how="left")
    return frame


def _steps(state: State) -> pl.LazyFrame:
    return in_procedure_order(state.known("monitoring"))


def around_entry(state: State) -> pl.LazyFrame:
    """Facts of the year before the last identification and the household as it was then, by what is known now."""
    entry = entries(state).select("row", day="event_date", year_before=EVENT_DATE.dt.offset_by(YEAR_BEFORE))
    then = composition(members_on(state, entry.select("row", "day")))
    frame = entry.select("row").join(then.select("row", pl.exclude("row").name.suffix("_then")), on="row", how="left")
    for facts in (_bills, _diagnoses, _cards, _events, _schooling, _dwelling, _expense, _support):
        frame = frame.join(facts(state, entry), on="row", how="left")
    none = (
        *("bill_before", "diagnosed_before", "card_known", "enrolled_around", "expense_recorded"),
        *("disaster_before", "accident_before", "business_failure_before", "support_since_entry"),
    )
    return frame.with_columns(pl.col(name).fill_null(value=False) for name in none)


def _within_the_year_before() -> pl.Expr:
    return (EVENT_DATE > pl.col("year_before")) & (EVENT_DATE <= pl.col("day"))


def _near(state: State, table: str, entry: pl.LazyFrame) -> pl.LazyFrame:
    return state.known(table).join(entry, on="row", how="inner", maintain_order="left")


def _bills(state: State, entry: pl.LazyFrame) -> pl.LazyFrame:
    rows = _near(state, "illness", entry).filter(_within_the_year_before())
    paid = pl.col("self_paid_yuan")
    return rows.group_by("row").agg(
        pl.lit(value=True).first().alias("bill_before"),
        in_yuan((paid * 100).round().sum()).alias("self_paid_before"),
        (paid.is_null() & (pl.col("setting") != "diagnosis")).any().alias("a_bill_is_unknown"),
    )


def _diagnoses(state: State, entry: pl.LazyFrame) -> pl.LazyFrame:
    lasting = _near(state, "illness", entry).filter(
        EVENT_DATE <= pl.col("day"), pl.col("disease_class").is_in(["chronic", "major"])
    )
    return lasting.group_by("row").agg(pl.lit(value=True).first().alias("diagnosed_before"))


def _cards(state: State, entry: pl.LazyFrame) -> pl.LazyFrame:
    return _near(state, "disability", entry).group_by("row").agg(pl.lit(value=True).first().alias("card_known"))


def _events(state: State, entry: pl.LazyFrame) -> pl.LazyFrame:
    kind = pl.col("kind")
    shocks = _near(state, "shocks", entry).filter(_within_the_year_before())
    damage = _near(state, "housing", entry).filter(_within_the_year_before(), pl.col("disaster_damage"))
    injuries = _near(state, "illness", entry).filter(_within_the_year_before(), pl.col("disease_class") == "accident")
    happened = pl.concat(
        [
            shocks.select("row", kind=kind),
            damage.select("row", kind=pl.lit("disaster_damage")),
            injuries.select("row", kind=pl.lit("accident_injury")),
        ]
    )
    return happened.group_by("row").agg(
        kind.str.starts_with("disaster_").any().alias("disaster_before"),
        (kind.str.starts_with("accident_") | (kind == "crime")).any().alias("accident_before"),
        (kind == "business_failure").any().alias("business_failure_before"),
    )


def _schooling(state: State, entry: pl.LazyFrame) -> pl.LazyFrame:
    enrolled = _near(state, "education", entry).filter(
        EVENT_DATE > pl.col("year_before"), pl.col("status") == "enrolled"
    )
    return enrolled.group_by("row").agg(pl.lit(value=True).first().alias("enrolled_around"))


def _dwelling(state: State, entry: pl.LazyFrame) -> pl.LazyFrame:
    graded = _near(state, "housing", entry).filter(EVENT_DATE <= pl.col("day"), pl.col("grade").is_not_null())
    damaged = pl.col("disaster_damage").fill_null(value=False)
    return last_of(graded).select("row", safe_house_then=pl.col("grade").is_in(["A", "B"]) & ~damaged)


def _expense(state: State, entry: pl.LazyFrame) -> pl.LazyFrame:
    recorded = _near(state, "income", entry).filter(
        EVENT_DATE > pl.col("year_before"), pl.col("category") == "compliant_self_paid", pl.col("amount_yuan") > 0
    )
    return recorded.group_by("row").agg(pl.lit(value=True).first().alias("expense_recorded"))


def _support(state: State, entry: pl.LazyFrame) -> pl.LazyFrame:
    rows = _near(state, "support", entry).filter(
        pl.col("started_on") <= AS_OF, pl.col("ended_on").is_null() | (pl.col("ended_on") >= pl.col("day"))
    )
    return rows.group_by("row").agg(pl.lit(value=True).first().alias("support_since_entry"))
