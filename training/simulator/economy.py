"""Money: what a household earns in a month, and the memories of it that hardship depends on."""

from __future__ import annotations

import numpy as np

from training.simulator.state import INCOME_KINDS, ROW, Households, per_household
from training.simulator.world import World

NET_ROWS = [ROW[kind] for kind in INCOME_KINDS if kind not in ("business_cost", "payout", "self_paid")]


def step(world: World, month: int) -> None:
    """Earn the month's income and let the memories fade."""
    people, households, money = world.people, world.households, world.parameters.money
    rng = world.streams["economy"]
    count = len(households)
    growth = (1 + money.wage_growth) ** (world.clock.year(month) - 2021)
    day = world.clock.first_day(month)

    wage = per_household(people.wage * (people.present & people.job), people.household, count)
    hands = np.minimum(1.0, 0.35 + 0.4 * households.labour)
    harvest = 1.8 if world.clock.calendar_month(month) in (9, 10, 11) else 0.733
    farm = (households.land * money.business_per_mu + money.business_base * (households.size > 0)) / 12 * harvest
    gross = (farm + households.project * households.project_income / 12) * hands * np.exp(households.fortune) * growth
    gross = gross * rng.lognormal(0, 0.2, count) / (1 - money.cost_share) * (households.size > 0)
    pensioners = people.present & people.pension & (people.age(day) >= 60)
    transfers = {
        "property": households.property_income / 12,
        "family_planning": households.family_planning / 12,
        "dibao": households.dibao * money.dibao_month_per_person * np.minimum(households.size, 2.6) * growth,
        "pension": per_household(pensioners, people.household, count) * money.pension_month * growth,
        "ecological": households.ecological / 12,
        "other_transfer": (
            households.land * money.subsidy_per_mu / 12
            + (money.other_transfer_month + money.from_children_month * (households.labour == 0)) * growth
        ),
    }
    month_rows = np.zeros((len(INCOME_KINDS), count))
    month_rows[ROW["wage"]] = wage
    month_rows[ROW["business"]] = gross
    month_rows[ROW["business_cost"]] = gross * money.cost_share
    for kind, amount in transfers.items():
        month_rows[ROW[kind]] = amount * (households.size > 0)
    households.collection += month_rows
    households.calendar += month_rows
    income = month_rows[NET_ROWS].sum(axis=0) - month_rows[ROW["business_cost"]]

    households.income_year = households.income_year * (11 / 12) + income
    households.wage_fast = households.wage_fast * 0.6 + wage * 0.4
    households.wage_slow = households.wage_slow * 0.94 + wage * 0.06
    households.savings += 0.05 * (savings_aim(households) - households.savings)
    households.debt = np.maximum(0.0, households.debt - 250.0 * (households.workers > 0))
    keep = world.parameters.hardship.burden_kept
    households.burden *= np.array(keep)[:, None]


def settle(world: World) -> None:
    """Memories at the start of the warm-up, as if the month's wages had lasted a year."""
    people, households = world.people, world.households
    wage = per_household(people.wage * (people.present & people.job), people.household, len(households))
    households.wage_fast = wage.copy()
    households.wage_slow = wage.copy()
    households.income_year = 12 * wage + households.land * 600 + 4_000
    households.savings = savings_aim(households)


def savings_aim(households: Households) -> np.ndarray:
    """What a household tries to keep in hand; grows less than in proportion to its income."""
    return households.thrift * np.sqrt(households.income_year / 40_000)


def income_per_person(households: Households) -> np.ndarray:
    """True income of about the last 12 months per member, at least 1 yuan."""
    return np.maximum(1.0, households.income_year / np.maximum(1, households.size))
