"""`fanpin watch`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from features.cli.options import AsOf, CountyFolder, console, data_folder, policy_of, standing_day
from models import DEFAULT_MODEL

app = typer.Typer()


@app.command()
def watch(
    as_of: AsOf = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="DIR", help="把 watch.json、watch.html 写到该文件夹 Write watch.json and watch.html there."
        ),
    ] = None,
    model: Annotated[
        str, typer.Option("--model", help="模型名，监测其现用版本 Registered model; its champion is watched.")
    ] = DEFAULT_MODEL,
    county: CountyFolder = None,
) -> None:
    """Ask whether the champion still fits the county: inputs, reasons, outcomes, deliveries, and the list itself.

    Exit code 0: fine, 1: people should look, 2: nothing could be told.
    """
    from features.bars import Bars
    from features.disk import write_whole
    from features.disk.outputs import writable_file
    from features.records.store import RecordStore
    from models.options import model_copy
    from models.registry import load_champion
    from training.watching.page import page, print_watch
    from training.watching.signals import Level
    from training.watching.storage import keep, promised_precision
    from training.watching.watch import watch as watch_county

    store, policy = RecordStore.open(data_folder()), policy_of(county)
    champion = load_champion(model, copy=model_copy())
    stood = standing_day(as_of, store, policy, champion.horizon_months)
    files = {name: writable_file(out / name) for name in ("watch.json", "watch.html")} if out else {}
    with Bars() as bars:
        watched = watch_county(
            champion,
            store,
            policy,
            stood.day,
            promised=promised_precision(champion),
            progress=bars,
        )
    documents = {
        "watch.json": json.dumps(watched.as_dict(), ensure_ascii=False, indent=1) + "\n",
        "watch.html": page(watched),
    }
    for name, file in files.items():
        write_whole(file, documents[name])
    console.print(str(stood.in_words), markup=False, soft_wrap=True)
    print_watch(watched, console)
    console.print(keep(watched, documents), soft_wrap=True, highlight=False)
    if watched.level is Level.LOOK:
        raise typer.Exit(1)
