"""`fanpin simulate`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from features.bars import Bars

app = typer.Typer()
console = Console()


@app.command()
def simulate(
    out: Annotated[Path, typer.Option("--out", help="写到哪个新的或空的文件夹 Folder to write; must be new or empty.")],
    households: Annotated[int, typer.Option("--households", min=50, help="户数 Rural households.")] = 20_000,
    months: Annotated[int, typer.Option("--months", min=1, max=240, help="历史月数 Months of history.")] = 48,
    seed: Annotated[int, typer.Option("--seed", help="随机种子，相同则结果相同 Same seed, same bytes.")] = 1,
) -> None:
    """Write a made-up county's monthly deliveries, and its truth apart from them."""
    from training.simulator import simulate as simulate_county

    with Bars() as bars:
        simulate_county(households, months, seed, out, progress=bars)
    console.print(f"deliveries: {out / 'deliveries'}\ntruth, for evaluation only: {out / 'truth'}", soft_wrap=True)
