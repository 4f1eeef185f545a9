"""What the yearly rosters share: incomes as people tell and offices manage them, months as people round them, people's rows."""

from __future__ import annotations

import numpy as np
import polars as pl

from training.simulator.directory import words
from training.simulator.sheets.collections import Collection
from training.simulator.sheets.common import Desk
from training.simulator.snapshots import Snapshot
from training.simulator.state import INCOME_KINDS, ROW, Floats, Ints, Stage

HEAPS = np.array([0, 3, 6, 8, 10, 11, 12])
HEAPED_SHARE = 0.85
PLAUSIBLE_WAGES = (400.0, 290_000.0)
"""Nobody tells a year's wages below or above: the collection's own plausibility check would send the sheet back."""

HEALTH = ("健康", "长期慢性病", "患有大病", "残疾")


def recorded_income(desk: Desk, collection: Collection, registered: bool) -> Floats:
    """Income rows of the listed households as recorded: noisy, rounded, and managed above the line if registered."""
    snapshot, which = collection.snapshot, collection.households
    noise, stream = desk.world.parameters.noise, f"income.{'national' if registered else 'county'}.{collection.number}"
    rng = desk.world.streams[stream]
    spread = noise.income_noise_registered if registered else noise.income_noise_general
    rows = snapshot.income[:, which] * rng.lognormal(0, spread, which.size)
    rows = rows * rng.lognormal(0, 0.06, rows.shape)
    for kind in ("dibao", "pension", "family_planning", "tekun"):
        rows[ROW[kind]] = snapshot.income[ROW[kind], which]
    rows[ROW["self_paid"]] = snapshot.income[ROW["self_paid"], which] * rng.uniform(0.6, 0.95, which.size)
    rows[ROW["payout"]] = snapshot.income[ROW["payout"], which]
    unit = np.where(rng.random(which.size) < 0.55, 100.0, 10.0)
    rows = np.round(rows / unit) * unit
    wage, business, cost = (rows[ROW[kind]] for kind in ("wage", "business", "business_cost"))
    rows[ROW["wage"]] = np.where(wage > 0, wage.clip(*PLAUSIBLE_WAGES), 0)
    rows[ROW["business_cost"]] = np.where(business > 0, np.maximum(cost, unit), 0)
    size = snapshot.households["size"][which]
    line = desk.world.parameters.line(snapshot.year)
    gap = line * rng.uniform(1.03, 1.45, which.size) * size - net(rows)
    share = noise.managed_above_line if registered else noise.managed_above_line * 0.7
    managed = (net(rows) < line * 1.02 * size) & (rng.random(which.size) < share)
    lift = np.where(managed, gap.clip(0), 0.0)
    onto_wage = (rows[ROW["wage"]] > 0) & (rng.random(which.size) < 0.4)
    rows[ROW["wage"]] += np.where(onto_wage, np.ceil(lift / 100) * 100, 0)
    rows[ROW["other_transfer"]] += np.where(onto_wage, 0, np.ceil(lift / 10) * 10)
    return rows


def net(rows: Floats) -> Floats:
    """Net income by the national caliber: the four kinds of income less business cost."""
    gains = [ROW[kind] for kind in INCOME_KINDS if kind not in ("business_cost", "payout", "self_paid")]
    return rows[gains].sum(axis=0) - rows[ROW["business_cost"]]


def recorded_months(months: Ints, rng: np.random.Generator) -> Ints:
    """Months of work as recorded: most are rounded to the nearest heap."""
    nearest = HEAPS[np.abs(months[:, None] - HEAPS[None, :]).argmin(axis=1)]
    return np.where(rng.random(months.size) < HEAPED_SHARE, nearest, months)


def health_words(snapshot: Snapshot, places: Ints, separator: str, rng: np.random.Generator) -> pl.Series:
    """Health as one text; several conditions may hold, and one in ten chronic patients is not noted."""
    people = snapshot.people
    noted = people["chronic"][places] & (rng.random(places.size) < 0.9)
    code = noted * 1 + people["major"][places] * 2 + (people["disability"][places] > 0) * 4
    table = []
    for value in range(8):
        held = [HEALTH[bit + 1] for bit in range(3) if value >> bit & 1]
        table.append(separator.join(held) or HEALTH[0])
    return words(tuple(table), code)


def student_code(snapshot: Snapshot, places: Ints) -> Ints:
    """Stage of schooling, or -1 for people who are not at school: their attained schooling is filled instead."""
    stage = snapshot.people["stage"][places]
    return np.where(stage > Stage.NOT, stage, -1)
