"""`fanpin findings`: the workbook of what a region should put right or go and see."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from features.cli.options import AsOf, CountyFolder, Region, console, data_folder, policy_of, standing_day

app = typer.Typer()


@app.command()
def findings(
    out: Annotated[Path, typer.Option("--out", metavar="FILE.xlsx", help="写出的工作簿 Workbook to write.")],
    region: Region = "",
    as_of: AsOf = None,
    county: CountyFolder = None,
) -> None:
    """Write a workbook of findings that a village can act on, by township and village, with room for the answers."""
    from features.disk import write_whole
    from features.disk.outputs import writable_workbook
    from features.findings.gathering import gather
    from features.findings.workbook import workbook_of
    from features.records.store.states import StoreInState

    store = StoreInState.open(data_folder())
    writable_workbook(out)
    policy = policy_of(county)
    stood = standing_day(as_of, store, policy)
    gathered = gather(store, stood.day, policy, region)
    content = workbook_of(replace(gathered, left_out=stood.left_out))
    write_whole(out, content)
    households = gathered.reported.get_column("household_id").n_unique()
    console.print(str(stood.in_words), markup=False, soft_wrap=True)
    console.print(
        f"{gathered.homes.height:,} 户中 {households:,} 户有 {gathered.reported.height:,} 个问题：{out} | {gathered.reported.height:,} "
        f"findings in {households:,} of {gathered.homes.height:,} households",
        markup=False,
        soft_wrap=True,
    )
    for line in gathered.examples_counted:
        console.print(line, markup=False, soft_wrap=True)
