"""Why a household is not on the list that is in force where it lives, as the run of that list knows it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from features.records.store.states import StoreInState
from models.lists import LeftOut
from models.runs import RunError, find_run
from service.issuing.comparing import WHATEVER_THE_NUMBER
from service.store import Work
from service.store.repositories import lists, runs
from service.store.repositories.lists_in_force import in_force, listings


@dataclass(frozen=True)
class NotListed:
    """Why a household is not on a list.

    Attributes:
        as_of: the day of the list.
        visited_on: its last visit as known then; None where nobody was there.
    """

    list_id: str
    as_of: dt.date
    why: LeftOut
    visited_on: dt.date | None


def not_listed(work: Work, store: StoreInState, household_id: str, region: str) -> NotListed | None:
    """Why the last list in force of its places does not name it; None where a list names it, there is no list, or nobody knows why."""
    standing = in_force(work)
    there = next((each for each in standing if region.startswith(each.region_code)), None)
    if there is None or listings(work, [household_id], standing):
        return None
    risk_list = lists.find(work, there.id)
    run = None if risk_list is None else runs.find(work, risk_list.run_id)
    if risk_list is None or run is None:
        return None
    found = _of_run(store, run.model, run.kept_as).filter(pl.col("household_id") == household_id)
    if found.is_empty():
        return None
    _, left_out, visited_on = found.row(0)
    why = LeftOut(left_out)
    # A list of another number of visits was cut by other scores than the run's own.
    if risk_list.capacity is not None and why not in WHATEVER_THE_NUMBER:
        return None
    return NotListed(there.id, there.as_of, why, visited_on)


def _of_run(store: StoreInState, model: str, kept_as: str) -> pl.DataFrame:
    """`household_id`, `left_out`, `visited_on` of everybody who is not on the run's list; nobody where the run is gone. Read once."""

    def read() -> pl.DataFrame:
        names = ["household_id", "left_out", "visited_on"]
        try:
            run = find_run(store, model, kept_as)
            considered, standing = run.households, run.state.standing
        except RunError:
            return pl.DataFrame(schema=dict.fromkeys(names, pl.String))
        listless = considered.select(names).drop_nulls("left_out")
        further = standing.filter(pl.col("standing").is_in(LeftOut.values())).join(
            considered, on="household_id", how="anti"
        )
        unscored = further.select("household_id", left_out="standing").with_columns(visited_on=pl.lit(None, pl.Date))
        return pl.concat([listless, unscored])

    return store.worked_out(("left out of a run", model, kept_as), read)
