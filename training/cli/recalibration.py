"""`fanpin recalibrate`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from features.cli.options import CountyFolder, data_folder, policy_of
from models import DEFAULT_MODEL
from models.options import ModelName
from training.settings.calibration import Calibration

app = typer.Typer()
console = Console()


@app.command()
def recalibrate(
    model: ModelName = DEFAULT_MODEL,
    version: Annotated[str, typer.Option("--version", help="版本号或标记 Version number, or an alias.")] = "champion",
    calibration: Annotated[
        Calibration,
        typer.Option("--calibration", help="校准曲线，auto 按其后的结果选 Curve; auto: chosen on later outcomes."),
    ] = Calibration.AUTO,
    dates: Annotated[
        int, typer.Option("--dates", min=1, max=60, help="最多用最近几期 Newest as-of dates to use, at most.")
    ] = 6,
    county: CountyFolder = None,
    report: Annotated[
        Path | None, typer.Option("--report", help="把结果写成 JSON Write what was measured as JSON.")
    ] = None,
) -> None:
    """Fit a new calibrator to the newest outcomes; the trees, the order of lists and the reasons stay as they are.

    The result is a new version, the challenger: `fanpin promote` decides. Exit code 1: too few outcomes, nothing changed.
    """
    from features.bars import Bars
    from features.records.store import RecordStore
    from training.recalibration.printing import print_recalibration
    from training.recalibration.registering import recalibrate_registered
    from training.reports import write_report

    with Bars() as bars:
        registered, measured = recalibrate_registered(
            RecordStore.open(data_folder()), policy_of(county), model, version, calibration, dates, progress=bars
        )
    print_recalibration(measured, console)
    if report:
        write_report(measured, report)
        console.print(f"report: {report}", soft_wrap=True)
    console.print(
        f"已登记 registered: {registered.name} version {registered.version}, alias challenger"
        f"（旧版本不变；`fanpin promote {registered.version}` 经检查后启用 | the old version is untouched; `fanpin promote {registered.version}` lets it score after its checks)",
        highlight=False,
        soft_wrap=True,
    )
