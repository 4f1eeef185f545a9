"""What a feature looks at: the known rows of one table, put into the shape in which they are spoken of.

Most domains read their table as it is. The members of a household are the exception: a person counts while the last
word about that person stands, no whole listing since then leaves the person out, and the person has not left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from features.language.windows import whole_months
from features.records.gate import AS_OF, EVENT_DATE, Rows
from features.vocabulary import LeftReason


def _what_happened(rows: pl.LazyFrame) -> pl.LazyFrame:
    """The rows as they are. What is announced is no row yet: it must not make nothing (0) of what is unknown."""
    return rows.filter(EVENT_DATE <= AS_OF)


@dataclass(frozen=True)
class View:
    """A table as features see it.

    Attributes:
        name: the domain's name in the catalogue.
        table: the record table that it reads.
        shape: from the rows known on the as-of day (with `row`, `as_of` and the window starts) to the view's rows.
        of_the_living: leave out people known to have died: a register hears of a death later than the police, and a
            roster may list the dead once more.
        goes_along: leave out people known to be in another household now, where their facts have gone along.
        reads: the columns that the shape is made from.
        makes: the columns that the shape adds.
    """

    name: str
    table: str
    shape: Callable[[pl.LazyFrame], pl.LazyFrame] = _what_happened
    of_the_living: bool = False
    goes_along: bool = False
    reads: tuple[str, ...] = ()
    makes: tuple[str, ...] = ()

    @property
    def ordered(self) -> bool:
        """Whether the shape asks for rows in the order in which things happened."""
        return self.shape is not _what_happened

    def of(self, rows: Rows, dead: pl.DataFrame, elsewhere: pl.DataFrame) -> Rows:
        """The view's rows, from the rows known on the as-of day and the people (`row`, `person_id`) who do not count."""
        shaped: pl.LazyFrame = rows.lazy()
        for applies, people in ((self.of_the_living, dead), (self.goes_along, elsewhere)):
            if applies and people.height:
                person = pl.struct("row", "person_id")
                shaped = shaped.filter(~person.is_in(people.drop_nulls().select(person).to_series().implode()))
        shaped = self.shape(shaped)
        return shaped.collect(engine="in-memory") if isinstance(rows, pl.DataFrame) else shaped  # type: ignore[redundant-expr]


NOW_ELSEWHERE = pl.col("left_reason").is_in([LeftReason.SPLIT.value, LeftReason.MERGED.value])
"""The person belongs to another household of the county, which has the facts. Who moved out of it may still send wages."""


def the_dead(members: Rows) -> Rows:
    """`row`, `person_id` of those known to have died by the as-of day, from the known rows of `members`."""
    return (
        members.filter(pl.col("left_reason") == "died", pl.col("left_on") <= AS_OF).select("row", "person_id").unique()
    )


def now_elsewhere(members: pl.DataFrame) -> pl.DataFrame:
    """`row`, `person_id` of those whose last word, in the known rows of `members`, is that another household has them."""
    last = members.filter(EVENT_DATE <= AS_OF).unique(["row", "person_id"], keep="last", maintain_order=True)
    return last.filter(NOW_ELSEWHERE, pl.col("left_on") <= AS_OF).select("row", "person_id")


