"""`fanpin train`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from features.bars import Bars
from features.cli.options import CountyFolder, data_folder, policy_of

app = typer.Typer()
console = Console()


@app.command()
def train(
    experiment: Annotated[
        Path | None, typer.Option("--experiment", help="实验文件，不写为 entry Experiment file; default: entry.")
    ] = None,
    county: CountyFolder = None,
    report: Annotated[
        Path | None, typer.Option("--report", help="把全部指标写成 JSON Write every metric as JSON.")
    ] = None,
    truth: Annotated[
        Path | None,
        typer.Option(
            "--truth",
            help="虚构县的文件夹：再用真实困难衡量名单 Folder of a simulated county: measure the lists against true hardship too.",
        ),
    ] = None,
) -> None:
    """Train, calibrate, measure out of time, and register the model as challenger."""
    from features.records.store import RecordStore
    from training.experiment import run
    from training.reports import print_report, write_report
    from training.settings import Experiment

    settings, values = Experiment.load(experiment), policy_of(county)
    with Bars() as bars:
        model, measured = run(RecordStore.open(data_folder()), settings, values, truth=truth, progress=bars)
    print_report(measured, console)
    if report:
        write_report(measured, report)
        console.print(f"report: {report}", soft_wrap=True)
    role = "候选 challenger" if measured["choice"]["challenger"] else "不作候选 no challenger"
    console.print(
        f"已登记 registered: {model.name} version {model.version}, {role}\n"
        f"现用模型没有变；查看能否上线 | the champion is as it was; whether it may be promoted: fanpin promote {model.version} "
        f"--model {model.name} --check",
        highlight=False,
        soft_wrap=True,
    )
