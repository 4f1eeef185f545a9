"""The identity of a fact that comes by itself: the one that the intake gives the same fact from a delivered sheet, so that both are one.

A fact of a roster (a household's description, income, members) is told by its year and its sheet; who sends such a fact by
itself has to say which one it is.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from features.intake.landing.shared import PERSON, identity
from features.vocabulary import IllnessSetting, RelocationKind

EVENT_DATE = pl.col("event_date")

IDENTITIES: Mapping[str, pl.Expr] = {
    "illness": pl.when(pl.col("setting") == IllnessSetting.DIAGNOSIS.value)
    .then(identity("diagnosis", pl.col("disease_class"), EVENT_DATE, PERSON))
    .otherwise(identity("bill", EVENT_DATE, pl.col("setting"), pl.col("total_yuan"), PERSON)),
    "disability": identity("card", EVENT_DATE, PERSON),
    "employment": identity("spell", pl.col("started_on"), PERSON),
    "education": identity("enrolment", EVENT_DATE, PERSON),
    "shocks": identity(pl.col("kind"), EVENT_DATE),
    "housing": pl.when(pl.col("disaster_damage").fill_null(value=False) & pl.col("grade").is_null())
    .then(identity("disaster", EVENT_DATE))
    .otherwise(identity("inspection", EVENT_DATE)),
    "water": identity("check", EVENT_DATE),
    "relocation": pl.when(pl.col("kind") == RelocationKind.MOVED.value)
    .then(identity("moved", pl.col("moved_on")))
    .otherwise(identity("follow_up", EVENT_DATE)),
    "support": identity(pl.col("kind"), pl.col("started_on")),
    "monitoring": identity(pl.col("step"), EVENT_DATE),
    "visits": identity("visit", EVENT_DATE, pl.col("lead_source")),
}
"""By record table the `record_id` worked out from the table's own columns. A bill with a serial number is known by that one
(`bill-` and the number), and an accident that the police tell of a person by that person, too."""
