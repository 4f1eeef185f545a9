"""Doubtful links in the hands of people: which wait, and what happens to their rows once somebody has decided."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from features.intake.counties import Counties
from features.intake.linkage.answers import ReviewListError, read_decisions
from features.intake.linkage.bands import Band
from features.intake.linkage.register import Register
from features.intake.linkage.review import COMPARED
from features.intake.who.identity import pseudonym_key
from features.intake.who.identity_table import IdentityTable
from features.intake.who.people import People
from features.intake.who.settling import landed_rows
from features.intake.who.waiting import Waiting, WaitingRows
from features.policy.loading import Policy
from features.records.store import RecordStore
from features.records.store.repeats import novelty
from features.records.store.side_tables import DECISIONS_SOURCE, DELIVERIES, LINKS, MONITORING_OFFICE, REPEATED

DOUBTFUL: dict[str, pl.DataType] = {
    "identity": pl.String(),
    "person_id": pl.String(),
    "match_weight": pl.Float64(),
    "row": pl.Int64(),
    **{field: pl.Date() if field == "birth_date" else pl.String() for field in COMPARED},
    "file": pl.String(),
    "sheet": pl.String(),
}


@dataclass(frozen=True)
class Decided:
    """What a decided list did: links confirmed and refused, and rows of record tables that landed.

    Attributes:
        taken_before: lines of the list that said what had been decided before.
    """

    accepted: int
    rejected: int
    rows_landed: int
    taken_before: int = 0


def doubtful(store: RecordStore, key: bytes | None = None) -> pl.DataFrame:
    """The links that wait for a decision, as `review.review_list` shows them, the likeliest first. Raises SealError."""
    secret = key or pseudonym_key(store.path)
    listed = IdentityTable.of(store, secret)
    return _pairs(store, list(WaitingRows.of(store, secret).sheets()), listed)


def decide(
    store: RecordStore,
    content: bytes,
    file: str,
    on: date,
    policy: Policy,
    *,
    key: bytes | None = None,
    landed_at: datetime | None = None,
) -> Decided:
    """Take over a decided review list. Confirmed rows land at once, known from the day of the decision on.

    They keep the delivery, sheet and row that they came in, so that whoever takes that delivery back takes them back too.

    Raises:
        ReviewListError: the list cannot be read, or a line of it contradicts another or an earlier decision. Nothing is taken over then.
        SealError: the sealed rows cannot be opened.
        StoreError: another intake is writing.
    """
    secret = key or pseudonym_key(store.path)
    with store.writing():
        waiting = list(WaitingRows.of(store, secret).sheets())
        identities = IdentityTable.of(store, secret)
        pairs = _pairs(store, waiting, identities)
        answers = read_decisions(content, file, pairs, store.link_decisions())
        decisions = answers.new
        if decisions.is_empty():
            return Decided(0, 0, 0, answers.taken_before)
        _refuse_day_before_delivery(waiting, decisions, file, on)
        people, register = People.of(store), Register(identities.rows())
        tables, links = _landing(store, waiting, decisions.filter("accepted"), people, register, on, policy)
        fresh, repeated = {}, [pl.DataFrame(schema=REPEATED)]
        for name, rows in sorted(tables.items()):
            told = novelty(rows, store.collected(store.scan(name))[0], store.withdrawn_facts(name))
            fresh[name] = told.fresh
            repeated.append(told.repeated.with_columns(table=pl.lit(name)).select(list(REPEATED)))
        delivery_id = hashlib.sha256(content).hexdigest()[:16]
        landed = sum(rows.height for rows in fresh.values())
        entry = (delivery_id, file, DECISIONS_SOURCE, MONITORING_OFFICE, on, decisions.height, landed, 0, landed_at)
        store.land(
            {name: rows for name, rows in fresh.items() if rows.height},
            pl.DataFrame([entry], schema=DELIVERIES, orient="row"),
            links=links,
            link_decisions=decisions.with_columns(known_date=pl.lit(on), delivery_id=pl.lit(delivery_id)),
            repeated=pl.concat(repeated),
        )
    accepted = decisions.filter("accepted").height
    return Decided(accepted, decisions.height - accepted, landed, answers.taken_before)


def _pairs(store: RecordStore, waiting: list[Waiting], identities: IdentityTable) -> pl.DataFrame:
    """One row per described identity and listed person, with where it came from first."""
    described = [
        undecided.sheet.described.select(
            "identity", "person_id", "match_weight", *COMPARED, pl.col("source_row").cast(pl.Int64).alias("row")
        ).with_columns(
            pl.lit(undecided.sheet.rows.sheet.file).alias("file"),
            pl.lit(undecided.sheet.rows.sheet.name, pl.String).alias("sheet"),
        )
        for undecided in waiting
    ]
    rows = pl.concat([pl.DataFrame(schema=DOUBTFUL), *described], how="diagonal")
    decided = store.link_decisions().select("identity", "person_id")
    pairs = (
        rows.join(decided, on=["identity", "person_id"], how="anti", maintain_order="left")
        .group_by("identity", "person_id", maintain_order=True)
        .agg(pl.all().first(), pl.len().alias("rows"))
    )
    listed = identities.people(pairs.get_column("person_id")).select(
        "person_id", "household_id", *(pl.col(field).alias(f"listed_{field}") for field in COMPARED)
    )
    return pairs.join(listed, on="person_id", how="left").sort(
        "match_weight", "identity", descending=[True, False], nulls_last=True
    )


def _refuse_day_before_delivery(waiting: list[Waiting], decisions: pl.DataFrame, file: str, on: date) -> None:
    late = [
        undecided.known_date
        for undecided in waiting
        if undecided.known_date > on
        and undecided.sheet.described.join(decisions, on=["identity", "person_id"], how="semi").height
    ]
    if late:
        raise ReviewListError(
            f"{file}: 核对日期{on}早于数据到达日期{max(late)} | decided on {on}, before the rows were delivered on {max(late)}. "
            "Give the day of the decision with --on."
        )


def _landing(
    store: RecordStore,
    waiting: list[Waiting],
    accepted: pl.DataFrame,
    people: People,
    register: Register,
    on: date,
    policy: Policy,
) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """Rows of record tables of the confirmed links, known from the day of the decision on, and their rows of LINKS."""
    arrival, county = store.deliveries().height + 1, Counties.of(store).the_one
    tables: dict[str, list[pl.DataFrame]] = {}
    links = [pl.DataFrame(schema=LINKS)]
    for undecided in waiting:
        described = undecided.sheet.described.join(
            accepted, on=["identity", "person_id"], how="semi", maintain_order="left"
        )
        if described.is_empty():
            continue
        persons = register.canonical(described.get_column("person_id"))
        days = pl.Series([on]).new_from_index(0, described.height)
        linked = described.with_columns(people.household_on(persons, days).alias("household_id"))
        landed, _ = landed_rows(undecided.sheet, linked, undecided.known_date, undecided.delivery_id, policy, county)
        for name, rows in landed.items():
            told = rows.with_columns(pl.lit(on).alias("known_date"), pl.lit(arrival, pl.Int32).alias("arrival"))
            tables.setdefault(name, []).append(told)
        links.append(
            linked.select(
                pl.lit(undecided.delivery_id).alias("delivery_id"),
                pl.lit(undecided.sheet.rows.source.name).alias("source"),
                pl.lit(undecided.sheet.rows.sheet.name, pl.String).alias("sheet"),
                pl.col("source_row").cast(pl.Int64).alias("row"),
                *("identity", "person_id", "match_weight", "probability"),
                pl.lit(Band.DECIDED.value).alias("band"),
                pl.lit(on).alias("known_date"),
            ).select(list(LINKS))
        )
    return {name: pl.concat(frames) for name, frames in tables.items()}, pl.concat(links)
