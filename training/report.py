"""The report of a training run: every number with its interval, as JSON and as a table to read."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import polars as pl
from rich import box
from rich.console import Console
from rich.table import Table

from features.triggers.outcomes import YIELD
from features.triggers.printing import yield_table
from training.calibration.printing import print_calibration
from training.fairness.printing import print_fairness
from training.lists.printing import print_lists

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
    """What fits a terminal: the methods' values, and what the model adds to each opponent with its interval."""
    shares = [f"{metric}@{share:g}" for metric in ("precision", "recall") for share in report["shares"]]
    test = report["parts"]["test"]
    console.print(
        f"{report['experiment']['name']}: out of time, {test['dates']} lists from {test['first']} to {test['last']}; "
        f"{report['positives']['test']:,} positives of {report['rows']['test']:,} rows "
        f"({report['households']['test']:,} different households)."
    )
    metrics = [*SHOWN, *shares]
    values = {
        name: [f"{measured[metric]['value']:.3f}" for metric in metrics] for name, measured in report["methods"].items()
    }
    console.print(_table(metrics, values))
    console.print(f"The model's advantage, with 95 % intervals by {report['resample']}:")
    advantages = {
        f"over {name.partition('-')[2]}": [_with_interval(measured[metric]) for metric in metrics]
        for name, measured in report["comparisons"].items()
    }
    console.print(_table(metrics, advantages))
    print_lists(report["lists"], console)
    print_calibration(report["calibration"], console)
    print_fairness(report["fairness"], console)
    if "yields" in report:
        told = "各部门规则的命中，以及其后在期限内被识别的户 | Each rule's hits on these lists, and who of them was identified within"
        console.print(f"{told} {report['experiment']['target']['horizon_months']} months:")
        console.print(yield_table(pl.DataFrame(report["yields"], schema=YIELD)))
    proved = report["leak_proof"]
    console.print(
        f"Proved before learning: what was learned after {', '.join(day['as_of'] for day in proved['days'])} changes no "
        f"feature or trigger of {proved['households']:,} households drawn for it."
    )
    if report["policy"]["examples"]:
        console.print(
            "Policy values that are examples, to be replaced by the county's own notices: "
            + ", ".join(report["policy"]["examples"])
        )


def _table(metrics: list[str], columns: dict[str, list[str]]) -> Table:
    table = Table(box=box.SIMPLE, show_edge=False, pad_edge=False)
    table.add_column("metric", no_wrap=True)
    for name in columns:
        table.add_column(name, justify="right")
    for position, metric in enumerate(metrics):
        table.add_row(metric, *(cells[position] for cells in columns.values()))
    return table


def _with_interval(interval: dict[str, float]) -> str:
    """`.159 (.119, .193)`: without the leading zeros three columns fit a terminal of eighty."""
    value, low, high = (f"{interval[bound]:.3f}".replace("0.", ".", 1) for bound in ("value", "low", "high"))
    return f"{value} ({low}, {high})"
