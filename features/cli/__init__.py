"""The commands of `features`: one file for each noun, mounted here; what several of them share is in `options`.

They stand on everything else in `features`, and nothing there stands on them. The other command lines take their options
from `options`, never from here.
"""

from __future__ import annotations

import typer

from features.cli.checks import app as checks_app
from features.cli.context import app as context_app
from features.cli.deliveries import app as deliveries_app
from features.cli.features import app as features_app
from features.cli.findings import app as findings_app
from features.cli.gaps import app as gaps_app
from features.cli.headers import app as headers_app
from features.cli.intake import app as intake_app
from features.cli.people import app as people_app
from features.cli.policy import app as policy_app
from features.cli.records import app as records_app
from features.cli.triggers import app as triggers_app

app = typer.Typer()
app.add_typer(intake_app)
app.add_typer(records_app, name="records")
app.add_typer(deliveries_app, name="deliveries")
app.add_typer(findings_app)
app.add_typer(context_app)
app.add_typer(policy_app)
app.add_typer(triggers_app)
app.add_typer(gaps_app)
app.add_typer(checks_app, name="checks")
app.add_typer(features_app, name="features")
app.add_typer(headers_app, name="headers")
app.add_typer(people_app, name="people")
