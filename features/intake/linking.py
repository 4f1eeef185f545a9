"""Whose rows they are: checks of keys and dates, pseudonyms in place of ID numbers, and the household of each row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from features.intake.columns import Rows
from features.intake.headers import PERSONAL, KeyedBy, Kind
from features.intake.identity import Pseudonyms
from features.intake.people import People
from features.intake.problems import Reason
from features.vocabulary import LeftReason

MAY_LIE_AHEAD = frozenset({"ended_on", "remedied_on"})
"""Dates of plans and terms. Every other date is of something that has happened."""

EARLIEST_YEAR = 1990

Check = tuple[pl.Expr, str, Reason]


@dataclass(frozen=True)
class Linked:
    """Rows with `household_id` and, where they are about people, `person_id`; `links` are what a roster tells."""

    rows: Rows
    links: pl.DataFrame


def link(rows: Rows, people: People, pseudonyms: Pseudonyms, known_date: date) -> Linked:
    """Set aside what has no sound key or date, replace ID numbers by pseudonyms and find the households."""
    rows = rows.without(_date_checks(rows, known_date))
    fields = set(rows.frame.columns)
    if rows.source.keyed_by is KeyedBy.PLACE:
        return Linked(rows, pl.DataFrame(schema={"person_id": pl.String, "household_id": pl.String}))
    if rows.source.keyed_by is KeyedBy.HOUSEHOLD:
        rows = rows.without([(pl.col("household_id").is_null(), "household_id", Reason.MISSING_KEY)])
        if "id_number" in fields:
            return _roster_of_people(rows, pseudonyms)
        return _described_household(rows, pseudonyms)
    id_field = "card_number" if "card_number" in fields else "id_number"
    if rows.source.keyed_by is KeyedBy.HEAD:
        id_field = "head_id_number"
    rows = rows.without([(pl.col(id_field).is_null(), id_field, Reason.MISSING_KEY)])
    rows = rows.without(
        [(_has_lost_digits(pl.col(id_field), card=id_field == "card_number"), id_field, Reason.LOST_DIGITS)]
    )
    numbers = rows.frame.get_column(id_field)
    if id_field == "card_number":
        frame = rows.frame.hstack(pseudonyms.of_cards(numbers))
    else:
        frame = rows.frame.with_columns(pseudonyms.of_ids(numbers).alias("person_id"))
    sound = replace(rows, frame=frame).without([(pl.col("person_id").is_null(), id_field, Reason.BAD_ID)])
    found = people.household_of(sound.frame.get_column("person_id"))
    matched = replace(sound, frame=sound.frame.with_columns(found.alias("household_id")))
    matched = matched.without([(pl.col("household_id").is_null(), id_field, Reason.UNMATCHED)])
    return Linked(_without_numbers(matched), _links(matched.frame.head(0)))


def _roster_of_people(rows: Rows, pseudonyms: Pseudonyms) -> Linked:
    """A roster names its household, so a person without a sound ID stays on it under a pseudonym of the description."""
    frame = rows.frame
    by_id = pseudonyms.of_ids(frame.get_column("id_number"))
    nameless = by_id.is_null()
    unsound = frame.filter(nameless)
    described = pseudonyms.of_described(
        unsound.get_column("household_id"), unsound.get_column("name"), unsound.get_column("birth_date")
    )
    frame = frame.with_columns(by_id.scatter(nameless.arg_true(), described).alias("person_id"))
    known = frame.filter(~nameless)
    if "change_kind" in frame.columns:
        known = known.filter(~pl.col("change_kind").is_in([reason.value for reason in LeftReason]))
    flagged = by_id.null_count()
    header = rows.header_of("id_number")
    unreadable = {**rows.unreadable, **({header: flagged} if flagged else {})}
    return Linked(_without_numbers(replace(rows, frame=frame, unreadable=unreadable)), _links(known))


def _described_household(rows: Rows, pseudonyms: Pseudonyms) -> Linked:
    frame = rows.frame
    if "head_id_number" not in frame.columns:
        return Linked(rows, _links(frame.head(0).with_columns(person_id=pl.lit(None, pl.String))))
    heads = frame.with_columns(pseudonyms.of_ids(frame.get_column("head_id_number")).alias("person_id"))
    return Linked(_without_numbers(rows), _links(heads.filter(pl.col("person_id").is_not_null())))


def _date_checks(rows: Rows, known_date: date) -> Iterator[Check]:
    for column in rows.source.kept:
        field = str(column.field)
        if column.kind is Kind.DATE:
            if column.header in rows.source.required:
                yield pl.col(field).is_null(), field, Reason.MISSING_DATE
            if field not in MAY_LIE_AHEAD:
                yield pl.col(field) > known_date, field, Reason.FUTURE_DATE
        elif field == "year":
            yield pl.col(field) > known_date.year, field, Reason.FUTURE_DATE
            yield (pl.col(field) < EARLIEST_YEAR) | (pl.col(field) % 1 != 0), field, Reason.UNREADABLE_DATE
        elif field == "region_code":
            sound = pl.col(field).fill_null("").str.contains(r"^[0-9]{12}$")
            yield ~sound, field, Reason.NO_REGION


def _has_lost_digits(text: pl.Expr, *, card: bool) -> pl.Expr:
    """Digits like an ID number's, but not as many; other documents, such as passports, begin with a letter."""
    bare = text.str.replace_all(r"[\s'-]", "").str.to_uppercase()
    whole = r"^([0-9]{15}|[0-9]{17}[0-9X])" + (r"[0-9]{2}(B[0-9]+)?$" if card else "$")
    return bare.str.contains(r"^[0-9][0-9.]*(X|E\+?[0-9]+)?[0-9]*$") & ~bare.str.contains(whole)


def _without_numbers(rows: Rows) -> Rows:
    """From here on neither a name nor an ID number goes along."""
    return replace(rows, frame=rows.frame.drop(PERSONAL & set(rows.frame.columns)))


def _links(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select("person_id", "household_id").drop_nulls()
