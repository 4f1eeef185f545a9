"""What stood of each household day after day: catastrophic cost of illness, an unsafe or damaged dwelling, unsafe water."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import polars as pl

from features.domains.housing import GRADED
from features.domains.illness.bills import BILL
from features.domains.water import CHECKED
from features.frame import known_rows_of
from features.frame.values import frame_plan, own_values
from features.language.views import HOUSING, ILLNESS, SUPPORT, WATER, View
from features.ledgers.stood import BY, CONFIRMED, COUNTED, RIGHT, Days, days_of, ground
from features.ledgers.wording import Lack
from features.policy.loading import Policy
from features.records.changes import days_of_change, ended_on
from features.records.gate import AS_OF, Records
from features.vocabulary import SupportKind

ON = "row"
HELP_WITH_COST = (SupportKind.MEDICAL_AID.value, SupportKind.TEMPORARY_RELIEF.value)


def stood_of_households(records: Records, until: dt.date, policy: Policy) -> Mapping[Lack, Days]:
    """Day after day up to one, of every household of which a lack was ever known."""
    dwelling = _dwelling(records, until, policy)
    return {
        Lack.CATASTROPHIC_COST: _cost(records, until, policy),
        Lack.UNSAFE_DWELLING: dwelling[Lack.UNSAFE_DWELLING],
        Lack.DAMAGED_DWELLING: dwelling[Lack.DAMAGED_DWELLING],
        Lack.UNSAFE_WATER: _water(records, until, policy),
    }


def _frame(
    records: Records, tables: Iterable[str], until: dt.date, policy: Policy, features: list[str]
) -> pl.DataFrame:
    """The features on each day on which they may have changed, and on the last; on none before policy says what they are held against."""
    changes = days_of_change([records.versions[name] for name in tables], until, "remedied_on")
    last = changes.select(pl.col("household_id").unique(), pl.lit(until).alias("as_of"))
    held_against = (policy.values[name.removeprefix("policy.")] for name in frame_plan(frozenset(features)).policy)
    begins = max((min(step.since for step in value.steps) for value in held_against), default=until)
    index = pl.concat([changes, last]).unique().filter(AS_OF >= min(begins, until)).sort("household_id", "as_of")
    return own_values(records, index, policy, features).with_row_index(ON)


def _last(rows: pl.DataFrame, where: pl.Expr, prefix: str, *more: pl.Expr, day: str = "event_date") -> pl.DataFrame:
    """The last row of each household and day of those that tell: rows stand in the order in which things happened."""
    told = rows.filter(where).unique(ON, keep="last", maintain_order=True)
    return told.select(ON, *ground(prefix, day), *more)


def _ever(frame: pl.DataFrame) -> pl.DataFrame:
    """Of households of which the lack was ever known."""
    return frame.join(
        frame.filter("lacks").select("household_id").unique(), on="household_id", how="semi", maintain_order="left"
    )


def _rows(records: Records, frame: pl.DataFrame, *views: View) -> list[pl.DataFrame]:
    """The known rows of views on the households and days of a frame, numbered as it numbers its rows."""
    numbers = frame.select(pl.col(ON).alias("number")).with_row_index(ON)
    known = known_rows_of(records, frame.select("household_id", "as_of"), views)
    return [known[view].join(numbers, on=ON, maintain_order="left").drop(ON).rename({"number": ON}) for view in views]


def _cost(records: Records, until: dt.date, policy: Policy) -> Days:
    features = ["catastrophic_illness", "self_paid_12m"]
    frame = _frame(records, ["illness", "income"], until, policy, features)
    frame = _ever(frame.with_columns(lacks=pl.col("catastrophic_illness") > 0))
    bills, measures = _rows(records, frame, ILLNESS, SUPPORT)
    last = _last(bills, BILL, BY)
    helped = _last(
        measures.sort("started_on", maintain_order=True),
        pl.col("kind").is_in(HELP_WITH_COST) & (pl.col("started_on") <= AS_OF),
        RIGHT,
        day="started_on",
    )
    frame = frame.join(last, on=ON, how="left").join(helped, on=ON, how="left")
    # Whose income nobody knows any more has no burden either once a year has passed without a bill.
    counted = pl.coalesce("lacks", pl.col("self_paid_12m") > 0).fill_null(value=True)
    return days_of(frame.with_columns(counted.alias(COUNTED)), _ended(records, frame, "illness"))


def _dwelling(records: Records, until: dt.date, policy: Policy) -> Mapping[Lack, Days]:
    features = ["unsafe_dwelling", "damaged_not_inspected", "dwelling_grade", "dwelling_open"]
    frame = _frame(records, ["housing", "relocation"], until, policy, features)
    hazard = pl.col("dwelling_grade") > pl.col("policy.housing_worst_safe_grade")
    frame = frame.with_columns(
        hazard=hazard, unsafe=pl.col("unsafe_dwelling") > 0, damaged=pl.col("damaged_not_inspected") > 0
    )
    concerned = frame.filter(pl.col("unsafe") | pl.col("damaged")).select("household_id").unique()
    frame = frame.join(concerned, on="household_id", how="semi", maintain_order="left")
    (rows,) = _rows(records, frame, HOUSING)
    graded = _last(rows, GRADED, BY, pl.col("grade").alias("detail"))
    remedied = pl.col("remedied_on").is_not_null() & (pl.col("remedied_on") <= AS_OF)
    right = _last(rows.sort("remedied_on", nulls_last=False, maintain_order=True), remedied, RIGHT, day="remedied_on")
    safe = graded.drop("detail").rename(
        {name: name.replace(BY, CONFIRMED, 1) for name in graded.columns if name.startswith(f"{BY}_")}
    )
    safe = safe.join(frame.filter(~pl.col("hazard")).select(ON), on=ON, how="semi")
    damage = _last(rows, pl.col("disaster_damage").fill_null(value=False), BY)
    ended = _ended(records, frame, "housing")
    base = frame.join(right, on=ON, how="left").join(safe, on=ON, how="left")
    excluded = pl.col("hazard") & (pl.col("dwelling_open") > 0) & ~pl.col("unsafe")
    unsafe = _ever(
        base.join(graded, on=ON, how="left").with_columns(
            (~excluded.fill_null(value=False)).alias(COUNTED), lacks=pl.col("unsafe")
        )
    )
    # What was damaged and is graded unsafe since stands in the ledger for its grade.
    regraded = (pl.col("unsafe") & ~pl.col("damaged").fill_null(value=False)).fill_null(value=False)
    damaged = _ever(
        base.join(damage, on=ON, how="left").with_columns((~regraded).alias(COUNTED), lacks=pl.col("damaged"))
    )
    return {Lack.UNSAFE_DWELLING: days_of(unsafe, ended), Lack.DAMAGED_DWELLING: days_of(damaged, ended)}


def _water(records: Records, until: dt.date, policy: Policy) -> Days:
    features = ["water_below_standard"]
    frame = _ever(
        _frame(records, ["water"], until, policy, features).with_columns(lacks=pl.col("water_below_standard") > 0)
    )
    (rows,) = _rows(records, frame, WATER)
    checked = _last(rows, CHECKED, BY)
    right = _last(rows, pl.col("safe"), RIGHT)
    good = checked.rename(
        {name: name.replace(BY, CONFIRMED, 1) for name in checked.columns if name.startswith(f"{BY}_")}
    )
    good = good.join(frame.filter(~pl.col("lacks")).select(ON), on=ON, how="semi")
    frame = frame.join(checked, on=ON, how="left").join(right, on=ON, how="left").join(good, on=ON, how="left")
    return days_of(frame, _ended(records, frame, "water"))


def _ended(records: Records, frame: pl.DataFrame, table: str) -> pl.DataFrame:
    return ended_on(frame.select("household_id", "as_of", ON), records.versions[table])
