"""`fanpin triggers`: which departments' rules are hit today, and what became of the hits where that is known."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from features.options import CountyFolder, policy_of

app = typer.Typer()


@app.command()
def triggers(
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
    """部门筛查预警清单 | Which households hit which department's rule, with value, threshold and since when."""
    from features.cli import console, data_folder
    from features.findings.places import homes
    from features.options import day_or_last_delivery
    from features.outputs import writable_workbook
    from features.policy.listing import examples_told
    from features.records.store import RecordStore
    from features.rule_lists import workbook_of
    from features.triggers.evaluating import trigger_policy
    from features.triggers.outcomes import hits_in_store, yield_by_rule
    from features.triggers.printing import yield_table
    from features.triggers.workbook import lists_of

    store, policy = RecordStore.open(data_folder()), policy_of(county)
    day = day_or_last_delivery(as_of, store)
    if out:
        writable_workbook(out)
    here = homes(store, day, region)
    hits = hits_in_store(store, day, policy, here["household_id"])
    places = [(code, day) for code in here["region_code"].unique()]
    examples = examples_told(policy, policy.examples(trigger_policy(), places))
    measured = yield_by_rule(hits)
    console.print(yield_table(measured))
    households = hits["household_id"].n_unique()
    console.print(
        f"截至 {day}，{here.height:,} 户中 {households:,} 户有预警 | {households:,} of {here.height:,} households hit some rule",
        markup=False,
        soft_wrap=True,
    )
    for line in examples:
        console.print(line, markup=False, soft_wrap=True)
    if out:
        out.write_bytes(workbook_of(lists_of(hits, here, day, examples)))
        console.print(f"已写入 {out} | written", markup=False, soft_wrap=True)
