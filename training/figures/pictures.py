"""The pictures of a report: calibration, precision and recall, gain, lead time, the windows on a time line."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from training.contenders.names import name_of
from training.predictions import MODEL

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Report = dict[str, Any]

COLOURS = {"train": "#4c78a8", "later": "#f2a93b", "test": "#c44e52"}
"""Of the parts of a window."""


def pictures(report: Report) -> dict[str, Figure]:
    """Matplotlib figures by file name; what the report does not tell is not drawn."""
    drawn = {"backtest_windows.png": _windows(report)}
    curves = report["curves"]
    drawn["precision_recall.png"] = _precision_recall(curves["precision_recall"])
    drawn["gain.png"] = _gain(curves["gain"], report["lists"]["capacity"]["visits_per_hundred"])
    drawn["calibration.png"] = _calibration(report["calibration"])
    drawn["lead_time.png"] = _lead_time(report["lists"]["lead_time"])
    return drawn


def _figure(width: float, height: float) -> tuple[Figure, Axes]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots()


def _style(method: str) -> dict[str, Any]:
    """The model stands out; its opponents are told apart by colour."""
    return {
        "label": name_of(method)[1],
        "linewidth": 2.4 if method == MODEL else 1.2,
        "zorder": 3 if method == MODEL else 2,
    }


def _windows(report: Report) -> Figure:
    from matplotlib.dates import date2num
    from matplotlib.patches import Patch

    rows = [*((f"window {n}", one) for n, one in enumerate(report["windows"], 1)), ("ships", _shipping(report))]
    figure, axes = _figure(9, 0.5 * len(rows) + 1.4)
    for height, (_, window) in enumerate(rows):
        for part, colour in COLOURS.items():
            if part in window:
                first, last = (dt.date.fromisoformat(window[part][end]) for end in ("first", "last"))
                # A single date is drawn as wide as a month.
                days = max((last - first).days, 25)
                axes.barh(height, days, left=date2num(first), color=colour, height=0.6)
    axes.set_yticks(range(len(rows)), [name for name, _ in rows])
    axes.invert_yaxis()
    axes.xaxis_date()
    words = {"train": "train", "later": "later data (early stopping, calibration)", "test": "test"}
    figure.legend(
        handles=[Patch(color=COLOURS[part], label=label) for part, label in words.items()],
        loc="outside lower center",
        ncols=3,
        frameon=False,
    )
    axes.set_title(f"As-of dates; gaps of {report['experiment']['target']['horizon_months']} months, one horizon")
    axes.grid(axis="x", alpha=0.3)
    return figure


def _shipping(report: Report) -> dict[str, Any]:
    return {part: report["parts"][part] for part in ("train", "later")}


def _precision_recall(curves: dict[str, Any]) -> Figure:
    figure, axes = _figure(7, 4.5)
    highest = 0.0
    for method, curve in curves.items():
        axes.plot(curve["recall"], curve["precision"], **_style(method))
        # Right of a tenth of the recall: left of it a handful of rows makes precision jump.
        settled = [p for r, p in zip(curve["recall"], curve["precision"], strict=True) if 0.1 <= r < 1]
        highest = max([highest, *settled])
    axes.set(xlabel="recall", ylabel="precision", title="Out of time: precision at each recall")
    axes.set_ylim(0, min(1.0, highest * 1.3 or 1.0))
    axes.legend(fontsize=8)
    axes.grid(alpha=0.3)
    return figure


def _gain(curves: dict[str, Any], capacity: float) -> Figure:
    figure, axes = _figure(7, 4.5)
    for method, found in curves["found"].items():
        axes.plot(curves["visits"], found, marker="o", markersize=3, **_style(method))
    axes.axvline(capacity, color="grey", linestyle=":")
    axes.annotate("capacity", (capacity, 1.0), xycoords=("data", "axes fraction"), ha="center", va="bottom", fontsize=8)
    axes.set_xscale("log")
    axes.set_xticks(curves["visits"], [f"{visits:g}" for visits in curves["visits"]])
    axes.minorticks_off()
    axes.set(xlabel="visits per 100 households and month", ylabel="share of positives found", ylim=(0, None))
    figure.suptitle("Out of time: gain by capacity")
    axes.legend(fontsize=8)
    axes.grid(alpha=0.3)
    return figure


def _calibration(section: Report) -> Figure:
    figure, axes = _figure(5.5, 5)
    cells = section["by"]["decile"]
    predicted = [cell["predicted"] for cell in cells]
    observed = [cell["observed"]["value"] for cell in cells]
    spans = [
        [cell["observed"]["value"] - cell["observed"]["low"], cell["observed"]["high"] - cell["observed"]["value"]]
        for cell in cells
    ]
    axes.errorbar(predicted, observed, yerr=list(zip(*spans, strict=True)), marker="o", capsize=2, linewidth=1)
    # Tenths of a rare outcome span orders of magnitude; a tenth in which nobody was identified has no logarithm.
    low = min([*(value for value in [*predicted, *observed] if value > 0), 1.0])
    high = max([*predicted, *(cell["observed"]["high"] for cell in cells), low * 10])
    axes.plot([low, high], [low, high], linestyle=":", color="grey")
    axes.set_xscale("log")
    axes.set_yscale("symlog", linthresh=low)
    axes.set_ylim(bottom=0)
    axes.set(xlabel="predicted probability", ylabel="observed share", title="Out of time: calibration by tenths")
    axes.grid(alpha=0.3)
    return figure


def _lead_time(section: Report) -> Figure:
    figure, axes = _figure(7, 4.5)
    for method, measured in section["methods"].items():
        if ":" in method:
            continue
        months = [step["months"] for step in measured["listed_ahead"]]
        axes.step(months, [step["value"] for step in measured["listed_ahead"]], where="post", **_style(method))
    axes.set(
        xlabel="months before the official identification", ylabel="share of outcomes listed by then", ylim=(0, None)
    )
    figure.suptitle("How long ahead households were on the list")
    axes.legend(fontsize=8)
    axes.grid(alpha=0.3)
    return figure
