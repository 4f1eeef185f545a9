"""How a model is used: from a household's records, sent or stored, to an answer.

    a document      →  its records  ┐
                                    ├→  assess_one  →  probability and reasons
    a household id  →  the store's  ┘
    a region        →  every household of the store, scored  →  the first to visit

Both ways, and the nightly batch, end in `models.assess`: one household gets one answer, whoever asks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import polars as pl

from features.context.counting import leaving_out
from features.context.keeping import context_wanted_by
from features.context.table import Context
from features.deliveries import standing_day
from features.frame import feature_frame, index_of
from features.records.gate import Records
from features.records.store import RecordStore
from features.registry import context_read
from features.triggers.evaluating import trigger_features
from features.triggers.telling import hits_told
from models.assess import assess_one, examples_used
from service.documents import HouseholdDocument
from service.lists import RiskList, ScoredDays, risk_list
from service.problems import ProblemError, not_ready, wrong_parameter
from service.resources import Instruments


def assess_document(
    document: HouseholdDocument, instruments: Instruments, store: Callable[[], RecordStore]
) -> dict[str, object]:
    """Assess what was sent. Nothing of it is kept.

    Args:
        store: where its villages are counted; asked for only when the model reads figures of villages.

    Raises:
        ProblemError, StoreError: the model reads figures of villages, and they can't be had for the day.
        OutOfScopeError, ExplanationError, PolicyError: as `models.assess.assess_one`.
    """
    records, index = document.to_records(), index_of([document.household_id], document.as_of)
    if context_read(instruments.model.features):
        records.context = _context_around(document, store(), instruments)
    return assessed_and_screened(records, index, instruments)


def assessed_and_screened(records: Records, index: pl.DataFrame, instruments: Instruments) -> dict[str, object]:
    """The answer with the departments' rules that the household hits: `screening`, as `hits_told` tells them.

    Both stand on one feature frame: making it is most of the work.
    """
    model, policy = instruments.model, instruments.policy
    frame = feature_frame(records, index, policy, {*model.features, *trigger_features()})
    answer = assess_one(model, records, index, policy, frame=frame)
    return {**answer, "screening": hits_told(records, index, policy, frame)}


def _context_around(document: HouseholdDocument, store: RecordStore, instruments: Instruments) -> Context | None:
    """The store's figures of villages, without what the store itself says of the document's household."""
    day_to_stand_on(document.as_of, store, instruments)
    context = context_on(document.as_of, store, instruments)
    stored = Records(store.records(households=[document.household_id]))
    return context and leaving_out(context, stored)


def assess_stored(
    household_id: str, as_of: dt.date | None, store: RecordStore, instruments: Instruments
) -> dict[str, object]:
    """Assess a household of the store.

    Raises:
        ProblemError: 404, unknown household; 422, a day that can't be asked for.
        OutOfScopeError, ExplanationError, PolicyError: as `models.assess.assess_one`.
    """
    on = day_to_stand_on(as_of, store, instruments)
    records = records_of(household_id, store, context_on(on, store, instruments))
    index = index_of([household_id], on)
    return assessed_and_screened(records, index, instruments)


def list_first_to_visit(
    region: str,
    as_of: dt.date | None,
    capacity: int | None,
    store: RecordStore,
    instruments: Instruments,
    kept: ScoredDays,
) -> RiskList:
    """The households to visit first in a region.

    Raises:
        ProblemError: 422, a day that can't be asked for or a region in which nobody can be scored.
        NobodyInScopeError, ExplanationError, PolicyError: as `models.score.score`.
    """
    on = day_to_stand_on(as_of, store, instruments)
    scores = kept.of(instruments.model, store, instruments.policy, on)
    return risk_list(
        scores, region, on, capacity, lambda there: examples_used(instruments.model, instruments.policy, there)
    )


def context_on(as_of: dt.date, store: RecordStore, instruments: Instruments) -> Context | None:
    """The figures of villages and settlements that the model reads; None when it reads none.

    Raises:
        ContextError: they were missing and can't be kept.
    """
    return context_wanted_by(instruments.model.features, store, [as_of])


def records_of(household_id: str, store: RecordStore, context: Context | None) -> Records:
    """Everything recorded about a household, with the figures of its places.

    Raises:
        ProblemError: 404, the store has no row about it.
    """
    tables = store.records(households=[household_id])
    if all(rows.is_empty() for rows in tables.values()):
        raise ProblemError(
            404,
            "unknown-household",
            "No such household",
            "The store holds no record about a household with this code. Check the code; it is text, zeros in front "
            "and capital letters count.",
        )
    return Records(tables, context)


def day_to_stand_on(as_of: dt.date | None, store: RecordStore, instruments: Instruments) -> dt.date:
    """The day asked for, or the day on which every answer stands without one (`features.deliveries.standing_day`).

    Raises:
        ProblemError: 422, a day before the first delivery, or one so far after the last that the period which the
            score would speak of has nothing known near it; 503, nothing was delivered yet.
    """
    try:
        stood = standing_day.day_to_stand_on(as_of, store, instruments.policy, instruments.model.horizon_months)
    except standing_day.NoSuchDayError as error:
        raise wrong_parameter("as_of", error.problem.en, f"{error.to_do.en}.") from error
    except standing_day.NothingDeliveredError as error:
        raise not_ready(["The record store holds no delivery yet."]) from error
    return stood.day


def known_days(store: RecordStore) -> tuple[dt.date, dt.date]:
    """The days of the first and the last delivery.

    Raises:
        ProblemError: 503, nothing was delivered yet.
    """
    first, last = store.known_days() or (None, None)
    last = store.last_delivery_day() or last
    if first is None or last is None:
        raise not_ready(["The record store holds no delivery yet."])
    return first, last