def current_members(rows: Rows) -> Rows:
    """The people of the household on the as-of day, one row each, with `age` in whole years."""
    last_listing = EVENT_DATE.filter(pl.col("listing") == "full").max().over("row")
    since = rows.filter(EVENT_DATE <= AS_OF).filter(last_listing.is_null() | (EVENT_DATE >= last_listing))
    return (
        _last_words(since)
        .filter(pl.col("left_on").is_null() | (pl.col("left_on") > AS_OF))
        .with_columns((whole_months(pl.col("birth_month"), AS_OF) // 12).alias("age"))
    )


DESCRIBED = [
    *("birth_month", "sex", "relation", "labour", "student", "schooling", "chronic", "major_illness", "disabled"),
    *("insured", "medical_insurance", "pension_insured", "pension_insurance"),
    *("work_months", "work_place", "public_post_months", "wants_work", "on_dibao", "on_tekun"),
]
"""What a row of `members` says about a person, apart from whether the person is there."""


def _last_words(rows: Rows) -> Rows:
    """One row per person, the last; what a change leaves blank is as the listing before it said."""
    last = pl.exclude(DESCRIBED).last(), pl.col(DESCRIBED).last(ignore_nulls=True)
    return rows.with_row_index("place").group_by("row", "person_id").agg(*last).sort("place").drop("place")


def latest_per_person(rows: Rows) -> Rows:
    """The last word about each person."""
    return rows.filter(EVENT_DATE <= AS_OF).unique(["row", "person_id"], keep="last", maintain_order=True)


def first_words_on_diseases(rows: Rows) -> Rows:
    """The first word about each person's disease of each class, a registration apart from a treatment."""
    known = rows.filter(EVENT_DATE <= AS_OF).with_columns((pl.col("setting") == "diagnosis").alias("registered"))
    one = ["row", "person_id", "disease_class", "registered"]
    return known.unique(one, keep="first", maintain_order=True)


def latest_certificates(rows: Rows) -> Rows:
    """The last certificate of each person, with the days of the first one and of the last change to a worse grade."""
    person = ["row", "person_id"]
    known = rows.filter(EVENT_DATE <= AS_OF)
    before = pl.col("grade").forward_fill().shift(1).over(person)
    worse = known.with_columns(pl.when(pl.col("grade") < before).then(EVENT_DATE).alias("worsened_on"))
    return worse.with_columns(
        EVENT_DATE.min().over(person).alias("first_card_on"), pl.col("worsened_on").max().over(person)
    ).unique(person, keep="last", maintain_order=True)


def latest_per_person_a_year_ago(rows: Rows) -> Rows:
    """The last word about each person of those on what happened by the day twelve months before."""
    then = rows.filter(EVENT_DATE <= pl.col("after_12m"))
    return then.unique(["row", "person_id"], keep="last", maintain_order=True)


GONE_READS = ["household_id", "event_date", "known_date", "superseded_on", "person_id", "left_on", "left_reason"]
"""The columns of `members` that tell who has died and who belongs to another household now."""

MEMBERS = View(
    "members",
    "members",
    current_members,
    of_the_living=True,
    reads=("listing", "left_on", *DESCRIBED),
    makes=("age",),
)
MEMBER_CHANGES = View("members", "members")
HOUSEHOLD = View("household", "households")
INCOME = View("income", "income")
ILLNESS = View("illness", "illness", goes_along=True)
DISABILITY = View(
    "disability",
    "disability",
    latest_certificates,
    of_the_living=True,
    goes_along=True,
    reads=("person_id", "grade"),
    makes=("first_card_on", "worsened_on"),
)
EMPLOYMENT = View("employment", "employment", of_the_living=True, goes_along=True)
RELOCATION = View("relocation", "relocation")
EDUCATION = View("education", "education", latest_per_person, of_the_living=True, goes_along=True, reads=("person_id",))
HOUSING = View("housing", "housing")
WATER = View("water", "water")
SHOCKS = View("shocks", "shocks")
SUPPORT = View("support", "support")
SCHOOLING_A_YEAR_AGO = View(
    "schooling a year ago",
    "education",
    latest_per_person_a_year_ago,
    of_the_living=True,
    goes_along=True,
    reads=("person_id", "after_12m"),
)
PATIENTS = View(
    "patients",
    "illness",
    first_words_on_diseases,
    of_the_living=True,
    goes_along=True,
    reads=("person_id", "setting", "disease_class"),
    makes=("registered",),
)

COMBINED = None
"""A feature made of other features and policy, not of rows."""
