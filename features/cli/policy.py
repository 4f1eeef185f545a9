"""`fanpin policy`: the lines, thresholds and standards in force, and whose word each one is."""

from __future__ import annotations

import datetime as dt
import json
from enum import StrEnum
from typing import Annotated

import typer

from features.cli.options import CountyFolder, day_option, policy_of

app = typer.Typer()


class Form(StrEnum):
    TABLE = "table"
    JSON = "json"


@app.command("policy")
def list_policy(
    on: Annotated[
        dt.date | None,
        day_option("--on", "哪一天的数值，不写为今天 Day of which it is asked; today when not given."),
    ] = None,
    region: Annotated[
        str,
        typer.Option(
            "--region", metavar="CODE", help="行政区划代码 region code; without one only what holds everywhere."
        ),
    ] = "",
    form: Annotated[Form, typer.Option("--format", help="输出格式 How it is told.")] = Form.TABLE,
    county: CountyFolder = None,
) -> None:
    """List the policy values in force at a place on a day, with unit, source and status."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Column, Table

    from features.policy.listing import in_force, is_example
    from features.policy.steps import SCOPE_DIGITS, PolicyError

    if region and not (region.isascii() and region.isdigit() and len(region) in SCOPE_DIGITS):
        raise PolicyError(
            f"{region} 不是行政区划代码：应为2、4、6、9或12位数字（6位一个县，9位一个乡镇，12位一个村） | {region!r} is no region code: give 2, 4, 6, "
            "9 or 12 digits (6 for a county, 9 for a township, 12 for a village)."
        )
    listed = in_force(policy_of(county), region, on or dt.date.today())
    if form is Form.JSON:
        typer.echo(json.dumps([entry.as_dict() for entry in listed], ensure_ascii=False, indent=1))
        return
    # Chinese has no spaces to break a line at.
    headings = ("政策数值 value", "取值 in force", "依据 source")
    table = Table(*(Column(heading, overflow="fold") for heading in headings), show_lines=True)
    for entry in listed:
        table.add_row(f"{entry.value.zh}\n{entry.value.name}", entry.value_zh, escape(entry.source_zh))
    console = Console()
    console.print(table)
    examples, own = sum(map(is_example, listed)), sum(entry.by_the_county for entry in listed)
    console.print(
        f"共{len(listed)}项：本县自定{own}项，示例{examples}项（示例须换成本县规定，写法见 docs/policy.md） | {len(listed)} values, "
        f"{own} of them the county's own, {examples} examples to be replaced",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )
