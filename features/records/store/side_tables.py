"""Side tables of the record store: what was delivered, what of it was not kept, and what is remembered beside the facts.

Pseudonyms, places and numbers only. Every side table but `withdrawals` belongs to landings, as the record tables do.
"""

from __future__ import annotations

import polars as pl

DELIVERIES: dict[str, pl.DataType] = {
    "delivery_id": pl.String(),
    "file": pl.String(),
    "source": pl.String(),
    "department": pl.String(),
    "known_date": pl.Date(),
    "rows_read": pl.Int64(),
    "rows_landed": pl.Int64(),
    "rows_set_aside": pl.Int64(),
    "landed_at": pl.Datetime("us", "UTC"),
}
"""One row per delivered file. `landed_at` is told by the caller: nothing here reads the clock."""

SET_ASIDE: dict[str, pl.DataType] = {
    "delivery_id": pl.String(),
    "file": pl.String(),
    "sheet": pl.String(),
    "row": pl.Int64(),
    "column": pl.String(),
    "reason": pl.String(),
    "what_to_do": pl.String(),
}
"""One row per row of a file that could not be kept: where it is and why, never what it says."""

PEOPLE: dict[str, pl.DataType] = {
    "person_id": pl.String(),
    "household_id": pl.String(),
    "known_date": pl.Date(),
    "delivery_id": pl.String(),
    "described_on": pl.Date(),
}
"""Which household a person belongs to, as each roster told: what links a department's row to a household. `described_on`
is the day that the roster describes: an older one that comes late says nothing about where people are now."""

PLACES: dict[str, pl.DataType] = {
    "region_code": pl.String(),
    "township": pl.String(),
    "village": pl.String(),
    "known_date": pl.Date(),
    "delivery_id": pl.String(),
}
"""Names of villages and their townships, as delivered lists and rosters told: for reading sheets that name the village
only, and for pages and workbooks that people read."""

LINKS: dict[str, pl.DataType] = {
    "delivery_id": pl.String(),
    "source": pl.String(),
    "sheet": pl.String(),
    "row": pl.Int64(),
    "identity": pl.String(),
    "person_id": pl.String(),
    "match_weight": pl.Float64(),
    "probability": pl.Float64(),
    "band": pl.String(),
    "known_date": pl.Date(),
}
"""One row per row of a file whose ID number is missing, damaged or on no roster. `identity` is the keyed hash of how the
row describes the person; `person_id` is the best candidate, empty when there is none; `match_weight` is in bits."""

LINK_COUNTS: dict[str, pl.DataType] = {
    "delivery_id": pl.String(),
    "source": pl.String(),
    "band": pl.String(),
    "age_group": pl.String(),
    "sex": pl.String(),
    "township": pl.String(),
    "rows": pl.Int64(),
    "people": pl.Int64(),
}
"""How many rows and described people of a file fell into each band, by the group that the file itself describes."""

LINK_DECISIONS: dict[str, pl.DataType] = {
    "identity": pl.String(),
    "person_id": pl.String(),
    "accepted": pl.Boolean(),
    "known_date": pl.Date(),
    "delivery_id": pl.String(),
}
"""What a person decided about a doubtful link; `delivery_id` is the decided list."""

REPEATED: dict[str, pl.DataType] = {
    "table": pl.String(),
    "household_id": pl.String(),
    "record_id": pl.String(),
    "known_date": pl.Date(),
    "arrival": pl.Int32(),
    "delivery_id": pl.String(),
    "carried_by": pl.String(),
    "source_sheet": pl.String(),
    "source_row": pl.Int32(),
    "said_on": pl.Date(),
    "said_by": pl.String(),
}
"""One row per delivered row that told nothing new: where it stands, and the version that it repeats (`said_on` and
`said_by` are that version's `known_date` and `delivery_id`). It is what still vouches for a fact whose first teller is
withdrawn."""

WITHDRAWALS: dict[str, pl.DataType] = {
    "delivery_id": pl.String(),
    "withdrawn_on": pl.Date(),
    "reason": pl.String(),
    "entered_at": pl.Datetime("us", "UTC"),
}
"""One row per delivery taken back: from `withdrawn_on` on, that day included, nothing that it told counts. A row counts
from its own commit. `entered_at` is told by the caller."""

DECISIONS_SOURCE = "people_decisions"
"""Source of a decided review list: it stands among the deliveries, but no department delivered it."""

ENTRIES_SOURCE = "office_entries"
"""Source of what offices enter through the service: visits, steps of the official procedure."""

CASE_SYSTEM_SOURCE = "case_system"
"""Source of single facts that a department's system sends, one household at a time."""

MONITORING_OFFICE = "农业农村"
"""The department of what people decide and enter."""

ONE_BY_ONE = frozenset({DECISIONS_SOURCE, ENTRIES_SOURCE, CASE_SYSTEM_SOURCE})
"""Sources that tell of single households as somebody comes to know of them. Of the others they say nothing, so that no
department looks in time for their sake, and the day to stand on follows them only a while."""

SIDE_TABLES: dict[str, dict[str, pl.DataType]] = {
    "deliveries": DELIVERIES,
    "set_aside": SET_ASIDE,
    "people": PEOPLE,
    "places": PLACES,
    "links": LINKS,
    "link_counts": LINK_COUNTS,
    "link_decisions": LINK_DECISIONS,
    "repeated": REPEATED,
}
"""Every side table whose rows belong to landings, by its name."""


def of_everybody(deliveries: pl.DataFrame) -> pl.DataFrame:
    """The deliveries that tell of whomever they concern, of a department or an import; all but those of ONE_BY_ONE."""
    return deliveries.filter(~pl.col("source").is_in(sorted(ONE_BY_ONE)).fill_null(value=False))


def stamped(rows: pl.DataFrame, arrivals: pl.DataFrame) -> pl.DataFrame:
    """Rows of the arriving deliveries get their place; one carried along from an earlier delivery keeps its own."""
    told = rows.select("delivery_id").join(arrivals, on="delivery_id", how="left", maintain_order="left")
    return rows.with_columns(pl.coalesce(told.get_column("arrival"), pl.col("arrival")).alias("arrival"))
