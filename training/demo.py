"""The demo: simulate, intake, train, promote, score, and the ten households to visit first."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from features.bars import Bars
from features.errors import FanpinError
from features.vocabulary import RiskType

if TYPE_CHECKING:
    import polars as pl

    from models.lists import IssuedList

console = Console()
MADE_BY_THE_DEMO, WHOLE = "made-by-fanpin-demo", "whole"
"""A file of the folder, and what stands in it when every stage is done."""

SHOWN = 10
REASON = "演示用的虚构县，没有真实农户 | a made-up county for show: no real household is scored"


@contextmanager
def stage(name: str) -> Iterator[None]:
    """A line per stage with its time."""
    began = time.perf_counter()
    yield
    console.print(f"[bold]{name}[/bold]  {time.perf_counter() - began:.1f} s")


def run_demo(
    out: Path, households: int, months: int, seed: int, now: dt.datetime, experiment: Path | None = None
) -> None:
    """Run every stage in `out`, which is made anew.

    Args:
        now: with its zone; told in the audit of the promotion.
        experiment: how the model is made; the demonstration's where None.

    Raises:
        FanpinError: `out` holds something that no demo made.
    """
    from features.deliveries.standing_day import day_to_stand_on
    from features.disk import write_whole
    from features.intake import intake
    from features.intake.printing import print_report as print_intake
    from features.policy.loading import Policy
    from features.records.store import RecordStore
    from features.workbooks.homes import names_on
    from models.promotions.audit import Act
    from models.reasons import in_words
    from models.registry import load_champion
    from models.runs import make_run
    from models.writing import write_scores
    from training.experiment import run
    from training.promotion.made_up import promote_made_up
    from training.promotion.printing import print_findings, print_moved
    from training.reports import print_report, write_report
    from training.settings import DEMO_EXPERIMENT, Experiment
    from training.simulator import simulate

    _clear(out)
    look_in(out)
    began = time.perf_counter()
    with stage("simulate"), Bars() as bars:
        simulate(households, months, seed, out / "county", progress=bars)
    store = RecordStore.create(out / "records", made_up=True)
    with stage("intake"), Bars() as bars:
        landed = intake(out / "county" / "deliveries", store, progress=bars)
    print_intake(landed, console)
    policy = Policy.load()
    with stage("train"), Bars() as bars:
        model, report = run(store, Experiment.load(experiment or DEMO_EXPERIMENT), policy, progress=bars)
    print_report(report, console)
    write_report(report, out / "report.json")
    with stage("promote"):
        moved, findings, approval = promote_made_up(model, store, policy, "demo", REASON, now)
    print_findings(findings, approval.despite, console)
    print_moved(moved, Act.PROMOTE, console)
    with stage("score"), Bars() as bars:
        champion = load_champion(copy=out / "model")
        on = day_to_stand_on(None, store, policy, champion.horizon_months).day
        kept = make_run(
            champion,
            store,
            policy,
            on,
            progress=lambda done, of: bars("score", done, of),
        )
        write_scores(kept.scores, out / "scores.xlsx", names=names_on(store, on))
    first = in_words(first_to_visit(kept.scores, kept.issued))
    console.print(f"\n先看这{first.height}户 | The {first.height} households to visit first, as of {on}:")
    for number, row in enumerate(first.iter_rows(named=True), start=1):
        console.print(
            f"{number:>3}. 户 {row['household_id']}  村 {row['region_code']}  {row['probability'] * 100:.1f}%",
            highlight=False,
        )
        for reason in row["reasons"][:3]:
            console.print(f"      [{RiskType(reason['risk_type']).zh}] {reason['zh']}", highlight=False, markup=False)
    console.print(
        f"\n得分只是线索，不是认定结论。 | A score is a lead, never a status.\n"
        f"all stages: {time.perf_counter() - began:.1f} s; everything is in {out}"
    )
    write_whole(out / MADE_BY_THE_DEMO, WHOLE.encode())


def run_sandbox(out: Path, households: int, months: int, seed: int, now: dt.datetime) -> None:
    """A small county for developers of other systems, made unless it is there; from here on this process works with it.

    Raises:
        FanpinError: `out` holds records that are not made up, or something that no demo made.
    """
    from features.records.store import is_made_up
    from training.settings import SANDBOX_EXPERIMENT

    records, mark = out / "records", out / MADE_BY_THE_DEMO
    if records.exists() and not is_made_up(records):
        raise FanpinError(
            f"{records} 不是虚构的记录，沙箱不用：用 --out 换一个文件夹 | {records} are not known to be made up, and no sandbox stands on them. Choose another folder with --out."
        )
    if mark.exists() and mark.read_text(encoding="utf-8") == WHOLE:
        look_in(out)
    else:
        run_demo(out, households, months, seed, now, SANDBOX_EXPERIMENT)


def look_in(out: Path) -> None:
    """From here on this process works with what lies in the folder, whatever the environment says of other places."""
    os.environ["FANPIN_DATA"] = str(out / "records")
    os.environ["FANPIN_MODEL_COPY"] = str(out / "model")
    os.environ["FANPIN_DATABASE"] = f"sqlite:///{out.resolve() / 'service.db'}"
    os.environ["FANPIN_KEYS"] = str(out / "service.keys")
    os.environ["FANPIN_ANCHORS"] = str(out / "audit.anchors")
    os.environ["FANPIN_AUDIT"] = str(out / "audit")
    os.environ["MLFLOW_TRACKING_URI"] = f"sqlite:///{out.resolve() / 'mlflow.db'}"


def first_to_visit(scores: pl.DataFrame, issued: IssuedList) -> pl.DataFrame:
    """The riskiest of the day's list, which is the one that the page shows; who was visited lately is not on it."""
    from models.score import in_order_of_list

    return in_order_of_list(scores, issued).head(SHOWN)


def _clear(out: Path) -> None:
    """Make the folder anew; only what a demo made is deleted."""
    mark = out / MADE_BY_THE_DEMO
    if out.exists() and any(out.iterdir()):
        if not mark.exists():
            raise FanpinError(
                f"{out} 中有不是演示生成的东西：用 --out 换一个文件夹 | {out} holds something that no demo made. Choose another folder with --out."
            )
        shutil.rmtree(out)
    out.mkdir(parents=True, exist_ok=True)
    mark.touch()
