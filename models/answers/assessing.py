"""A household answered: from its records and one state of the store, which the answer names.

What it was made from is kept beside the records before the first answer is given (`models.provenance.storage`), so that the
answer can be made again when model and policy have long changed.
"""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass, replace

from features.context.cache import tables_read
from features.deliveries.senders import senders
from features.disk import DiskError
from features.disk.outputs import OutputError
from features.frame import index_of
from features.frame.context.counting import leaving_out
from features.policy.loading import Policy
from features.records.context import Context
from features.records.gate import Records
from features.records.store.states import StoreInState
from features.records.tables import polars_schema
from models.answers.made_from import AnswerMadeFrom
from models.assess import assess_household
from models.assessed import Assessed
from models.certainty import SEED, Surroundings, surroundings_of
from models.provenance import keep_model, keep_policy
from models.risk_model import RiskModel

log = logging.getLogger("fanpin.answers")


@dataclass(frozen=True, eq=False)
class Answer:
    """An assessment of one household, and what it was made from."""

    assessed: Assessed
    made_from: AnswerMadeFrom


def answer_stored(
    model: RiskModel,
    policy: Policy,
    store: StoreInState,
    records: Records,
    household_id: str,
    as_of: dt.date,
    *,
    keep: bool = True,
) -> Answer:
    """Assess a household of a store.

    Args:
        records: everything that the store says of it, with the figures of its places.
        keep: keep model and policy beside the records; not of an answer that is only made again.

    Raises:
        NotScoreableError, ExplanationError, PolicyError, ContextError: as `models.assess.assess_household`.
    """
    around = surroundings_of(model, store, policy, as_of)
    index = index_of([household_id], as_of)
    assessed = assess_household(model, records, index, policy, senders=senders(store), around=around)
    if keep:
        keep_sources(model, policy, store)
    return Answer(assessed, stored_made_from(model, policy, store, as_of, around))


def answer_sent(
    model: RiskModel,
    policy: Policy,
    store: StoreInState | None,
    records: Records,
    household_id: str,
    as_of: dt.date,
    digest: str,
    *,
    keep: bool = True,
) -> Answer:
    """Assess a household whose records were sent. Nothing of them is kept.

    Args:
        store: where households alike are found and the rhythm of deliveries; None where there is no store, or nothing in it yet.
        records: with the figures of its places, where the model reads them.
        digest: of the document.
        keep: as `answer_stored`.

    Raises:
        NotScoreableError, ExplanationError, PolicyError, ContextError: as `models.assess.assess_household`.
    """
    around = None if store is None else replace(surroundings_of(model, store, policy, as_of), refuses=False)
    assessed = assess_household(model, records, index_of([household_id], as_of), policy, around=around)
    if keep and store is not None:
        keep_sources(model, policy, store)
    return Answer(assessed, _made_from(model, policy, store, as_of, around, digest))


def context_without(store: StoreInState, household_id: str, context: Context | None) -> Context | None:
    """The store's figures of places, without what the store itself says of a household that was sent."""
    columns = {table: list(polars_schema(table)) for table in tables_read()}
    return context and leaving_out(context, Records(store.records(households=[household_id], columns=columns)))


def keep_sources(model: RiskModel, policy: Policy, store: StoreInState) -> None:
    """Keep model and policy beside the records, once for each state of the store.

    Where nothing can be written the answer is given all the same: it may still be made again by the registry's model and the files of the policy.
    """
    store.worked_out(
        ("sources", model.digest, model.calibrator_digest, policy.version), lambda: _keep(model, policy, store)
    )


def _keep(model: RiskModel, policy: Policy, store: StoreInState) -> bool:
    try:
        keep_model(store.path, model)
        keep_policy(store.path, policy)
    except (DiskError, OutputError, OSError) as error:
        log.warning(
            "模型和政策没有保存到记录库旁：以后核对这些结果时，它们须还在登记处和政策文件中 | model and policy can't be kept beside the records: to make these "
            "answers again later, registry and policy files must still have them (%s)",
            error,
        )
        return False
    return True


def stored_made_from(
    model: RiskModel, policy: Policy, store: StoreInState, as_of: dt.date, around: Surroundings
) -> AnswerMadeFrom:
    """What answers about stored households are made from."""
    return _made_from(model, policy, store, as_of, around, None)


def sent_made_from(
    model: RiskModel, policy: Policy, store: StoreInState, as_of: dt.date, around: Surroundings
) -> AnswerMadeFrom:
    """What answers about sent households are made from, but for each one's document."""
    return _made_from(model, policy, store, as_of, around, None)


def _made_from(
    model: RiskModel,
    policy: Policy,
    store: StoreInState | None,
    as_of: dt.date,
    around: Surroundings | None,
    document: str | None,
) -> AnswerMadeFrom:
    return AnswerMadeFrom.of(
        model,
        policy,
        as_of,
        {} if store is None else store.versions(),
        seed=SEED if around is not None and around.alike is not None else None,
        store=None if store is None else store.identity,
        document=document,
    )
