"""The commands of `service`: one file for each noun, mounted here.

They stand on everything else in `service`, and nothing there stands on them.
"""

from __future__ import annotations

import typer

from service.cli.serving import app as serving_app

app = typer.Typer()
app.add_typer(serving_app)
