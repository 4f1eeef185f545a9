"""What a feature looks at: the known rows of one table, put into the shape in which they are spoken of.

Most domains read their table as it is. The members of a household are the exception: a person counts while the last
word about that person stands, no whole listing since then leaves the person out, and the person has not left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from features.language import whole_months
from features.records.gate import AS_OF, EVENT_DATE


def _as_they_are(rows: pl.DataFrame) -> pl.DataFrame:
    return rows


@dataclass(frozen=True)
class View:
    """A table as features see it.

    Attributes:
        name: the domain's name in the catalogue.
        table: the record table that it reads.
        shape: from the rows known on the as-of day (with `row`, `as_of` and the window starts) to the view's rows.
    """

    name: str
    table: str
    shape: Callable[[pl.DataFrame], pl.DataFrame] = _as_they_are


def current_members(rows: pl.DataFrame) -> pl.DataFrame:
    """The people of the household on the as-of day, one row each, with `age` in whole years."""
    happened = rows.filter(EVENT_DATE <= AS_OF)
    last_listing = EVENT_DATE.filter(pl.col("listing") == "full").max().over("row")
    return (
        happened.with_columns(last_listing.alias("last_listing"))
        .unique(["row", "person_id"], keep="last", maintain_order=True)
        .filter(
            pl.col("last_listing").is_null() | (EVENT_DATE >= pl.col("last_listing")),
            pl.col("left_on").is_null() | (pl.col("left_on") > AS_OF),
        )
        .with_columns((whole_months(pl.col("birth_month"), AS_OF) // 12).alias("age"))
    )


def latest_per_person(rows: pl.DataFrame) -> pl.DataFrame:
    """The last word about each person."""
    return rows.filter(EVENT_DATE <= AS_OF).unique(["row", "person_id"], keep="last", maintain_order=True)


MEMBERS = View("members", "members", current_members)
MEMBER_CHANGES = View("members", "members")
HOUSEHOLD = View("household", "households")
INCOME = View("income", "income")
ILLNESS = View("illness", "illness")
DISABILITY = View("disability", "disability", latest_per_person)
EMPLOYMENT = View("employment", "employment")
RELOCATION = View("relocation", "relocation")
EDUCATION = View("education", "education", latest_per_person)
HOUSING = View("housing", "housing")
WATER = View("water", "water")
SHOCKS = View("shocks", "shocks")
SUPPORT = View("support", "support")

COMBINED = None
"""A feature made of other features and policy, not of rows."""
