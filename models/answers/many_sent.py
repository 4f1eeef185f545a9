"""Many sent households answered at once, each as it would be alone.

What is counted in a household's places leaves out what the store says of the household itself. Together that can be had where the store
counts nothing of it, or counts just what its document says; the few others are answered alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from features.context.cache import context_wanted_by, tables_read
from features.errors import FanpinError
from features.frame import index_of
from features.frame.context.counting import parts_of
from features.frame.context.table import context_day
from features.policy.loading import Policy
from features.records.gate import Records
from features.records.store.states import StoreInState
from features.records.tables import polars_schema
from models.answers.assessing import keep_sources, sent_made_from
from models.answers.many import rendered
from models.assess import assess_wholly
from models.assessed import Assessed
from models.certainty import surroundings_of
from models.refusal import sparing_others
from models.risk_model import RiskModel


@dataclass(frozen=True)
class ManySentAnswers:
    """What is answered about many sent households.

    Attributes:
        given: of each that has an answer what `models.answers.answer_of` gives of it alone.
        unanswered: of each of the others what `models.answers.answer_sent` raises of it alone.
        apart: those that have to be answered alone.
    """

    given: dict[str, dict[str, Any]]
    unanswered: dict[str, FanpinError]
    apart: list[str]


def answer_many_sent(
    model: RiskModel,
    policy: Policy,
    store: StoreInState,
    records: Records,
    digests: Mapping[str, str],
    as_of: dt.date,
) -> ManySentAnswers:
    """Answer about households whose records were sent, on one day. Nothing of them is kept.

    Args:
        store: where villages are counted and households alike are found; not empty.
        records: of all of them, without figures of places.
        digests: of each household's document, by its code.

    Raises:
        ContextError, StoreError: the store can't be read, or figures of villages were missing and can't be kept.
    """
    around = replace(surroundings_of(model, store, policy, as_of), refuses=False)
    made_from = sent_made_from(model, policy, store, as_of, around)
    groups, apart = _together(model, store, records, list(digests), as_of)
    given: dict[str, dict[str, Any]] = {}
    unanswered: dict[str, FanpinError] = {}
    for of_group, codes in groups:

        def assessed(some: pl.DataFrame, of_group: Records = of_group) -> Assessed:
            return assess_wholly(model, of_group.of(some["household_id"]), some, policy, around=around)

        parts, failures = sparing_others(assessed, index_of(codes, as_of))
        unanswered |= failures
        for part in parts:
            unanswered |= part.unanswered
            for code, fields in rendered(part):
                given[code] = {**fields, "made_from": replace(made_from, document=digests[code]).as_dict()}
    if given:
        keep_sources(model, policy, store)
    return ManySentAnswers(given, unanswered, apart)


def _together(
    model: RiskModel, store: StoreInState, records: Records, codes: list[str], as_of: dt.date
) -> tuple[list[tuple[Records, list[str]]], list[str]]:
    """Households that can be answered together, with what is counted in their places, and those that can't."""
    context = context_wanted_by(model.features, store, [as_of])
    if context is None:
        return [(records, codes)], []
    columns = {table: list(polars_schema(table)) for table in tables_read()}
    kept = Records(store.records(households=codes, columns=columns))
    index = index_of(codes, context_day(as_of))
    there, here = parts_of(kept, index), parts_of(records, index)
    counted = set(there["household_id"])
    alike = set(here.join(there, on=here.columns, how="semi", nulls_equal=True)["household_id"])
    uncounted = [code for code in codes if code not in counted]
    groups = [
        (records.with_context(replace(context, counts_them=False)), uncounted),
        (records.with_context(context), [code for code in codes if code in alike]),
    ]
    return [group for group in groups if group[1]], [code for code in codes if code in counted - alike]
