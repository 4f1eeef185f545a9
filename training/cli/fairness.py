"""`fanpin fairness`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from features.cli.options import CountyFolder, data_folder, policy_of
from features.errors import FanpinError
from models import DEFAULT_MODEL
from models.options import ModelName

app = typer.Typer()
console = Console()


class NothingToAuditError(FanpinError, ValueError):
    """The predictions of the version were not kept here."""


@app.command()
def fairness(
    version: Annotated[
        str, typer.Argument(help="版本号，或 champion 现用、challenger 候选 Version number, or champion, challenger.")
    ] = "champion",
    ethnicity: Annotated[
        Path | None,
        typer.Option(
            help="含户编号和民族的 CSV，只用于本次审计，不保存 CSV with 户编号 and 民族, for this audit only: used once and kept nowhere."
        ),
    ] = None,
    report: Annotated[Path | None, typer.Option("--report", help="把审计写成 JSON Write the audit as JSON.")] = None,
    county: CountyFolder = None,
    model: ModelName = DEFAULT_MODEL,
) -> None:
    """Audit a model's list group by group: recall, precision, selection, calibration, each with a verdict.

    Exit code 1: a group lies outside the bounds.
    """
    from features.records.store import RecordStore
    from models.card.verdicts import Verdict
    from models.registry import load_version
    from training.fairness.ethnicity import read_ethnicity
    from training.fairness.kept_predictions import audit_of
    from training.fairness.printing import print_fairness
    from training.promotion.storage import kept_predictions
    from training.reports import write_report

    store, policy = RecordStore.open(data_folder()), policy_of(county)
    audited = load_version(model, version)
    predictions = kept_predictions(store, audited.name, audited.version)
    if predictions is None:
        raise NothingToAuditError(
            f"没有保存 {audited.name} 第 {audited.version} 版的检验结果 | "
            f"The predictions of {audited.name} version {audited.version} were not kept in {store.path}. They are kept by "
            "`fanpin train`; audit where the model was trained, or train again."
        )
    groups = read_ethnicity(ethnicity) if ethnicity else None
    section = audit_of(audited, predictions, groups, store, policy)
    print_fairness(section, console)
    if report:
        write_report(section, report)
        console.print(f"report: {report}", soft_wrap=True)
    if section["verdicts"][Verdict.OUTSIDE.value]:
        raise typer.Exit(1)
