"""Finding: every check over the records of some households, or over a whole store bucket by bucket."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

import polars as pl

from features.checks.households import households, last_listing
from features.checks.people import FAMILY, current, listed
from features.checks.registry import Check, chosen
from features.checks.state import PLACE, PLACE_COLUMNS, State
from features.checks.wording import Subject
from features.policy.columns import PREFIX
from features.policy.loading import Policy
from features.records.buckets import over_buckets
from features.records.gate import EVENT_DATE, Records
from features.records.store import RecordStore, Versions
from features.records.tables import polars_schema

_PLACE_TYPES = {name: polars_schema("households")[name] for name in PLACE_COLUMNS}

FINDINGS: dict[str, pl.DataType] = {
    "check": pl.String(),
    "household_id": pl.String(),
    "person_id": pl.String(),
    "value": pl.Float64(),
    "threshold": pl.Float64(),
    **_PLACE_TYPES,
}
"""One row per finding. The place is that of the record that most deserves a look; `person_id` is null where the
finding is about the household."""

STORE_FINDINGS: dict[str, pl.DataType] = {**FINDINGS, "region_code": pl.String(), "file": pl.String()}
"""Findings of a store: also the household's village on the day (null when never described) and the delivered file."""

FEW_ROWS = 64
"""Up to so many rows, one question to all checks is cheaper than each check's own."""

_ACROSS: dict[str, pl.DataType] = {
    "household_id": pl.String(),
    "person_id": pl.String(),
    "region_code": pl.String(),
    "as_of": pl.Date(),
    "listed_on": pl.Date(),
    "member_place": pl.Struct(_PLACE_TYPES),
}


def find(records: Records, as_of: dt.date, policy: Policy, checks: Iterable[str] | None = None) -> pl.DataFrame:
    """What the checks find in these records, as known on a day.

    Args:
        records: what is recorded about some households, later knowledge included; the gate keeps it out.
        as_of: the day.
        policy: dated thresholds.
        checks: ids of the checks wanted; all when None. Those not in force on the day find nothing.

    Returns:
        One row per finding, columns FINDINGS, in the order of the registry, then by household, person and place.

    Raises:
        NoSuchCheckError: an id that no check has.
        PolicyError: a day before the first step of a threshold.
    """
    wanted = _in_force(checks, as_of)
    findings, listings = _inside(records, as_of, policy, wanted)
    return _in_order([*findings, *_across([listings], policy, wanted)], wanted).select(list(FINDINGS))


def found_by(
    checks: Collection[str], at_hand: pl.DataFrame | None, records: Records, as_of: dt.date, policy: Policy
) -> pl.DataFrame:
    """What these checks find in the records: taken from what many checks found, these among them, or asked for.

    Args:
        at_hand: of `find`, on the same records and day; None where nobody asked yet.
    """
    if at_hand is None:
        return find(records, as_of, policy, checks)
    return at_hand.filter(pl.col("check").is_in(list(checks)))


def find_in_store(
    store: RecordStore,
    as_of: dt.date,
    policy: Policy,
    region: str = "",
    checks: Iterable[str] | None = None,
    versions: Versions | None = None,
) -> pl.DataFrame:
    """What the checks find in a store, as known on a day, in the villages whose code begins with `region`.

    Works bucket by bucket, so memory holds a bucket; people listed twice are looked for across the whole store.

    Returns:
        One row per finding, columns STORE_FINDINGS, in the order of the registry, then by household, person and place.
        Households that were never described have no village: they are found only when `region` is empty.
    """
    wanted = _in_force(checks, as_of)
    pinned = store.versions() if versions is None else versions
    parts: list[pl.DataFrame] = []
    listings: list[pl.DataFrame] = []
    inside = over_buckets(store, lambda records: _inside(records, as_of, policy, wanted), versions=pinned)
    for found, listing in inside:
        parts += found
        listings.append(listing)
    everything = _in_order([*parts, *_across(listings, policy, wanted)], wanted)
    if region:
        everything = everything.filter(pl.col("region_code").str.starts_with(region))
    files = store.deliveries(pinned).select("delivery_id", "file").unique("delivery_id", keep="first")
    return everything.join(files, on="delivery_id", how="left", maintain_order="left").select(list(STORE_FINDINGS))


def _in_force(checks: Iterable[str] | None, as_of: dt.date) -> list[Check]:
    return [check for check in chosen(checks).values() if check.runs_on(as_of)]


