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

from features.basis import basis, members_known
from features.bilingual import Bilingual
from features.context.keeping import context_wanted_by, is_at_hand, tables_read
from features.deliveries import standing_day
from features.frame import feature_frame, index_of
from features.frame.context.counting import leaving_out
from features.frame.context.table import context_day
from features.frame.fingerprint import context_read
from features.records.context import Context
from features.records.gate import Records
from features.records.store import RecordStore
from features.records.tables import polars_schema
from features.triggers.evaluating import trigger_features
from features.triggers.wording import hits_in_words
from models.assess import assess_one, examples_used
from models.impossible import ImpossibleRecordsError
from service.documents import HouseholdDocument
from service.finite import of_a_document, require_finite, require_possible
from service.lists import RiskList, ScoredDays, risk_list
from service.problem_words import NOBODY
from service.problems import ProblemError, field_problems, invalid_request, not_ready, wrong_parameter
from service.resources import Instruments
from service.slow import OneAtATime

NOTHING_DELIVERED = Bilingual("记录库中还没有任何交付", "The record store holds no delivery yet.")

_COUNTING = OneAtATime[Context | None](Bilingual("正在统计该月各村的情况", "Villages are being counted for that month"))


def assess_document(
    document: HouseholdDocument, instruments: Instruments, store: Callable[[], RecordStore]
) -> dict[str, object]:
    """Assess what was sent. Nothing of it is kept.

    Args:
        store: where its villages are counted; asked for only when the model reads figures of villages.

    Raises:
        ProblemError: 422, no member of the household was known on the day.
        ProblemError, StoreError: the model reads figures of villages, and they can't be had for the day.
        OutOfScopeError, ExplanationError, PolicyError: as `models.assess.assess_one`.
    """
    records, index = document.to_records(), index_of([document.household_id], document.as_of)
    if context_read(instruments.model.features):
        records = records.with_context(_context_around(document, store(), instruments))
    if not members_known(records, index):
        raise invalid_request(field_problems([{"type": NOBODY, "loc": ("records", "members")}]))
    try:
        return assessed_and_screened(records, index, instruments)
    except ImpossibleRecordsError as error:
        raise of_a_document(error) from error


def frame_behind(records: Records, index: pl.DataFrame, instruments: Instruments) -> pl.DataFrame:
    """The feature frame on which score, reasons, rules and facts of an answer stand: making it is most of the work.

    Raises:
        ImpossibleRecordsError: a number of the records can't be, or a feature is no finite number.
    """
    require_possible(records, index)
    frame = feature_frame(records, index, instruments.policy, {*instruments.model.features, *trigger_features()})
    require_finite(frame)
    return frame


def assessed_and_screened(
    records: Records, index: pl.DataFrame, instruments: Instruments, frame: pl.DataFrame | None = None
) -> dict[str, object]:
    """The answer, the departments' rules that the household hits (`screening`, as `hits_in_words` tells them), and what all of
    it rests on (`rests_on` and `warnings`, as `features.basis` tells them).

    Args:
        frame: `frame_behind` them, where it was made already.
    """
    model, policy = instruments.model, instruments.policy
    frame = frame_behind(records, index, instruments) if frame is None else frame
    answer = assess_one(model, records, index, policy, frame=frame)
    rests_on = basis(records, index, policy).as_dict()
    return {**answer, "screening": hits_in_words(records, index, policy, frame), **rests_on}


def _context_around(document: HouseholdDocument, store: RecordStore, instruments: Instruments) -> Context | None:
    """The store's figures of villages, without what the store itself says of the document's household."""
    day_to_stand_on(document.as_of, store, instruments)
    context = context_on(document.as_of, store, instruments)
    columns = {table: list(polars_schema(table)) for table in tables_read()}
    stored = Records(store.records(households=[document.household_id], columns=columns))
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
    scored = kept.of(instruments.model, store, instruments.policy, on)
    return risk_list(
        scored, region, on, capacity, lambda there: examples_used(instruments.model, instruments.policy, there)
    )


def context_on(as_of: dt.date, store: RecordStore, instruments: Instruments) -> Context | None:
    """The figures of villages and settlements that the model reads; None when it reads none.

    Raises:
        BusyError: they are being counted, which takes longer than anybody should wait.
        ContextError: they were missing and can't be kept.
    """
    features = instruments.model.features
    if not context_read(features) or is_at_hand(store, [as_of]):
        return context_wanted_by(features, store, [as_of])
    return _COUNTING.result((store, context_day(as_of)), lambda: context_wanted_by(features, store, [as_of]))


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
            Bilingual("没有这一户", "No such household"),
            Bilingual(
                "库中没有该户编号的记录。请核对编号：它是文本，前面的零和大小写都算",
                "The store holds no record about a household with this code. Check the code; it is text, zeros in front "
                "and capital letters count.",
            ),
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
        raise wrong_parameter("as_of", error.problem, error.to_do) from error
    except standing_day.NothingDeliveredError as error:
        raise not_ready([NOTHING_DELIVERED]) from error
    return stood.day


def known_days(store: RecordStore) -> tuple[dt.date, dt.date]:
    """The days of the first and the last delivery.

    Raises:
        ProblemError: 503, nothing was delivered yet.
    """
    first, last = store.known_days() or (None, None)
    last = store.last_delivery_day() or last
    if first is None or last is None:
        raise not_ready([NOTHING_DELIVERED])
    return first, last
