"""The report of a training run: every number with its interval, as JSON and as a table to read."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from training.evaluate import Measured

SHOWN = ("roc_auc", "average_precision")


def write_report(report: dict[str, Any], path: Path) -> None:
    """Write the report as JSON, whole or not at all; what can't be told is null."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.new")
    unfinished.write_text(
        json.dumps(_plain(report), ensure_ascii=False, indent=1, allow_nan=False) + "\n", encoding="utf-8"
    )
    unfinished.replace(path)


def _plain(content: Any) -> Any:
    if isinstance(content, dict):
        return {str(key): _plain(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_plain(value) for value in content]
    if isinstance(content, float) and not math.isfinite(content):
        return None
    return content


def print_report(report: dict[str, Any], console: Console) -> None:
    """A table of the methods, then of what the model adds to each opponent."""
    shares = [f"precision@{share:g}" for share in report["shares"]] + [f"recall@{s:g}" for s in report["shares"]]
    console.print(
        f"{report['experiment']['name']}: test {report['parts']['test']['first']} to {report['parts']['test']['last']}, "
        f"{report['rows']['test']:,} rows, {report['positives']['test']:,} positives "
        f"({report['households']['test']:,} households); 95 % intervals by {report['resample']}."
    )
    console.print(_table("", report["methods"], [*SHOWN, *shares]))
    console.print(_table("more than", report["comparisons"], [*SHOWN, *shares]))
    if report["policy"]["examples"]:
        console.print(
            "Policy values that are examples, to be replaced by the county's own notices: "
            + ", ".join(report["policy"]["examples"])
        )


def _table(title: str, measured: Measured, metrics: list[str]) -> Table:
    table = Table(title=title or None, title_justify="left")
    table.add_column("metric")
    for name in measured:
        table.add_column(name, justify="right")
    for metric in metrics:
        table.add_row(metric, *(_cell(measured[name].get(metric)) for name in measured))
    return table


def _cell(interval: dict[str, float] | None) -> str:
    if interval is None:
        return ""
    return f"{interval['value']:.3f} ({interval['low']:.3f} to {interval['high']:.3f})"
