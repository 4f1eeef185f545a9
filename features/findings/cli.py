"""`fanpin findings`: the workbook of what a region should put right or go and see."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from features.options import CountyFolder, policy_of

app = typer.Typer()


@app.command()
def findings(
    out: Annotated[Path, typer.Option("--out", metavar="FILE.xlsx", help="Workbook to write.")],
    region: Annotated[
        str,
        typer.Option(
            "--region",
            metavar="CODE",
            help="行政区划代码前几位 first digits of the village codes: 6 县 county, 9 乡镇 township, 12 村 village.",
        ),
    ] = "",
    as_of: Annotated[
        dt.datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], help="Day to stand on; default: the last delivery's."),
    ] = None,
    county: CountyFolder = None,
) -> None:
    """Write a workbook of findings that a village can act on, by township and village, with room for the answers."""
    from features.cli import console, data_folder
    from features.errors import FanpinError
    from features.findings.gathering import gather
    from features.findings.workbook import workbook_of
    from features.outputs import writable_workbook
    from features.records.store import RecordStore

    store = RecordStore.open(data_folder())
    day = as_of.date() if as_of else store.last_delivery_day()
    if day is None:
        raise FanpinError(
            f"{data_folder()} 中还没有交付（或都已撤回）：先运行 `fanpin intake DIR` | the record store holds no delivery that "
            "still counts: run `fanpin intake DIR` first, or give a day with --as-of."
        )
    writable_workbook(out)
    found = gather(store, day, policy_of(county), region)
    out.write_bytes(workbook_of(found))
    households = found.found.get_column("household_id").n_unique()
    console.print(
        f"截至 {day}，{found.homes.height:,} 户中 {households:,} 户有 {found.found.height:,} 个问题：{out} | {found.found.height:,} "
        f"findings in {households:,} of {found.homes.height:,} households as of {day}",
        markup=False,
        soft_wrap=True,
    )
    for line in found.examples:
        console.print(line, markup=False, soft_wrap=True)
