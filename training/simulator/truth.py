"""What really happened, kept apart from everything a county could read. Only evaluation may open it.

The truth is told: days, causes and hazards as plain columns. It reaches for nothing in the world, so that whoever lives
in the county tells it, and it can never take part in what happens there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl

from training.simulator.state import Flags, Floats, Ints

CAUSE_WORDS = (
    "illness",
    "disability",
    "education",
    "disaster",
    "accident",
    "business_failure",
    "job_instability",
    "labour_shortage",
    "housing",
    "water",
)


@dataclass
class Truth:
    """Collected month by month; `frames` turns it into tables."""

    hazards: list[pl.DataFrame] = field(default_factory=list)
    falls: list[np.ndarray] = field(default_factory=list)
    identifications: list[np.ndarray] = field(default_factory=list)
    helps: list[pl.DataFrame] = field(default_factory=list)
    moved: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Person, household left, household joined, day."""

    def month_end(self, day: int, here: Ints, hazards: list[Floats], in_hardship: Flags) -> None:
        """The households that are `here` on the last day of a month.

        `hazards` of `hardship.hazard_ahead`, one array per horizon, and `in_hardship` are of all households.
        """
        six, twelve = hazards
        self.hazards.append(
            pl.DataFrame(
                {
                    "household": here.astype(np.int32),
                    "month_end": np.full(here.size, day, dtype=np.int32),
                    "hazard_6m": six[here].astype(np.float32),
                    "hazard_12m": twelve[here].astype(np.float32),
                    "in_hardship": in_hardship[here],
                }
            )
        )

    def fell(self, which: Ints, days: Ints, causes: Ints) -> None:
        """Households that fell into hardship, each with its day and its main cause."""
        self.falls.append(np.column_stack([which, days, causes]))

    def identified(self, which: Ints, days: Ints, in_hardship: Flags) -> None:
        """Households that the office entered in its roster, and whether each was in hardship then."""
        self.identifications.append(np.column_stack([which, days, in_hardship]))

    def helped(self, which: Ints, begin: Ints, without: list[Floats], with_help: list[Floats]) -> None:
        """Households that began to be helped; the hazards are of all households, one array per horizon."""
        self.helps.append(
            pl.DataFrame(
                {
                    "household": which,
                    "support_from": begin,
                    "hazard_6m_without_help": without[0][which],
                    "hazard_6m_with_help": with_help[0][which],
                    "hazard_12m_without_help": without[1][which],
                    "hazard_12m_with_help": with_help[1][which],
                }
            )
        )

    def hardship(self) -> pl.DataFrame:
        """Every fall into hardship with the identification that followed it, if any (before the next fall)."""
        falls = _table(self.falls, ["household", "hardship_day", "cause"]).sort("hardship_day", "household")
        identified = _table(self.identifications, ["household", "identified_day", "in_hardship"]).sort(
            "identified_day", "household"
        )
        identified = identified.filter(pl.col("in_hardship") == 1)
        matched = identified.join_asof(
            falls,
            left_on="identified_day",
            right_on="hardship_day",
            by="household",
            strategy="backward",
            check_sortedness=False,
        )
        first = (
            matched.drop_nulls("hardship_day").group_by("household", "hardship_day").agg(pl.col("identified_day").min())
        )
        return falls.join(first, on=["household", "hardship_day"], how="left").sort("hardship_day", "household")


def _table(chunks: list[np.ndarray], names: list[str]) -> pl.DataFrame:
    rows = np.concatenate(chunks) if chunks else np.zeros((0, len(names)), dtype=np.int64)
    return pl.DataFrame({name: rows[:, place].astype(np.int64) for place, name in enumerate(names)})


def write_truth(
    truth: Truth, household_codes: pl.Series, numbers: pl.Series, people: pl.DataFrame, folder: Path
) -> None:
    """Write the tables of `truth/` that the run itself tells as Parquet."""
    folder.mkdir(parents=True, exist_ok=True)
    code = pl.DataFrame({"household": np.arange(len(household_codes)), "户编号": household_codes})

    def coded(table: pl.DataFrame) -> pl.DataFrame:
        joined = table.with_columns(pl.col("household").cast(pl.Int64)).join(
            code, on="household", how="left", maintain_order="left"
        )
        return joined.select("户编号", pl.exclude("户编号", "household"))

    hazards = pl.concat(truth.hazards).with_columns(pl.col("month_end").cast(pl.Date))
    coded(hazards).write_parquet(folder / "hazard.parquet", compression="zstd")
    hardship = truth.hardship().with_columns(
        pl.col("hardship_day").cast(pl.Int32).cast(pl.Date).alias("hardship_date"),
        pl.col("identified_day").cast(pl.Int32).cast(pl.Date).alias("identified_date"),
        pl.col("cause").replace_strict(dict(enumerate(CAUSE_WORDS)), return_dtype=pl.String).alias("main_cause"),
    )
    coded(hardship.select("household", "hardship_date", "main_cause", "identified_date")).write_parquet(
        folder / "hardship.parquet"
    )
    helps = pl.concat(truth.helps).with_columns(pl.col("support_from").cast(pl.Int32).cast(pl.Date))
    coded(helps).write_parquet(folder / "help.parquet")
    people.write_parquet(folder / "people.parquet")
    moves = pl.DataFrame(truth.moved, schema=["person", "from", "to", "day"], orient="row").cast(pl.Int64)
    moves.select(
        numbers.gather(moves["person"]).alias("true_id"),
        household_codes.gather(moves["from"]).alias("from"),
        household_codes.gather(moves["to"]).alias("to"),
        pl.col("day").cast(pl.Int32).cast(pl.Date),
    ).write_parquet(folder / "moves.parquet")
