"""The real panel: training as the product does it, on households of INDEC's Encuesta Permanente de Hogares.

    python -m benchmarks.panels.eph_argentina --panel DIR --report FILE.json

Source: INDEC, Encuesta Permanente de Hogares. README.md beside this file says what becomes what and what is arguable.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import polars as pl
import typer
from rich.console import Console

from benchmarks.panels.eph_tables import record_tables
from benchmarks.panels.eph_visits import Panel
from benchmarks.panels.half_years import print_half_years, recalibration_by_half_year
from features.bars import Bars
from features.errors import FanpinError
from features.policy.loading import Policy
from features.records.importing import import_records
from features.records.store import RecordStore
from training.cohorts.whole import whole_cohort
from training.experiment import run
from training.matrix import training_matrix
from training.pinning import pin
from training.plan.dates import as_of_dates
from training.reports import print_report, write_report
from training.settings import Experiment

HERE = Path(__file__).parent
EXPERIMENT = HERE / "eph_argentina.yaml"
COUNTY = HERE / "eph_county"

app = typer.Typer(add_completion=False)
console = Console()


def poverty_line(policy: Policy, experiment: Experiment) -> float:
    """The line in the unit in which the records tell money: one number, or the unit would drift.

    Raises:
        FanpinError: the policy knows more than one.
    """
    steps = policy.values["monitoring_line"].steps
    if len(steps) != 1:
        raise FanpinError(f"{COUNTY}: monitoring_line must have one step, since money is told in parts of the line.")
    return policy.value("monitoring_line", None, experiment.dates.first)


def whole_matrix(store: RecordStore, experiment: Experiment, policy: Policy, progress: Bars) -> pl.DataFrame:
    """The training matrix of every as-of date whose outcomes were observed, gaps included."""
    pinned = pin(store, experiment, policy)
    dates = as_of_dates(pinned.experiment, pinned.until, pinned.horizon)
    who = whole_cohort(store, pinned.versions, experiment.target, dates, pinned.observed, pinned.horizon, progress)
    return training_matrix(store, pinned.versions, pinned.experiment, policy, who, progress)


@app.command()
def benchmark(
    panel: Annotated[Path, typer.Option("--panel", help="Folder with households, persons and pairs as Parquet.")],
    report: Annotated[Path, typer.Option("--report", help="Write every metric as JSON.")],
    experiment: Annotated[Path, typer.Option("--experiment", help="Experiment file.")] = EXPERIMENT,
) -> None:
    """Train on the panel's earlier years, test on outcomes of 2022, beside a logistic model and the income rule."""
    try:
        settings, policy = Experiment.load(experiment), Policy.load(county=COUNTY)
        tables = record_tables(Panel.read(panel), poverty_line(policy, settings))
        with tempfile.TemporaryDirectory(prefix="fanpin-panel-") as folder, Bars() as bars:
            files, place = Path(folder) / "files", Path(folder) / "records"
            files.mkdir()
            for done, (name, rows) in enumerate(tables.items()):
                bars("write", done, len(tables))
                # A table of which the panel tells nothing is left out, as `fanpin records import` wants it.
                if rows.height:
                    rows.write_parquet(files / f"{name}.parquet")
            bars("write", len(tables), len(tables))
            store = RecordStore.create(place)
            import_records(files, store)
            _, measured = run(store, settings, policy, register=False, progress=bars)
            measured["half_years"] = recalibration_by_half_year(
                whole_matrix(store, settings, policy, bars), settings, policy, bars
            )
    except FanpinError as error:
        console.print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(1) from error
    print_report(measured, console)
    print_half_years(measured["half_years"], console)
    write_report(measured, report)
    console.print(f"report: {report}", soft_wrap=True)


if __name__ == "__main__":
    app()
