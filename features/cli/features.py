"""`fanpin features`: the catalogue; `fanpin features show NAME`: one feature in full; `fanpin features coverage`: whose duties it all serves."""

from __future__ import annotations

import datetime as dt
import json
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console

from features.cli.options import CountyFolder, day_option, policy_of
from features.vocabulary import RiskType

app = typer.Typer(help="特征目录 | What fanpin knows about a household: the catalogue of features.")


class Form(StrEnum):
    TABLE = "table"
    MARKDOWN = "markdown"
    JSON = "json"


class OneForm(StrEnum):
    TABLE = "table"
    JSON = "json"


@app.callback(invoke_without_command=True)
def list_features(
    context: typer.Context,
    form: Annotated[Form, typer.Option("--format", help="输出格式 How the list is written.")] = Form.TABLE,
    domain: Annotated[
        str | None, typer.Option("--domain", help="只列一个领域 Only one domain: income, illness, …")
    ] = None,
    risk_type: Annotated[
        RiskType | None,
        typer.Option("--risk-type", help="只列一种风险类型 Only features that speak for one official risk type."),
    ] = None,
) -> None:
    """List every feature by domain: meaning, unit, what no record means, and the risk that it speaks for."""
    if context.invoked_subcommand is not None:
        return
    from features.catalogue.document import summary
    from features.catalogue.entry import entries
    from features.catalogue.page import render
    from features.catalogue.printing import print_catalogue

    listed = entries(domain=domain, risk_type=risk_type)
    if form is Form.MARKDOWN:
        typer.echo(render(listed), nl=False)
    elif form is Form.JSON:
        _echo({"features": [summary(entry) for entry in listed]})
    else:
        print_catalogue(listed, Console())


@app.command()
def show(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help="特征名，见 fanpin features Name of a feature, as `fanpin features` lists it."
        ),
    ],
    on: Annotated[
        dt.date | None,
        day_option("--on", "显示哪一天的数值，不写为今天 Day for which policy values are shown; default: today."),
    ] = None,
    region: Annotated[
        str, typer.Option("--region", help="显示哪个地区的数值 Region code for which policy values are shown.")
    ] = "",
    form: Annotated[OneForm, typer.Option("--format", help="输出格式 How it is written.")] = OneForm.TABLE,
    county: CountyFolder = None,
) -> None:
    """Tell one feature in full: meaning, sources, windows, policy, definition, and an example worked out."""
    from features.catalogue.document import document
    from features.catalogue.entry import entry
    from features.catalogue.printing import print_entry

    feature, policy = entry(name), policy_of(county)
    day = on or dt.date.today()
    if form is OneForm.JSON:
        _echo(document(feature, policy, day, region or None))
    else:
        print_entry(feature, policy, day, region, Console())


@app.command()
def coverage() -> None:
    """Print what the five local documents ask for and what serves it, in Markdown."""
    from features.catalogue.coverage_page import render

    typer.echo(render(), nl=False)


def _echo(told: object) -> None:
    typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
