"""People who went from one household to another, told by rosters and changes, and what goes along with them.

The record tables are kept household by household, so what a person brings is told again of the new household: each
fact in the version known on the day on which the move became known, and from that day on. The old household gets a
row that says where its member's facts have gone to; nothing of it is changed before that day.

A roster tells of a move by listing a person who was at home elsewhere, of a later day than the last word from there.
It does not when the old household lists the person too on the day of the same delivery, or when the person only
comes back into a household that had been left while the one in between still lists the person: then two households
claim one person, which is for people to settle (a cross-table check finds it). An older roster that comes late says
nothing about today.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from features.language.views import DESCRIBED, NOW_ELSEWHERE
from features.records.gate import as_index, rows_known_by, with_superseded_on
from features.records.store import RecordStore
from features.records.tables import empty, polars_schema
from features.vocabulary import LeftReason, Listing

GOES_ALONG = ("illness", "disability", "employment", "education")
"""Tables of facts about a person. What a household received or lost stays with the household."""

_TELLER = ("arrival", "delivery_id", "source_sheet", "source_row")


@dataclass(frozen=True)
class _Word:
    """A row of `members` that says that a person lives in a household."""

    household_id: str
    event_date: date
    known_date: date
    listing: str
    record_id: str
    teller: tuple[object, ...]


@dataclass(frozen=True)
class _Step:
    """A move out of the household `left`, first told by `moved`, now told by `latest`."""

    left: str
    moved: _Word
    latest: _Word
    reason: str


def followed(fresh: Mapping[str, pl.DataFrame], store: RecordStore) -> dict[str, pl.DataFrame]:
    """The rows that moves bring about, by record table.

    Args:
        fresh: rows about to land, by table.
        store: what has landed so far.
    """
    if "members" not in fresh or fresh["members"].is_empty():
        return {}
    moves = _moves(fresh["members"], store)
    if moves.is_empty():
        return {}
    brought = {name: _stored(name, moves, fresh, store) for name in ("members", *GOES_ALONG)}
    new_rows: dict[str, list[pl.DataFrame]] = {name: [] for name in brought}
    # A person may move twice between two landings: what came along the first time goes along the second time too.
    for _, some in sorted(moves.group_by("turn")):
        for name in GOES_ALONG:
            carried = _carried(name, some, pl.concat([brought[name], *new_rows[name]]))
            new_rows[name].append(carried)
        described = _described(some, pl.concat([brought["members"], *new_rows["members"]]))
        new_rows["members"] += [_gone(some), described]
    return {name: pl.concat(rows) for name, rows in new_rows.items() if sum(frame.height for frame in rows)}


def _moves(fresh: pl.DataFrame, store: RecordStore) -> pl.DataFrame:
    """One row per move: who, from where, to where, when, told by which row; `turn` counts the moves of a person."""
    statements = _words(fresh, store)
    stands = pl.col("left_on").is_null() & pl.col("carried_by").is_null()
    homes = pl.col("household_id").filter(stands).n_unique().over("person_id")
    of_two_homes = statements.filter(homes > 1, stands).sort(
        "person_id", "known_date", "event_date", "household_id", "record_id"
    )
    written = set(statements.filter(NOW_ELSEWHERE).select("household_id", "record_id", "delivery_id").iter_rows())
    arriving = set(fresh.get_column("delivery_id").unique())
    moves: list[tuple[object, ...]] = []
    if of_two_homes.height:
        listings = _listings(of_two_homes.get_column("household_id").unique(), fresh, store)
        for (person,), rows in of_two_homes.group_by("person_id", maintain_order=True):
            words = [_Word(**row) for row in _with_tellers(rows)]
            for turn, step in enumerate(_steps(words, listings)):
                delivery_id = step.latest.teller[1]
                known = (step.left, _gone_identity(step.moved.event_date, person), delivery_id) in written
                if delivery_id in arriving or (step.latest is step.moved and not known):
                    moves.append((turn, person, step.left, step.moved.household_id, step.moved.event_date,
                                  step.latest.known_date, step.reason, step.moved.listing, *step.latest.teller))  # fmt: skip
    return pl.DataFrame(moves, schema=_MOVES, orient="row")


def _with_tellers(rows: pl.DataFrame) -> Iterator[dict[str, Any]]:
    tellers = rows.select(_TELLER).iter_rows()
    return (
        {**word, "teller": teller}
        for word, teller in zip(rows.select(_WORD).iter_rows(named=True), tellers, strict=True)
    )


_WORD = ("household_id", "event_date", "known_date", "listing", "record_id")
_MOVES: dict[str, pl.DataType] = {
    "turn": pl.Int64(),
    "person_id": pl.String(),
    "from": pl.String(),
    "to": pl.String(),
    "event_date": pl.Date(),
    "known_date": pl.Date(),
    "left_reason": pl.String(),
    "listing": pl.String(),
    **{name: polars_schema("members")[name] for name in _TELLER},
}

_Listings = Mapping[str, list[tuple[date, date]]]
"""Of each household the days of its listings: (`event_date`, `known_date`)."""


def _words(fresh: pl.DataFrame, store: RecordStore) -> pl.DataFrame:
    """All that was ever told of these people by deliveries that stand."""
    columns = ["person_id", *_WORD, *_TELLER, "left_on", "left_reason", "carried_by", "withdrawn"]
    people = fresh.select("person_id").unique().lazy()
    [stored] = store.collected(store.scan("members").join(people, on="person_id", how="semi").select(columns))
    gone = store.withdrawals().get_column("delivery_id").to_list()
    standing = stored.filter(~pl.col("delivery_id").is_in(gone), ~pl.col("withdrawn").fill_null(value=False))
    return pl.concat([standing, fresh.select(columns)])


def _listings(households: pl.Series, fresh: pl.DataFrame, store: RecordStore) -> _Listings:
    wanted = households.to_list()
    buckets = {store.bucket_of(household) for household in wanted}
    stored = store.scan("members", buckets=buckets)
    rows = pl.concat([frame.filter(pl.col("household_id").is_in(wanted), pl.col("left_on").is_null())
                      .select("household_id", "event_date", "known_date").unique()
                      for frame in (stored, fresh.lazy())]).collect()  # fmt: skip
    days: dict[str, list[tuple[date, date]]] = {}
    for household, event_date, known_date in rows.iter_rows():
        days.setdefault(household, []).append((event_date, known_date))
    return days


def _steps(words: list[_Word], listings: _Listings) -> Iterator[_Step]:
    """The moves of one person in the order in which they were told, each told again by whatever confirms it.

    What confirms a move vouches for it when its first teller is withdrawn.
    """
    home, last = words[0].household_id, words[0].event_date
    step: _Step | None = None
    left: set[str] = set()
    listed_on = {(word.household_id, word.known_date) for word in words if word.listing == Listing.FULL}
    for word in words[1:]:
        if word.household_id == home:
            last = max(last, word.event_date)
            if step is not None and word.teller[1] != step.latest.teller[1]:
                step = replace(step, latest=word)
                yield step
            continue
        if word.listing == Listing.FULL:
            older = word.event_date <= last
            claimed_by_both = (home, word.known_date) in listed_on
            omitted = any(event > last for event, known in listings[home] if known <= word.known_date)
            moved = not older and not claimed_by_both and (omitted or word.household_id not in left)
        else:
            # A change says so in so many words.
            moved = word.event_date >= last
        if moved:
            step = _Step(home, word, word, _reason(word, listings))
            yield step
            left.add(home)
            home, last = word.household_id, word.event_date


def _reason(word: _Word, listings: _Listings) -> str:
    """Split off into a household that nobody had told of before, or taken in by one that was there."""
    if word.listing == Listing.CHANGE:
        split = word.record_id.startswith(f"{LeftReason.SPLIT}-")
    else:
        split = all(known >= word.known_date for _, known in listings[word.household_id])
    return (LeftReason.SPLIT if split else LeftReason.MERGED).value


def _stored(name: str, moves: pl.DataFrame, fresh: Mapping[str, pl.DataFrame], store: RecordStore) -> pl.DataFrame:
    """The rows of the households that are left, landed or about to."""
    left = moves.get_column("from").unique().to_list()
    of_them = pl.col("household_id").is_in(left)
    [landed] = store.collected(store.scan(name, buckets=map(store.bucket_of, left)).filter(of_them))
    return pl.concat([landed, fresh.get(name, empty(name)).filter(of_them)])


def _known_then(moves: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """What was known of each moving person in the old household on the day the move became known; `moved` is the move."""
    base = as_index(moves.select(household_id="from", as_of="known_date"))
    numbered = moves.with_row_index("row").select(
        "row", "to", moved_on="event_date", moving="person_id", told_by="delivery_id"
    )
    known = rows_known_by(base, with_superseded_on(rows)).join(numbered, on="row", maintain_order="left")
    return known.filter(pl.col("person_id") == pl.col("moving"))


def _carried(name: str, moves: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """The person's facts once more, as facts of the new household, known from the day the move is."""
    known = _known_then(moves, rows)
    return known.with_columns(household_id=pl.col("to"), known_date=pl.col("as_of"), carried_by="told_by").select(
        list(polars_schema(name))
    )


