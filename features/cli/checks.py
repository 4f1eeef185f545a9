"""`fanpin checks`: the cross-table checks; `fanpin checks show ID`: one of them in full."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from features.cli.options import CountyFolder, day_option, policy_of

app = typer.Typer(help="Cross-table checks of the records.")


@app.callback(invoke_without_command=True)
def checks(context: typer.Context) -> None:
    """List the cross-table checks of the records, by theme."""
    if context.invoked_subcommand is not None:
        return
    from features.checks.registry import checks as registered

    table = Table()
    for heading in ("主题", "编号 check", "性质", "程度", "内容 what it finds"):
        # Chinese has no spaces to break a line at.
        table.add_column(heading, overflow="fold")
    theme = None
    for rule in registered().values():
        if theme is not None and rule.theme is not theme:
            table.add_section()
        theme = rule.theme
        table.add_row(theme.zh, rule.id, rule.kind.zh, rule.severity.zh, f"{rule.zh}\n{rule.en}")
    Console().print(table)


@app.command()
def show(
    check: Annotated[
        str, typer.Argument(metavar="ID", help="规则编号，见 fanpin checks Id of a check, as `fanpin checks` lists it.")
    ],
    as_of: Annotated[
        dt.date | None,
        day_option("--as-of", "显示哪一天的数值，不写为今天 Day for which thresholds are shown; today when not given."),
    ] = None,
    region: Annotated[
        str, typer.Option("--region", help="显示哪个地区的数值 Region code for which thresholds are shown.")
    ] = "",
    county: CountyFolder = None,
) -> None:
    """Tell one check in full: what it finds, whose rule it is, its thresholds, what to do and why it matters."""
    from features.checks.registry import chosen

    rule = chosen([check])[check]
    day = as_of or dt.date.today()
    policy = policy_of(county)
    console = Console()

    def line(zh: str, en: str, *told: str) -> None:
        console.print(f"[bold]{zh} {en}[/bold]", *told, sep="\n  ")

    line(f"{rule.theme.zh} · {rule.zh}", f"({rule.id})", rule.en)
    line("性质", "Kind", f"{rule.kind.zh}，{rule.severity.zh}", f"{rule.kind.en}; {rule.severity.en}")
    line("来源", "Source", *(part.strip() for part in rule.source.split("|")))
    line("有效期", "In force", f"{rule.valid_from} – {rule.valid_until or ''}")
    for name in sorted(rule.policy):
        value, step = policy.values[name], policy.values[name].step(region, day)
        line("阈值", "Threshold", f"{value.zh} {step.value:g} ({value.unit}, {name}, {step.status})", step.source)
    line("怎么办", "What to do", rule.fix_zh, rule.fix_en)
    line("为何影响评分", "Why it matters", rule.why_zh, rule.why_en)
