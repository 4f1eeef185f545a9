"""The front door: one command line that mounts the parts that are installed.

Each part brings its own commands. The service's image leaves training out, and then its commands are not there.
"""

from __future__ import annotations

import datetime as dt
import importlib
import importlib.util
import os
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from features.disk import EXIT_STATUS, DiskError, fault_of, place_of
from features.errors import FanpinError

# Threads that wait for each other by spinning take the cores from whoever works; this has to be said before LightGBM
# and scikit-learn load their OpenMP.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

PARTS = ("features.cli", "training.cli", "models.cli", "service.cli")

app = typer.Typer(
    name="fanpin",
    help="返贫致贫风险预警 | Early warning of falling (back) into poverty. A score is a lead, never a status.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _mount() -> None:
    for part in PARTS:
        package = part.partition(".")[0]
        if importlib.util.find_spec(package) is not None:
            app.add_typer(importlib.import_module(part).app)


@app.command()
def demo(
    out: Annotated[Path, typer.Option("--out", help="Folder for everything that the demo makes.")] = Path("var/demo"),
    households: Annotated[
        int, typer.Option("--households", min=5_000, help="Rural households; fewer have too few to learn from.")
    ] = 20_000,
    months: Annotated[
        int, typer.Option("--months", min=44, help="Months of history; fewer leave none to train on.")
    ] = 48,
    seed: Annotated[int, typer.Option("--seed", help="Same seed, same county.")] = 1,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the list page at the end.")] = True,
    port: Annotated[int, typer.Option("--port", help="Port of the list page.")] = 8000,
) -> None:
    """From a made-up county's deliveries to the ten households to visit first, then the list page."""
    from training.demo import run_demo

    run_demo(out, households, months, seed, dt.datetime.now(dt.UTC))
    if serve:
        from service.cli import serve as serve_pages

        serve_pages(port=port)


def main() -> None:
    """Run the command line; an error meant for people is a message, not a traceback."""
    _mount()
    try:
        app()
    except FanpinError as error:
        sys.stderr.write(f"{error}\n")
        if (fault := fault_of(error)) is not None and error.exit_status != EXIT_STATUS:
            sys.stderr.write(f"{DiskError(place_of(error, _places_written()), fault)}\n")
        sys.exit(EXIT_STATUS if fault else error.exit_status)
    except Exception as error:
        if (fault := fault_of(error)) is None:
            raise
        sys.stderr.write(f"{DiskError(place_of(error, _places_written()), fault)}\n")
        sys.exit(EXIT_STATUS)


def _places_written() -> list[Path]:
    """Where commands keep what they make."""
    from features.cli import data_folder

    database = os.environ.get("MLFLOW_TRACKING_URI", "sqlite:///var/mlflow.db").removeprefix("sqlite:///")
    named = (os.environ.get(name) for name in ("FANPIN_MODEL_COPY", "FANPIN_AUDIT", "FANPIN_API_KEY_FILE"))
    return [
        data_folder(),
        Path(database),
        *(Path(name) for name in named if name),
        Path.cwd(),
        Path(tempfile.gettempdir()),
    ]


if __name__ == "__main__":
    main()
