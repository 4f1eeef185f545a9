"""`fanpin shadow`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from features.cli.options import CountyFolder, data_folder, policy_of
from features.errors import FanpinError
from models import DEFAULT_MODEL
from models.options import ModelName

app = typer.Typer()
console = Console()


@app.command()
def shadow(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="对比文件（由 fanpin score 存下），不写为最近一天的 Scores side by side that `fanpin score` kept; default: the newest day's."
        ),
    ] = None,
    county: CountyFolder = None,
    model: ModelName = DEFAULT_MODEL,
) -> None:
    """Tell what would change on the list if the challenger took over."""
    import polars as pl

    from features.records.store import RecordStore
    from models.lists import COUNTY_DIGITS, rules_in_force
    from models.shadow.comparing import compared
    from models.shadow.scoring import CHALLENGER, kept_shadows

    store, policy = RecordStore.open(data_folder()), policy_of(county)
    kept = [file] if file else kept_shadows(store, model)
    if not kept or not kept[-1].exists():
        raise FanpinError(
            f"{model} 没有候选模型的评分：先有候选模型（fanpin train），再运行 fanpin score | No challenger of {model} has scored yet: "
            "there has to be one (fanpin train), then run fanpin score."
        )
    both = pl.read_parquet(kept[-1])
    as_of, codes = both["as_of"][0], both["region_code"].drop_nulls().str.head(COUNTY_DIGITS).unique()
    capacity = rules_in_force(policy, codes[0] if len(codes) == 1 else None, as_of).capacity.by_score_alone
    visits, comparison = capacity.visits_per_hundred, compared(both, capacity)
    correlation = comparison.correlation
    numbers = [str(both[name].drop_nulls().first()) for name in ("model_version", f"{CHALLENGER}model_version")]
    console.print(
        f"{model} {as_of}：现用第 {numbers[0]} 版与候选第 {numbers[1]} 版，每百户每月走访 {visits:g} 户\n"
        f"{model} {as_of}: champion {numbers[0]} and challenger {numbers[1]}, {visits:g} visits per 100 households a month\n"
        f"  两份名单都有 on both lists         {comparison.both:>6}（{comparison.overlap:.0%}）\n"
        f"  只在现用名单 only the champion's    {comparison.only_champion:>6}\n"
        f"  只在候选名单 only the challenger's  {comparison.only_challenger:>6}\n"
        f"  全部住户次序的相关 rank correlation  {correlation if correlation is not None else float('nan'):>6.3f}",
        highlight=False,
        soft_wrap=True,
    )
    table = Table(
        box=box.SIMPLE, show_edge=False, pad_edge=False, title="变动最大的 The largest moves", title_justify="left"
    )
    for heading in ("户 household", "乡镇 township", "现用位次 place", "候选位次 by challenger", "可能性 probability"):
        table.add_column(heading, overflow="fold")
    for row in comparison.moves.iter_rows():
        household, township, place, theirs, probability, other = row
        table.add_row(
            household, township, _shown(place), _shown(theirs), f"{_percent(probability)} → {_percent(other)}"
        )
    console.print(table)


def _shown(place: int | None) -> str:
    return "—" if place is None else str(place)


def _percent(probability: float | None) -> str:
    return "—" if probability is None else f"{probability:.1%}"
