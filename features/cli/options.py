"""What commands of every part share: options, each declared once, the console, and where the records are."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from features.errors import FanpinError

if TYPE_CHECKING:
    from features.deliveries.standing_day import StandingDay
    from features.policy.loading import Policy
    from features.records.store import RecordStore

console = Console()

Directory = Annotated[Path, typer.Argument(metavar="DIR", exists=True, file_okay=False)]

CountyFolder = Annotated[
    Path | None,
    typer.Option(
        "--county",
        metavar="DIR",
        help="县级配置文件夹 The county's own folder (headers.yaml, policy/); default: FANPIN_COUNTY, else ./county.",
    ),
]

DAY = "YYYY-MM-DD"
"""How a day is typed: the metavar of options that `day_typed` reads."""


class NoDateError(FanpinError):
    """What was typed is no calendar day."""


def day_typed(text: str) -> dt.date:
    """A day as people type it. Raises NoDateError."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        told = f"{text} 不是日期：请写成 2024-06-30 这样 | {text!r} is not a date; write it as {DAY}."
        raise NoDateError(told) from None


def day_option(name: str, says: str) -> Any:
    """An option that takes a day; each command says in its own words what for."""
    return typer.Option(name, parser=day_typed, metavar=DAY, help=says)


AsOf = Annotated[
    dt.date | None,
    day_option("--as-of", "截至哪一天；不写就是最近一次交付之日 Day to stand on; default: the last delivery's."),
]

Region = Annotated[
    str,
    typer.Option(
        "--region",
        metavar="CODE",
        help="行政区划代码前几位 first digits of the village codes: 6 县 county, 9 乡镇 township, 12 村 village.",
    ),
]

WorkbookOut = Annotated[Path | None, typer.Option("--out", metavar="FILE.xlsx", help="写出的工作簿 Workbook to write.")]


def data_folder() -> Path:
    """Where the record store is: FANPIN_DATA, or ./var/records."""
    return Path(os.environ.get("FANPIN_DATA", "var/records"))


def policy_of(county: Path | None) -> Policy:
    """Fanpin's policy with that of the county's folder over it, where there is one.

    Raises:
        CountyError: a folder was named and is not there.
        PolicyError: some policy file can't be used.
    """
    from features.policy.county import county_folder
    from features.policy.loading import Policy

    return Policy.load(county=county_folder(county))


def standing_day(
    as_of: dt.date | None, store: RecordStore, policy: Policy, horizon_months: int | None = None
) -> StandingDay:
    """The day of `--as-of`, or the day on which answers stand without one; see `features.deliveries.standing_day`.

    Raises:
        NothingDeliveredError, NoSuchDayError, PolicyError: as `day_to_stand_on`.
    """
    from features.deliveries.standing_day import day_to_stand_on

    return day_to_stand_on(as_of, store, policy, horizon_months)
