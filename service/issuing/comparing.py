"""Why who came and who left since the list before: the rule or the score that did it, and what moved the score.

Worked out after a list is made, since cutting both lists again with one thing swapped at a time takes seconds; the list itself stays what
it was, with this beside it.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import polars as pl

from features.errors import FanpinError
from features.records.store import RecordStore
from models.changes import Cause
from models.lists import LeftOut, Part
from models.runs import Run, find_run
from models.runs.comparing import ComparedLists, compare
from models.runs.news import news
from service.issuing.particulars import particulars
from service.jurisdiction import EVERYWHERE
from service.store import Database
from service.store.repositories import lists, runs

log = logging.getLogger("fanpin.service")

INEXPLICABLE: Mapping[str, Any] = {"swap": None, "cause": None, "chances": [None, None], "left_out": None}
"""Of a household of which nothing can be worked out any more: a run or its records are gone, or nothing was scored before."""

WHATEVER_THE_NUMBER = frozenset({LeftOut.RESTING, *(why for why in LeftOut if why.part is Part.REMOVAL)})
"""Why a household is on no list, however many visits there are: it can't be listed, or it was visited and rests."""


def explain_all(database: Database, store: RecordStore, clock: Callable[[], dt.datetime]) -> int:
    """Explain every list that has one before it and was not explained yet; how many."""
    with database.reading(EVERYWHERE, clock()) as work:
        waiting = lists.unexplained(work)
    for list_id in waiting:
        explain(database, store, list_id, clock)
    return len(waiting)


def explain(database: Database, store: RecordStore, list_id: str, clock: Callable[[], dt.datetime]) -> None:
    """Say of each household that came or left why; what can't be worked out is kept as such and not tried again."""
    with database.reading(EVERYWHERE, clock()) as work:
        after = lists.find(work, list_id)
        before = lists.find(work, after.previous_id) if after and after.previous_id else None
        if after is None or before is None:
            return
        of_runs = [runs.find(work, each.run_id) for each in (before, after)]
        came, left = lists.newcomers(work, after.id), lists.leavers(work, before.id, after.id)
        # Two lists by other numbers of visits differ by what the runs' own lists do not tell: then the scores speak, and what holds
        # whatever the number.
        by_policy = before.capacity is None and after.capacity is None
    asked = [*came, *(each.household_id for each in left)]
    try:
        pair = [find_run(store, each.model, each.kept_as) for each in of_runs if each is not None]
        compared = compare(store, pair[0], pair[1])
        why = reasons_of(compared, asked, by_policy=by_policy)
    except (FanpinError, IndexError):
        why = {}
    else:
        beside = _beside(store, compared, asked)
        why = {code: {**of_one, **beside.get(code, {})} for code, of_one in why.items()}
    with database.writing(EVERYWHERE, clock()) as work:
        of_all = {code: why.get(code, dict(INEXPLICABLE)) for code in asked}
        lists.keep_why(work, after.id, came, left, of_all)


def _beside(store: RecordStore, compared: ComparedLists, asked: list[str]) -> dict[str, dict[str, Any]]:
    """What makes the reason plainer. What decided is known without it, and is told without it where it can't be made out."""
    try:
        moved = news(store, compared, asked)
        return particulars(store, compared, asked, moved)
    except FanpinError:
        log.exception("what moved the scores since the run before could not be told")
        return {}


def reasons_of(compared: ComparedLists, households: Iterable[str], *, by_policy: bool) -> dict[str, dict[str, Any]]:
    """Of each household that came or left what did it.

    Args:
        by_policy: both lists are those that the policy gives, so that the swaps are theirs. Of others `left_out` tells only what holds
            whatever the number of visits.

    Returns:
        `swap`, `left_out`: names of `models.runs.comparing.Swap` and `models.lists.LeftOut`; `cause`: of `models.changes.Cause`, what moved its
        score most in the direction in which it went; `chances`: before and after, None where there was no score.
    """
    asked = pl.DataFrame({"household_id": list(households)}, schema={"household_id": pl.String})
    moves = {row["household_id"]: row for row in asked.join(compared.moves, on="household_id").iter_rows(named=True)}
    before, after = (
        dict(asked.join(run.scores, on="household_id").select("household_id", "probability").iter_rows())
        for run in (compared.before, compared.after)
    )
    left_out = _left_out(compared.after, asked)
    causes = _causes(compared.scores.join(asked, on="household_id", how="semi"))
    return {
        code: {
            "swap": _decisive(moves[code]) if by_policy and code in moves else None,
            "left_out": why.value
            if (why := left_out.get(code)) and (by_policy or why in WHATEVER_THE_NUMBER)
            else None,
            "cause": causes.get(code),
            "chances": [before.get(code), after.get(code)],
        }
        for code in asked["household_id"]
    }


def _left_out(after: Run, asked: pl.DataFrame) -> dict[str, LeftOut]:
    """Of each household why it is not on the run's own list. That list tells of nobody without a score who was not on the one before."""
    standing = after.state.standing.filter(pl.col("standing").is_in(LeftOut.values()))
    known = asked.join(after.households.select("household_id", "left_out"), on="household_id", how="left").join(
        standing, on="household_id", how="left"
    )
    rows = known.select("household_id", pl.coalesce("left_out", "standing")).drop_nulls().iter_rows()
    return {code: LeftOut(why) for code, why in rows}


def _causes(parts: pl.DataFrame) -> dict[str, str]:
    """Of each household the cause that moved its score most in the direction of the whole move."""
    whole = pl.col("points").sum().over("household_id")
    same_way = parts.with_columns(along=pl.col("points") * whole.sign()).filter(pl.col("along") > 0)
    order = [cause.value for cause in Cause]
    ranked = same_way.sort("along", pl.col("cause").replace_strict(order, range(len(order))), descending=[True, False])
    return dict(
        ranked.unique("household_id", keep="first", maintain_order=True).select("household_id", "cause").iter_rows()
    )


def _decisive(move: Mapping[str, Any]) -> str | None:
    """The last swap in the direction in which it went: what it is on the list for, or off it."""
    direction = 1 if move["number_before"] is None else -1
    swaps = [swap["swap"] for swap in move["swaps"] if swap["change"] == direction]
    return str(swaps[-1]) if swaps else None
