"""The truth of a simulated county, as its folder holds it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from features.errors import FanpinError

HAZARD_HORIZONS = (6, 12)
"""Months for which the simulator works out the latent hazard."""

_COLUMNS = {
    "hazard": {"户编号", "month_end", "in_hardship", *(f"hazard_{months}m" for months in HAZARD_HORIZONS)},
    "hardship": {"户编号", "hardship_date", "identified_date"},
    "help": {"户编号", *(f"hazard_{months}m_{how}_help" for months in HAZARD_HORIZONS for how in ("with", "without"))},
}


class TruthError(FanpinError, ValueError):
    """A folder that is no truth of a simulated county, or one that can't tell what is asked."""


@dataclass(frozen=True)
class Truth:
    """What really happened.

    Attributes:
        hazard: `household_id`, `as_of`, `hazard` (the chance of being in hardship at some time within the horizon; 1 for
            who is in it), `in_hardship`; one row for each inhabited household and month's end.
        falls: `household_id`, `fell_on`.
        help: of each household when its support began, the hazard `with_help` and `without_help`.
    """

    horizon_months: int
    hazard: pl.DataFrame
    falls: pl.DataFrame
    help: pl.DataFrame

    @classmethod
    def read(cls, folder: Path, horizon_months: int) -> Truth:
        """Read the `truth` folder of a county that `fanpin simulate` wrote, or the county's folder.

        Raises:
            TruthError: a table or a column is missing, or the hazard of such a horizon was not worked out.
        """
        if horizon_months not in HAZARD_HORIZONS:
            raise TruthError(
                f"真值只有 {'、'.join(map(str, HAZARD_HORIZONS))} 个月的，而实验看 {horizon_months} 个月：请改 target.horizon_months，或不用 --truth。 | "
                f"the truth tells the hazard of {' and '.join(map(str, HAZARD_HORIZONS))} months, and the experiment looks "
                f"{horizon_months} months ahead. Set `target.horizon_months` to one of them, or leave --truth out."
            )
        folder = folder / "truth" if (folder / "truth").is_dir() else folder
        tables = {name: _table(folder, name, columns) for name, columns in _COLUMNS.items()}
        household = pl.col("户编号").alias("household_id")
        hazard = f"hazard_{horizon_months}m"
        return cls(
            horizon_months,
            tables["hazard"].select(
                household,
                pl.col("month_end").alias("as_of"),
                pl.col(hazard).cast(pl.Float64).alias("hazard"),
                "in_hardship",
            ),
            tables["hardship"].select(household, pl.col("hardship_date").alias("fell_on")),
            tables["help"].select(
                household, *(pl.col(f"{hazard}_{how}").alias(how) for how in ("with_help", "without_help"))
            ),
        )

    @property
    def prevented(self) -> float:
        """The share of falls that help prevents, of households that had not fallen yet; NaN where none was helped."""
        standing = self.help.filter(pl.col("without_help") < 1)
        without, with_help = (float(standing[name].to_numpy().sum()) for name in ("without_help", "with_help"))
        return 1 - with_help / without if without else float("nan")


def _table(folder: Path, name: str, columns: set[str]) -> pl.DataFrame:
    path = folder / f"{name}.parquet"
    try:
        table = pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise TruthError(
            f"{path} 读不出虚构县的真值表：请给出 fanpin simulate --out 写出的文件夹。 | {path}: can't be read as a table of a simulated county's truth. Give the folder that `fanpin simulate --out` "
            "wrote, or its `truth` folder."
        ) from error
    missing = sorted(columns - set(table.columns))
    if missing:
        raise TruthError(
            f"{path}：缺列 {'、'.join(missing)}，可能由别的版本写出：请重新生成虚构县。 | {path}: no column {', '.join(missing)}. Was it written by another version? Simulate the county anew."
        )
    return table
