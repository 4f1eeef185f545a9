"""The report on a terminal, for data staff: section after section, each printed by those who made it."""

from __future__ import annotations

from typing import Any

import polars as pl
from rich.console import Console

from features.policy.listing import counted
from features.triggers.outcomes import YIELD
from features.triggers.printing import yield_table
from training.backtests.printing import print_backtest
from training.calibration.printing import print_calibration
from training.cohorts.whole import print_cohort
from training.fairness.printing import print_fairness
from training.lists.printing import print_lists
from training.lists.printing_parts import print_parts
from training.truths.printing import print_truth


def print_report(report: dict[str, Any], console: Console) -> None:
    """What fits a terminal of a hundred columns; the JSON holds the rest."""
    test = report["parts"]["test"]
    console.print(
        f"{report['experiment']['name']}：时间外检验 | out of time, {test['dates']} lists from {test['first']} to "
        f"{test['last']}; {report['positives']['test']:,} positives of {report['rows']['test']:,} rows "
        f"({report['households']['test']:,} different households). Intervals: 95 %, by {report['resample']}."
    )
    print_cohort(report["cohort"], console)
    print_backtest(report["backtest"], report["choice"], console)
    print_lists(report["lists"], console)
    print_parts(report["list_parts"], console)
    if "truth" in report:
        print_truth(report["truth"], console)
    print_calibration(report["calibration"], console)
    print_fairness(report["fairness"], console)
    if "yields" in report:
        told = "各部门规则的命中，以及其后在期限内被识别的户 | Each rule's hits on these lists, and who of them was identified within"
        console.print(f"{told} {report['experiment']['target']['horizon_months']} months:")
        console.print(yield_table(pl.DataFrame(report["yields"], schema=YIELD)))
    proved = report["leak_proof"]
    days = [day["as_of"] for day in proved["days"]]
    console.print(
        f"学习前已证明：{'、'.join(days)} 之后知晓的情况，不改变抽取的{proved['households']:,}户的任何特征和预警 | Proved before learning: what was "
        f"learned after {', '.join(days)} changes no feature or trigger of {proved['households']:,} households drawn for it."
    )
    for line in counted(len(report["policy"]["examples"])):
        console.print(line, soft_wrap=True, highlight=False, markup=False)
