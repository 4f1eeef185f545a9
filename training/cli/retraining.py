"""`fanpin retrain`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from features.cli.options import AsOf, CountyFolder, console, data_folder, policy_of, standing_day

app = typer.Typer()


@app.command()
def retrain(
    experiment: Annotated[
        Path | None, typer.Option("--experiment", help="实验文件，不写为 entry Experiment file; default: entry.")
    ] = None,
    as_of: AsOf = None,
    report: Annotated[
        Path | None, typer.Option("--report", help="把全部指标写成 JSON Write every metric as JSON.")
    ] = None,
    afresh: Annotated[
        bool, typer.Option("--afresh", help="不用上次中断前已完成的步骤 Forget what a killed retraining left done.")
    ] = False,
    county: CountyFolder = None,
) -> None:
    """Watch the champion, train, backtest, write the card and register a challenger: one command, once a month.

    After a kill or a failure the same command goes on where it stopped. It promotes nothing: `fanpin promote` does.
    """
    from features.bars import Bars
    from features.disk.outputs import writable_file
    from features.records.store import RecordStore
    from training.reports import print_report, write_report
    from training.retraining.retrain import retrain as go_through
    from training.retraining.summary import print_summary
    from training.settings import Experiment

    settings, policy = Experiment.load(experiment), policy_of(county)
    store = RecordStore.open(data_folder())
    stood = standing_day(as_of, store, policy)
    if report is not None:
        writable_file(report)

    def print_step(name: str, found: bool) -> None:
        console.print(f"{'已有 found' if found else '开始 begin'}  {name}", highlight=False)

    with Bars() as bars:
        done = go_through(store, settings, policy, stood.day, afresh=afresh, on_step=print_step, progress=bars)
    print_report(done.report, console)
    if report is not None:
        write_report(done.report, report)
        console.print(f"report: {report}", soft_wrap=True)
    print_summary(done, console)
