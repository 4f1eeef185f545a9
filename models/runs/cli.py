"""`fanpin runs`: what an office was given (`fanpin replay` of `models.answers` makes it again)."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from features.cli.options import data_folder
from models import DEFAULT_MODEL
from models.options import ModelName

app = typer.Typer()
console = Console()

RunName = Annotated[
    str,
    typer.Argument(help="评分的编号、日期、last（最近一次）或 previous（上一次） Its name, its day, last or previous."),
]


@app.command()
def runs(model: ModelName = DEFAULT_MODEL) -> None:
    """List the kept runs: their day, model, how many were scored and listed."""
    from features.records.store import RecordStore
    from models.runs.storage import find_run, kept_runs

    store = RecordStore.open(data_folder())
    names = kept_runs(store, model)
    if not names:
        find_run(store, model)
    for name in names:
        run = find_run(store, model, name)
        made_from = run.made_from
        cut = "" if made_from.visits is None else f"，走访 {made_from.visits} 户 visits"
        where = f"，区域 region {made_from.region}" if made_from.region else ""
        line = (
            f"{name}  模型 model {made_from.model} 第 {made_from.model_version} 版{cut}{where}  已评分 scored {run.scores.height:,}  "
            f"名单 listed {run.listed.height:,}"
        )
        console.print(line, highlight=False, markup=False, soft_wrap=True)
