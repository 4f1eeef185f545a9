"""The questions of a day for a whole county: score, cut the list, and ask about those near its cut."""

from __future__ import annotations

import datetime as dt

import polars as pl

from features.context.cache import context_wanted_by
from features.frame import index_of
from features.policy.loading import Policy
from features.records.gate import Records
from features.records.store import RecordStore
from models.asking.worth import QUESTIONS, near_the_cut, questions
from models.certainty import Surroundings, surroundings_of
from models.certainty.doubts import facts_of
from models.certainty.sources import stale_tables
from models.lists import issue_by_policy
from models.risk_model import RiskModel
from models.runs import after_list_of, last_before
from models.score import Progress, score


def ask_first(
    model: RiskModel,
    store: RecordStore,
    policy: Policy,
    as_of: dt.date,
    *,
    visits: int | None = None,
    progress: Progress | None = None,
) -> pl.DataFrame:
    """Every question whose answer could change who is on the list of a day, those worth most first.

    Args:
        visits: over all townships, instead of the policy's capacity.

    Returns:
        Columns `models.asking.worth.QUESTIONS`; no question is worth nothing.

    Raises:
        NobodyInScopeError, StaleSourcesError, PolicyError, ContextError: as `models.score.score`.
        CapacityError: there are fewer visits than one.
        RunError: the run before, whose open cases are carried over, is damaged.
    """
    versions = store.versions()
    day = score(model, store, policy, as_of, versions=dict(versions), reasons=0, progress=progress)
    state = after_list_of(last_before(store, model.name, str(as_of)), day.state)
    cut = near_the_cut(issue_by_policy(day.households, policy, state, visits=visits))
    around: Surroundings = surroundings_of(model, store, policy, as_of)
    near = cut.households["household_id"].to_list()
    if around.alike is None or not near:
        return pl.DataFrame(schema=QUESTIONS)
    context = context_wanted_by(model.features, store, [as_of], versions=versions)
    records = Records(store.records(households=near, versions=versions), context)
    facts = facts_of(model, records, index_of(near, as_of), policy, stale_tables(around.fresh))
    return questions(model, facts, around.alike, policy, cut).filter(pl.col("worth") > 0)
