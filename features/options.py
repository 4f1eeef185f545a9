"""Options that commands of every part share, each declared once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from features.policy.loading import Policy
    from features.records.store import RecordStore

CountyFolder = Annotated[
    Path | None,
    typer.Option(
        "--county",
        metavar="DIR",
        help="县级配置文件夹 The county's own folder (headers.yaml, policy/); default: FANPIN_COUNTY, else ./county.",
    ),
]

AsOf = Annotated[
    dt.datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="Day to stand on; default: the last delivery's."),
]

Region = Annotated[
    str,
    typer.Option(
        "--region",
        metavar="CODE",
        help="行政区划代码前几位 first digits of the village codes: 6 县 county, 9 乡镇 township, 12 村 village.",
    ),
]

WorkbookOut = Annotated[Path | None, typer.Option("--out", metavar="FILE.xlsx", help="Workbook to write.")]


def policy_of(county: Path | None) -> Policy:
    """Fanpin's policy with that of the county's folder over it, where there is one.

    Raises:
        CountyError: a folder was named and is not there.
        PolicyError: some policy file can't be used.
    """
    from features.county import county_folder
    from features.policy.loading import Policy

    return Policy.load(county=county_folder(county))


def day_or_last_delivery(as_of: dt.datetime | None, store: RecordStore) -> dt.date:
    """The day asked for, else that of the last delivery: what the county knows now.

    Raises:
        FanpinError: nothing was delivered that still counts.
    """
    from features.errors import FanpinError

    day = as_of.date() if as_of else store.last_delivery_day()
    if day is None:
        raise FanpinError(
            "记录库中还没有交付（或都已撤回）：先运行 `fanpin intake DIR` | the record store holds no delivery that still counts: "
            "run `fanpin intake DIR` first, or give a day with --as-of."
        )
    return day
