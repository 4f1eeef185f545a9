"""What a recalibration did, as read in a terminal: Chinese first, English beside."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from training.calibration.printing import print_outcomes

Section = dict[str, Any]


def print_recalibration(report: Section, console: Console) -> None:
    """What the outcomes said of the old probabilities, what the new curve is, and what its rehearsal promises."""
    print_outcomes(report["before"], console, advice=False)
    fitted = report["calibration"]
    console.print(
        f"新校准 new calibrator: {fitted['kind']}, {fitted['first']} – {fitted['last']}, {fitted['households']} 户 households with "
        f"the outcome",
        highlight=False,
        soft_wrap=True,
    )
    rehearsal = report["rehearsal"]
    if rehearsal is None:
        console.print("日期或户数太少，未能预演 | too few dates or outcomes to rehearse it", highlight=False)
        return
    before, after = rehearsal["before"], rehearsal["after"]
    console.print(
        f"预演 rehearsal ({rehearsal['fitted']['first']} – {rehearsal['fitted']['last']} → {rehearsal['judged']['first']} – "
        f"{rehearsal['judged']['last']}): 平均偏差 expected calibration error "
        f"{_share(before['expected_calibration_error'])} → {_share(after['expected_calibration_error'])} "
        f"(偶然 by chance alone {_share(after['error_by_chance'])}), "
        f"实际/预计 observed over expected {before['ratio']:.2f} → {after['ratio']:.2f}",
        highlight=False,
        soft_wrap=True,
    )
    if after["log_loss"] > before["log_loss"]:
        console.print(
            "预演中新校准并不更好：近期的变化可能不会持续 | In the rehearsal the new curve was no better: what changed may not last.",
            style="yellow",
            highlight=False,
            soft_wrap=True,
        )


def _share(value: float) -> str:
    return f"{value:.2%}"
