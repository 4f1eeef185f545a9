"""Errors in a household's row of the last listing."""

from __future__ import annotations

import numpy as np
import polars as pl

from training.simulator.clock import date_of
from training.simulator.planting.ground import Error, Ground
from training.simulator.planting.paper import Cells
from training.simulator.safety_net import DIBAO, KINDS
from training.simulator.situations import registers
from training.simulator.state import Flags

WAGE, BUSINESS, COST = "务工工资", "家庭经营收入", "经营支出"
TOO_LITTLE_WAGE = 200
TOO_LITTLE_DIBAO = 100


def _earns(ground: Ground, column: str) -> Flags:
    """Households of the townships' list with a figure above zero in a column."""
    told = np.zeros(ground.county.homes, dtype=bool)
    figures = ground.paper.frame(ground.county.homes_file)
    told[ground.county.collection.households] = (figures[column].fill_null(0) > 0).to_numpy()
    return told


def _on_county(ground: Ground) -> Flags:
    return ground.county.row_of_home >= 0


def _on_national(ground: Ground) -> Flags:
    return ground.national.row_of_home >= 0


def _wage(ground: Ground, household: int) -> None:
    ground.change_home("wage_outside", ground.county, household, {WAGE: TOO_LITTLE_WAGE})


def _cost(ground: Ground, household: int) -> None:
    ground.change_home("business_without_cost", ground.county, household, {COST: 0})


def _size(ground: Ground, household: int) -> None:
    size = ground.home_cells(ground.county, household)["家庭人口数"]
    ground.change_home("household_size_differs", ground.county, household, {"家庭人口数": size + 1})


def _village(ground: Ground, household: int) -> None:
    places = ground.desk.world.places
    village = int(ground.desk.world.households.village[household] + 1) % len(places.village)
    cells = {
        "乡": places.township[places.village_township[village]],
        "村": places.village[village],
        "行政区划代码": places.village_code[village],
    }
    ground.change_home("region_changed_without_move", ground.county, household, cells)


def _dibao(ground: Ground, household: int) -> None:
    """Too small an allowance, and every sum made to agree with it: nothing else is wrong."""
    cells = ground.home_cells(ground.national, household)
    ground.change_home("dibao_amount_small", ground.national, household, _with_dibao(cells, TOO_LITTLE_DIBAO))


def _with_dibao(cells: Cells, yuan: float) -> Cells:
    more = yuan - cells["低保金"]
    net = cells["纯收入"] + more
    return {
        "低保金": float(yuan),
        "转移性收入": cells["转移性收入"] + more,
        "纯收入": net,
        "年收入": cells["年收入"] + more,
        "人均纯收入": round(net / cells["家庭人口数"], 2),
    }


def _granted_all_year(ground: Ground) -> Flags:
    """Households on the allowance since before the collection year, by rows of civil affairs that surely are theirs."""
    national, households = ground.national, ground.desk.world.households
    year_began = ground.desk.clock.first_day(national.collection.snapshot.month - 12)
    grants = registers.measures(ground.surely).filter(
        pl.col("kind") == KINDS[DIBAO], pl.col("started") < date_of(year_began), pl.col("ended").is_null()
    )
    standing = households.dibao & (households.dibao_day < year_began)
    return ground.homes(grants) & (national.size > 0) & standing


def _no_dibao(ground: Ground, household: int) -> None:
    cells = ground.home_cells(ground.national, household)
    ground.change_home("grant_without_dibao_income", ground.national, household, _with_dibao(cells, 0))


def _net_income(ground: Ground, household: int) -> None:
    stated = ground.home_cells(ground.national, household)["纯收入"]
    ground.change_home("net_income_differs", ground.national, household, {"纯收入": stated + 3_000})


HOUSEHOLD_ERRORS: tuple[Error, ...] = (
    Error("wage_outside", lambda ground: _earns(ground, WAGE), _wage),
    Error("business_without_cost", lambda ground: _earns(ground, BUSINESS), _cost),
    Error("household_size_differs", _on_county, _size),
    Error("region_changed_without_move", _on_county, _village),
    Error("dibao_amount_small", _on_national, _dibao),
    Error("grant_without_dibao_income", _granted_all_year, _no_dibao),
    Error("net_income_differs", _on_national, _net_income),
)
