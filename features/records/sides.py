"""Side tables about links: which person each row without a listed ID number was taken for. Pseudonyms and numbers only."""

from __future__ import annotations

import polars as pl

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
