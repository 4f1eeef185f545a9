"""Whose rows they are: checks of keys and dates, pseudonyms in place of ID numbers, and the household of each row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from features.intake.counties import county_of
from features.intake.linkage import numbers
from features.intake.linkage.describing import describe, identity_text
from features.intake.linkage.register import IDENTITY, Register
from features.intake.problems import Reason
from features.intake.recognising.catalogue import PERSONAL, KeyedBy, Kind
from features.intake.sheets.columns import Rows
from features.intake.who.identity import Pseudonyms
from features.intake.who.people import People
from features.intake.who.unnumbered import described_people, indistinct
from features.vocabulary import LEFT_THE_COUNTY_S_HOUSEHOLDS, IdCheck

MAY_LIE_AHEAD = frozenset({"ended_on", "remedied_on"})
"""Dates of plans and terms. Every other date is of something that has happened."""

MASKED = r"[*●█]|[Xx]{2}"
"""What exports put in the place of digits that not everybody may see."""

EARLIEST_YEAR = 1990
"""No sheet describes a year before it. Single days have their rule in the tables."""

Check = tuple[pl.Expr, str, Reason]


@dataclass(frozen=True)
class Open:
    """Rows of a sheet whose ID number leads to nobody, but which describe a person.

    Attributes:
        rows: the rows, without names and numbers.
        described: `source_row`, `identity`, the columns of DESCRIPTION, and why the number led nowhere: `column`, `reason`.
    """

    rows: Rows
    described: pl.DataFrame


@dataclass(frozen=True)
class Linked:
    """Rows with `household_id` and, where they are about people, `person_id`.

    Attributes:
        links: who belongs to which household, as a roster tells.
        identities: how a roster describes its people, in the columns of IDENTITY but for day and delivery.
        exact: how the rows that found their person by the ID number describe them.
        open: rows that may yet find their person by description.
        unsound: rows of a roster, kept, whose ID number fails its check; in the columns of rows set aside.
    """

    rows: Rows
    links: pl.DataFrame
    identities: pl.DataFrame
    exact: pl.DataFrame | None = None
    open: Open | None = None
    unsound: pl.DataFrame | None = None


def link(rows: Rows, people: People, register: Register, pseudonyms: Pseudonyms, known_date: date) -> Linked:
    """Set aside what has no sound key or date, replace ID numbers by pseudonyms and find the households."""
    rows = rows.without(_date_checks(rows, known_date))
    if rows.source.keyed_by is KeyedBy.PLACE:
        return Linked(rows, _links(pl.DataFrame(schema=IDENTITY)), _nobody())
    if rows.source.keyed_by is KeyedBy.HOUSEHOLD:
        rows = rows.without([(pl.col("household_id").is_null(), "household_id", Reason.MISSING_KEY)])
        if "id_number" in rows.frame.columns:
            return _roster_of_people(rows, register, pseudonyms)
        return _described_household(rows, register, pseudonyms)
    return _about_people(rows, people, register, pseudonyms)


def _about_people(rows: Rows, people: People, register: Register, pseudonyms: Pseudonyms) -> Linked:
    """An extract: its rows are those of listed people by their number, open when the number leads to nobody."""
    id_field = "card_number" if "card_number" in rows.frame.columns else "id_number"
    if rows.source.keyed_by is KeyedBy.HEAD:
        id_field = "head_id_number"
    card = id_field == "card_number"
    rows = rows.without([(_has_lost_digits(pl.col(id_field), card=card), id_field, Reason.LOST_DIGITS)])
    heads = rows.source.keyed_by is KeyedBy.HEAD
    described = describe(rows.frame, number=id_field, name="head_name" if heads else "name", head=heads)
    by_number = pseudonyms.of_ids(described.get_column("number"))
    persons = register.canonical(by_number)
    frame = rows.frame
    if card:
        frame = frame.with_columns(_card_digits(pl.col(id_field), place) for place in ("category", "grade"))
    frame = frame.with_columns(persons.alias("person_id"), people.household_of(persons).alias("household_id"))
    reason = (
        pl.when(pl.col(id_field).is_null())
        .then(pl.lit(Reason.MISSING_KEY.value))
        .when(pl.col("person_id").is_null())
        .then(_unsound(pl.col(id_field)))
        .when(pl.col("household_id").is_null())
        .then(pl.lit(Reason.UNMATCHED.value))
    )
    reasons = frame.select(reason.alias("reason")).to_series()
    exact, named = reasons.is_null(), described.get_column("name").is_not_null()
    told = described.with_columns(reasons, pl.lit(rows.header_of(id_field)).alias("column"))
    nobody = told.filter(~exact & ~named).select("source_row", "column", "reason")
    undecided = told.filter(~exact & named)
    identities = [pseudonyms.of(f"described\x1f{text}") for text in identity_text(undecided)]
    matched = _without_numbers(replace(rows, frame=frame.filter(exact), aside=pl.concat([rows.aside, nobody])))
    return Linked(
        matched,
        _links(frame.head(0)),
        _nobody(),
        exact=described.filter(exact).with_columns(persons.filter(exact).alias("identity")),
        open=Open(
            _without_numbers(replace(rows, frame=frame.filter(~exact & named), aside=rows.aside.head(0))),
            undecided.with_columns(pl.Series("identity", identities, dtype=pl.String)),
        ),
    )


def _card_digits(card: pl.Expr, place: str) -> pl.Expr:
    """Category and grade, the last two digits of a disability card, whether or not the number before them is sound."""
    bare = card.str.replace_all(r"[\s'-]", "").str.to_uppercase().str.replace(r"B[0-9]+$", "")
    group = {"category": 1, "grade": 2}[place]
    return bare.str.extract(r"^(?:[0-9]{15}|[0-9]{17}[0-9X])([1-7])([1-4])$", group).cast(pl.Float64).alias(place)


def _roster_of_people(rows: Rows, register: Register, pseudonyms: Pseudonyms) -> Linked:
    """A roster names its household, so a person without a sound ID stays on it.

    As the person known there by that name, else under a pseudonym of the description.
    """
    described = describe(rows.frame, number="id_number", name="name", head=False, by_household=True)
    alike = indistinct(rows.frame, described)
    if alike.height:
        rows = rows.without([(pl.col("source_row").is_in(alike["source_row"].implode()), "name", Reason.INDISTINCT)])
        described = described.join(alike, on="source_row", how="anti", maintain_order="left")
    frame = rows.frame
    by_id = pseudonyms.of_ids(described.get_column("number"))
    keyed = _with_known_persons(described, by_id, register)
    person_ids = keyed.select(pl.coalesce("known_as", "person_id")).to_series()
    nameless = person_ids.is_null()
    by_description = described_people(described.filter(nameless), person_ids.drop_nulls(), pseudonyms)
    person_ids = person_ids.scatter(nameless.arg_true(), by_description)
    checked = frame.select("sex", pl.col("birth_date").alias("birth")).hstack(described.select("number", "sound"))
    found = numbers.id_check(*(pl.col(name) for name in ("number", "sound", "sex", "birth"))).alias("id_check")
    frame = frame.with_columns(person_ids.alias("person_id"), checked.select(found).to_series())
    stays = pl.Series([True]).new_from_index(0, frame.height)
    if "change_kind" in frame.columns:
        left = pl.col("change_kind").is_in([reason.value for reason in LEFT_THE_COUNTY_S_HOUSEHOLDS])
        stays = frame.select(~left.fill_null(False)).to_series()
    flagged = by_id.null_count()
    unreadable = {**rows.unreadable, **({rows.header_of("id_number"): flagged} if flagged else {})}
    return Linked(
        _without_numbers(replace(rows, frame=frame, unreadable=unreadable)),
        _links(frame.filter(stays)),
        _identities(keyed.with_columns(person_ids.alias("person_id")).filter(stays)),
        unsound=frame.filter(pl.col("id_check") == IdCheck.UNSOUND.value).select(
            "source_row",
            pl.lit(rows.header_of("id_number")).alias("column"),
            _unsound(pl.col("id_number")).alias("reason"),
        ),
    )


def _with_known_persons(described: pl.DataFrame, by_id: pl.Series, register: Register) -> pl.DataFrame:
    """The described with `number_id`, `person_id` by their number alone, and `known_as`, whom the register knows so described."""
    keyed = described.with_columns(by_id.alias("number_id"), register.canonical(by_id).alias("person_id"))
    keyed = keyed.with_row_index("row")
    return keyed.join(register.same_person(keyed), on="row", how="left", maintain_order="left")


def _described_household(rows: Rows, register: Register, pseudonyms: Pseudonyms) -> Linked:
    frame = rows.frame
    if "head_id_number" not in frame.columns:
        return Linked(rows, _links(frame.head(0).with_columns(person_id=pl.lit(None, pl.String))), _nobody())
    name = "head_name" if "head_name" in frame.columns else "name"
    described = describe(frame, number="head_id_number", name=name, head=True, by_household=True)
    by_id = pseudonyms.of_ids(described.get_column("number"))
    keyed = _with_known_persons(described, by_id, register)
    # A head without a sound number and not yet known is left to the roster of members, which tells the birth too.
    heads = keyed.with_columns(pl.coalesce("known_as", "person_id").alias("person_id")).drop_nulls("person_id")
    # Nor is one without a name learnt here: nobody could tell that it is the person listed with a damaged number before.
    return Linked(_without_numbers(rows), _links(heads), _identities(heads.drop_nulls("name")))


def _identities(persons: pl.DataFrame) -> pl.DataFrame:
    return persons.select(name for name in IDENTITY if name not in {"known_date", "delivery_id"})


def _nobody() -> pl.DataFrame:
    return _identities(pl.DataFrame(schema=IDENTITY))


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
            unread = pl.col("source_row").is_in(rows.unread_in(field).implode())
            yield ~sound & (pl.col(field).is_not_null() | unread), field, Reason.BAD_REGION
            yield ~sound, field, Reason.NO_REGION
            if county := county_of(rows.frame.get_column(field)):
                yield ~pl.col(field).str.starts_with(county), field, Reason.OTHER_COUNTY


def _unsound(text: pl.Expr) -> pl.Expr:
    """Why a number that is none is none."""
    return (
        pl.when(text.str.contains(MASKED)).then(pl.lit(Reason.MASKED_ID.value)).otherwise(pl.lit(Reason.BAD_ID.value))
    )


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
