"""The commands of the service: one file for each noun, mounted here; what several of them share is in `installation`.

At the command line of the machine its owner acts for the installation itself: whoever can run them could read the keys
and the database all the same. What is done stands in the audit.
"""

from __future__ import annotations

import typer

from service.cli.audit import app as audit_app
from service.cli.clients import app as clients_app
from service.cli.database import app as database_app
from service.cli.landing import app as landing_app
from service.cli.serving import app as serving_app
from service.cli.users import app as users_app
from service.cli.vault import app as vault_app
from service.cli.webhooks import app as webhooks_app

app = typer.Typer()
app.add_typer(serving_app)
app.add_typer(landing_app)
app.add_typer(users_app, name="users")
app.add_typer(clients_app, name="clients")
app.add_typer(database_app, name="database")
app.add_typer(audit_app, name="audit")
app.add_typer(vault_app, name="vault")
app.add_typer(webhooks_app, name="webhooks")