_GONE = "gone-{}-{}"


def _gone_identity(day: date, person: object) -> str:
    return _GONE.format(day, person)


def _gone(moves: pl.DataFrame) -> pl.DataFrame:
    """The old household's row: this member now belongs to another one."""
    rows = moves.with_columns(
        household_id=pl.col("from"),
        record_id=pl.format(_GONE, "event_date", "person_id"),
        listing=pl.lit(Listing.CHANGE.value),
        left_on=pl.col("event_date"),
    )
    return pl.concat([empty("members"), rows.select(set(rows.columns) & set(polars_schema("members")))], how="diagonal")


def _described(moves: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """What the old household's rosters said of a person whom only a change moves: nobody has described the person anew.

    The relation stays behind: it was one to another head.
    """
    known = _known_then(moves.filter(pl.col("listing") == Listing.CHANGE.value), members)
    last = known.group_by("row", maintain_order=True).agg(
        pl.col(*polars_schema("members")).exclude(*DESCRIBED).last(),
        pl.col("to", "moved_on", "told_by", "as_of").last(),
        pl.col(DESCRIBED).drop_nulls().last(),
    )
    return last.with_columns(
        household_id=pl.col("to"),
        event_date=pl.col("moved_on"),
        # In the order of the alphabet before the change itself, which has the last word.
        record_id=pl.format("carried-{}-{}", "moved_on", "person_id"),
        known_date=pl.col("as_of"),
        listing=pl.lit(Listing.CHANGE.value),
        relation=pl.lit(None, pl.String),
        left_on=pl.lit(None, pl.Date),
        left_reason=pl.lit(None, pl.String),
        carried_by=pl.col("told_by"),
    ).select(list(polars_schema("members")))
