"""`fanpin card`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from models import DEFAULT_MODEL
from models.options import ModelName

app = typer.Typer()
console = Console()


@app.command()
def card(
    version: Annotated[
        str, typer.Argument(help="版本号，或 champion 现用、challenger 候选 Version number, or champion, challenger.")
    ],
    out: Annotated[
        Path, typer.Option("--out", help="写到哪个文件夹 Folder to write card.json, card.zh.html and card.en.html to.")
    ],
    model: ModelName = DEFAULT_MODEL,
) -> None:
    """Write the card of a model: what it is for, how well it did and for whom, and what limits it."""
    from models.card.page import write_card
    from models.card.schema import Card
    from models.registry import text

    found = Card.load(text(model, version, "card.json"))
    for file in write_card(found, out):
        console.print(str(file), soft_wrap=True)