def _inside(
    records: Records, as_of: dt.date, policy: Policy, wanted: list[Check]
) -> tuple[list[pl.DataFrame], pl.DataFrame]:
    """The findings inside households, and the last listings for what can be seen across them only."""
    state = State(records, as_of, policy)
    subjects = {check.subject for check in wanted}
    (homes,) = state.collected(households(state, _read_of_homes(wanted)))
    asked = {subject: prepare(state, homes.lazy()) for subject, prepare in _PREPARED.items() if subject in subjects}
    prepared = dict(zip(asked, state.collected(*asked.values()), strict=True))
    listings = prepared.pop(Subject.ACROSS, pl.DataFrame(schema=_ACROSS))
    return _of_frames(prepared, policy, wanted), listings


def _of_households(_: State, homes: pl.LazyFrame) -> pl.LazyFrame:
    return homes.with_columns(person_id=pl.lit(None, dtype=pl.String))


def _across_households(state: State, homes: pl.LazyFrame) -> pl.LazyFrame:
    listings = last_listing(state).join(homes.select("row", "region_code"), on="row", how="left")
    return listings.with_columns(PLACE.alias("member_place"), listed_on=EVENT_DATE).select(list(_ACROSS))


_PREPARED = {
    Subject.HOUSEHOLD: _of_households,
    Subject.PERSON: current,
    Subject.LISTED: listed,
    Subject.ACROSS: _across_households,
}
"""The frames that checks are asked of, each made of the state and the prepared frame of households."""


def _read_of_homes(wanted: list[Check]) -> set[str]:
    """The columns of the prepared frame of households that these checks stand on."""
    read = {"region_code"}
    for check in wanted:
        if check.subject is Subject.HOUSEHOLD:
            read |= {check.place, *check.reads}
        elif check.subject is Subject.PERSON:
            read |= {*FAMILY}
    return read


def _across(listings: list[pl.DataFrame], policy: Policy, wanted: list[Check]) -> list[pl.DataFrame]:
    """People on listings of several households that describe the same day: nobody lives in two of them."""
    if all(check.subject is not Subject.ACROSS for check in wanted):
        return []
    rows = pl.concat([pl.DataFrame(schema=_ACROSS), *listings])
    frame = rows.with_columns(
        households_listing=pl.col("household_id").n_unique().over("person_id", "listed_on").cast(pl.Float64)
    )
    return _of_frames({Subject.ACROSS: frame}, policy, wanted)


def _of_frames(prepared: dict[Subject, pl.DataFrame], policy: Policy, wanted: list[Check]) -> list[pl.DataFrame]:
    parts = []
    for subject, frame in prepared.items():
        asked = [check for check in wanted if check.subject is subject]
        with_policy = policy.add_columns(frame, {f"{PREFIX}{name}" for check in asked for name in check.policy})
        parts += [_of_check(with_policy, check) for check in _that_find_something(with_policy, asked)]
    return parts


def _that_find_something(frame: pl.DataFrame, asked: list[Check]) -> list[Check]:
    """Of a single household most checks find nothing: one question to all of them leaves out those."""
    if frame.height > FEW_ROWS or not asked:
        return asked
    hits = frame.select(check.condition.any().alias(check.id) for check in asked).row(0)
    return [check for check, is_hit in zip(asked, hits, strict=True) if is_hit]


def _of_check(frame: pl.DataFrame, check: Check) -> pl.DataFrame:
    hits = frame.filter(check.condition)
    nothing = pl.lit(None)
    return hits.select(
        pl.lit(check.id).alias("check"),
        "household_id",
        "person_id",
        (nothing if check.value is None else check.value).cast(pl.Float64).alias("value"),
        (nothing if check.threshold is None else check.threshold).cast(pl.Float64).alias("threshold"),
        *(pl.col(check.place).struct.field(name).alias(name) for name in PLACE_COLUMNS),
        "region_code",
    )


def _in_order(parts: list[pl.DataFrame], wanted: list[Check]) -> pl.DataFrame:
    nobody = pl.DataFrame(schema={**FINDINGS, "region_code": pl.String()})
    if not parts:
        return nobody
    order = pl.DataFrame({"check": [check.id for check in wanted]}, schema={"check": pl.String}).with_row_index(
        "_order"
    )
    by = ["_order", "household_id", "person_id", "event_date", "source_row"]
    return pl.concat([nobody, *parts]).join(order, on="check", how="left").sort(by, maintain_order=True).drop("_order")
