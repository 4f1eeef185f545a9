"""The commands of `service`: one file for each noun, mounted here.

They stand on everything else in `service`, and nothing there stands on them.
"""

from __future__ import annotations

import typer

from service.cli.audit import app as audit_app
from service.cli.serving import app as serving_app
from service.cli.vault import app as vault_app
from service.cli.webhooks import app as webhooks_app

app = typer.Typer()
app.add_typer(serving_app)
app.add_typer(audit_app, name="audit")
app.add_typer(vault_app, name="vault")
app.add_typer(webhooks_app, name="webhooks")
