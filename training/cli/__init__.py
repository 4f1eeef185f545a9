"""The commands of `training`: one file for each noun, mounted here.

They stand on everything else in `training`, and nothing there stands on them.
"""

from __future__ import annotations

import typer

from training.cli.experiment import app as experiment_app
from training.cli.fairness import app as fairness_app
from training.cli.promotion import app as promotion_app
from training.cli.recalibration import app as recalibration_app
from training.cli.retraining import app as retraining_app
from training.cli.simulator import app as simulator_app
from training.cli.watching import app as watching_app

app = typer.Typer()
app.add_typer(simulator_app)
app.add_typer(experiment_app)
app.add_typer(recalibration_app)
app.add_typer(fairness_app)
app.add_typer(promotion_app)
app.add_typer(retraining_app)
app.add_typer(watching_app)
