"""`fanpin gaps`: who meets a rule of the safety net and has not the measure, and the reverse."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from features.options import CountyFolder, policy_of

app = typer.Typer()


@app.command()
def gaps(
    as_of: Annotated[
        dt.datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], help="Day to stand on; default: the last delivery's."),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE.xlsx", help="Workbook to write.")] = None,
    region: Annotated[
        str, typer.Option("--region", metavar="CODE", help="行政区划代码前几位 first digits of the village codes.")
    ] = "",
    county: CountyFolder = None,
) -> None:
    """保障政策漏享错享核查清单 | Who is due a measure and has it not, and who has one that the records do not bear out."""
    from features.cli import console, data_folder
    from features.findings.places import homes
    from features.gaps.finding import gap_policy, gaps_in_store
    from features.gaps.rules import GAPS
    from features.gaps.workbook import lists_of
    from features.options import day_or_last_delivery
    from features.outputs import writable_workbook
    from features.policy.listing import examples_told
    from features.records.store import RecordStore
    from features.rule_lists import workbook_of

    store, policy = RecordStore.open(data_folder()), policy_of(county)
    day = day_or_last_delivery(as_of, store)
    if out:
        writable_workbook(out)
    here = homes(store, day, region)
    found = gaps_in_store(store, day, policy, here["household_id"])
    places = [(code, day) for code in here["region_code"].unique()]
    examples = examples_told(policy, policy.examples(gap_policy(), places))
    told = lists_of(found, here, day, examples)
    for one, counted in zip(GAPS, told.counts, strict=True):
        console.print(
            f"{counted.households:>7,} 户  {one.zh} | {one.en}", markup=False, highlight=False, soft_wrap=True
        )
    households = found["household_id"].n_unique()
    console.print(
        f"截至 {day}，{here.height:,} 户中 {households:,} 户须核查 | {households:,} of {here.height:,} households to be checked",
        markup=False,
        soft_wrap=True,
    )
    for line in examples:
        console.print(line, markup=False, soft_wrap=True)
    if out:
        out.write_bytes(workbook_of(told))
        console.print(f"已写入 {out} | written", markup=False, soft_wrap=True)
