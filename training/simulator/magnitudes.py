"""What is known about the size of things, and what a simulated county comes out at.

`MAGNITUDES` states a range per quantity with the trust of its source; `measure` works the quantities out of a run.
Ranges are those of the source, widened where one county of a few thousand households must scatter.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from training.simulator.economy import NET_ROWS
from training.simulator.procedure import EDGE, IDENTIFIED, REMOVED, ROLLED_BACK, SUDDEN, UNSTABLE
from training.simulator.run import Run
from training.simulator.state import ROW, Labour
from training.simulator.truth import CAUSE_WORDS

HOUSEHOLD, DAY, STEP, CATEGORY, CAUSE = range(5)


@dataclass(frozen=True)
class Magnitude:
    """A quantity, the range in which it must come out, the trust of its source ([A] to [K], or 'set' by the design)."""

    name: str
    low: float
    high: float
    trust: str
    meaning: str


MAGNITUDES = (
    Magnitude("lifted_share", 0.08, 0.20, "I", "lifted-out share of households"),
    Magnitude("persons_lifted", 2.4, 4.2, "B", "persons per lifted-out household"),
    Magnitude("labour_share", 0.48, 0.57, "A/K", "people with labour among all people (50-53 %)"),
    Magnitude("labour_working", 0.82, 0.92, "A/K", "people with labour who work some months (85-90 %)"),
    Magnitude("chronic_share", 0.19, 0.26, "K", "chronic illness among people (20-25 %)"),
    Magnitude("major_share", 0.015, 0.032, "K", "major illness among people (2-3 %)"),
    Magnitude("disabled_lifted", 0.07, 0.14, "K", "disability card among lifted-out people (7-12 %)"),
    Magnitude("disabled_severe", 0.40, 0.60, "K", "severe among the disabled (about half)"),
    Magnitude("relocated_lifted", 0.05, 0.20, "I", "relocated among lifted-out households"),
    Magnitude("wage_share", 0.62, 0.74, "A/B", "wages in net income of lifted-out households (66-70 %)"),
    Magnitude("transfer_share", 0.12, 0.20, "K", "transfers in net income (12-18 %)"),
    Magnitude("property_share", 0.01, 0.03, "K", "property in net income (1-3 %)"),
    Magnitude("income_lifted", 12_500.0, 17_000.0, "A/B", "net income per lifted-out person (14,342 in 2022)"),
    Magnitude("stock_of_lifted", 0.07, 0.16, "B", "monitored people at the start per lifted-out person (7-14 %)"),
    Magnitude("stock_of_rural", 0.004, 0.026, "B", "monitored people at the start among rural people"),
    Magnitude("new_per_year", 0.0025, 0.0050, "I", "newly identified households a year (0.15-0.4 %, 2021 higher)"),
    Magnitude("new_lifted", 0.005, 0.018, "I", "the same among lifted-out households (0.5-1.5 %)"),
    Magnitude("new_general", 0.0005, 0.0038, "I", "the same among general households (0.05-0.3 %)"),
    Magnitude("new_unstable", 0.12, 0.37, "B", "unstable among new cases (25 %)"),
    Magnitude("new_edge", 0.08, 0.30, "B", "edge among new cases (16 %)"),
    Magnitude("new_sudden", 0.47, 0.72, "B", "sudden among new cases (59 %)"),
    Magnitude("cause_illness", 0.32, 0.56, "B", "illness as main risk of new cases (40-45 %)"),
    Magnitude("cause_disability", 0.04, 0.20, "K", "disability (10-15 %)"),
    Magnitude("cause_job_instability", 0.05, 0.20, "K", "jobs (10-15 %)"),
    Magnitude("cause_accident", 0.03, 0.16, "K", "accident (6-10 %)"),
    Magnitude("cause_labour_shortage", 0.03, 0.17, "K", "labour (8-12 %)"),
    Magnitude("cause_education", 0.01, 0.12, "K", "schooling (5-8 %)"),
    Magnitude("cause_disaster", 0.005, 0.12, "K", "disaster (3-8 %)"),
    Magnitude("cause_business_failure", 0.005, 0.09, "K", "business failure (2-4 %)"),
    Magnitude("trigger_yield", 0.01, 0.05, "B", "pushed leads that end in identification (at most 5 %)"),
    Magnitude("never_found", 0.18, 0.38, "set", "true hardships of a year ago and more that were never identified"),
    Magnitude("months_to_find", 2.0, 4.5, "set", "median months from true hardship to identification"),
    Magnitude("true_among_found", 0.85, 1.0, "set", "identified households that were in true hardship"),
    Magnitude("removed_half_year", 0.0, 0.05, "B", "removed within half a year (none)"),
    Magnitude("removed_two_years", 0.40, 0.75, "B", "removed within two years (half in 1-2 years)"),
    Magnitude("rolled_back", 0.005, 0.07, "K", "removals rolled back a year (1-3 %)"),
    Magnitude("unreported", 0.05, 0.10, "K", "events that are never reported"),
    Magnitude("delay_days", 15.0, 25.0, "K", "mean days from event to knowledge (5-35)"),
    Magnitude("hazard_calibration", 0.6, 1.6, "set", "mean true hazard of six months over the share that fell"),
)


def measure(run: Run) -> dict[str, float]:
    """The quantities of `MAGNITUDES` in a county of at least 24 months."""
    return {**_people(run), **_procedure(run), **_removal(run), **_records(run)}


def _people(run: Run) -> dict[str, float]:
    snapshot = run.national[-1]
    who, home = snapshot.people, snapshot.households
    lifted, able = home["lifted"][who["household"]], who["labour"] <= Labour.WEAK
    disabled = who["disability"] > 0
    income = snapshot.income[:, home["lifted"]].sum(axis=1)
    net = income[NET_ROWS].sum() - income[ROW["business_cost"]]
    transfers = sum(
        income[ROW[k]] for k in ("family_planning", "dibao", "tekun", "pension", "ecological", "other_transfer")
    )
    return {
        "lifted_share": home["lifted"].mean(),
        "persons_lifted": lifted.sum() / home["lifted"].sum(),
        "labour_share": able.mean(),
        "labour_working": (snapshot.work_months[able] > 0).mean(),
        "chronic_share": who["chronic"].mean(),
        "major_share": who["major"].mean(),
        "disabled_lifted": disabled[lifted].mean(),
        "disabled_severe": (who["grade"][disabled] <= 2).mean(),
        "relocated_lifted": (home["settlement"][home["lifted"]] >= 0).mean(),
        "wage_share": income[ROW["wage"]] / net,
        "transfer_share": transfers / net,
        "property_share": income[ROW["property"]] / net,
        "income_lifted": net / lifted.sum(),
    }


def _procedure(run: Run) -> dict[str, float]:
    world = run.world
    households, start = world.households, world.clock.first_day(0)
    years = world.clock.months / 12
    steps = np.concatenate(world.steps)
    entered = steps[steps[:, STEP] == IDENTIFIED]
    stock, new = entered[entered[:, DAY] < start, HOUSEHOLD], entered[entered[:, DAY] >= start]
    lifted = households.lifted[new[:, HOUSEHOLD]]
    size = run.rolls[0].size
    visits = world.recorder.facts("visit_result").filter((pl.col("day") >= start) & (pl.col("lead_source") == 0))
    identified = np.concatenate(world.truth.identifications)
    falls = world.truth.hardship().with_columns(lag=(pl.col("identified_day") - pl.col("hardship_day")) / 30.4)
    old = falls.filter(
        (pl.col("hardship_day") >= start) & (pl.col("hardship_day") < world.clock.last_day(world.clock.months - 12))
    )
    causes = {f"cause_{word}": float((new[:, CAUSE] == place).mean()) for place, word in enumerate(CAUSE_WORDS)}
    return {
        "stock_of_lifted": size[stock].sum() / size[households.lifted].sum(),
        "stock_of_rural": size[stock].sum() / size.sum(),
        "new_per_year": len(new) / years / len(households),
        "new_lifted": lifted.sum() / years / households.lifted.sum(),
        "new_general": (~lifted).sum() / years / (~households.lifted).sum(),
        "new_unstable": (new[:, CATEGORY] == UNSTABLE).mean(),
        "new_edge": (new[:, CATEGORY] == EDGE).mean(),
        "new_sudden": (new[:, CATEGORY] == SUDDEN).mean(),
        **causes,
        "trigger_yield": (visits["outcome"].to_numpy() == 0).mean(),
        "never_found": old["identified_day"].is_null().mean(),
        "months_to_find": float(np.median(old["lag"].drop_nulls().to_numpy())),
        "true_among_found": (identified[identified[:, DAY] >= start, 2] == 1).mean(),
    }


def _removal(run: Run) -> dict[str, float]:
    steps = np.concatenate(run.world.steps)
    end = run.world.clock.last_day(run.world.clock.months - 1)
    entered = {h: d for h, d, step, *_ in steps[::-1].tolist() if step == IDENTIFIED}
    removed = {h: d for h, d, step, *_ in steps[::-1].tolist() if step == REMOVED}

    def within(days: float) -> float:
        watched = [household for household, day in entered.items() if end - day >= days]
        return float(
            np.mean([household in removed and removed[household] - entered[household] <= days for household in watched])
        )

    back = steps[(steps[:, STEP] == ROLLED_BACK), HOUSEHOLD].size
    exposure = sum((end - day) / 365 for day in removed.values())
    return {
        "removed_half_year": within(182),
        "removed_two_years": within(730),
        "rolled_back": back / max(exposure, 1.0),
    }


def _records(run: Run) -> dict[str, float]:
    recorder, world = run.world.recorder, run.world
    delays = [
        recorder.facts(source).select(pl.col("known") - pl.col("day"))
        for source in ("medical_settlement", "employment_spell")
    ]
    hazards = pl.concat(world.truth.hazards).filter(~pl.col("in_hardship"))
    horizon = world.clock.months - 6
    falls = world.truth.hardship()
    expected, fell = 0.0, 0
    for month in range(0, horizon, 6):
        first, last = world.clock.last_day(month), world.clock.last_day(month + 6)
        now = hazards.filter(pl.col("month_end") == first)
        expected += float(now["hazard_6m"].sum())
        hit = falls.filter((pl.col("hardship_day") > first) & (pl.col("hardship_day") <= last))["household"].unique()
        fell += now.filter(pl.col("household").cast(pl.Int64).is_in(hit.implode())).height
    return {
        "unreported": recorder.lost_share(),
        "delay_days": float(pl.concat(delays).to_series().cast(pl.Float64).to_numpy().mean()),
        "hazard_calibration": expected / max(fell, 1),
    }
