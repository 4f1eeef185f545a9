"""Many stored households answered at once, each as it would be alone, and one that has no answer costs nobody else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from features.context.cache import context_wanted_by
from features.deliveries.senders import senders
from features.errors import FanpinError
from features.frame import index_of
from features.policy.loading import Policy
from features.records.gate import Records
from features.records.store.states import StoreInState
from models.answers.assessing import keep_sources, stored_made_from
from models.answers.fields import household_fields
from models.answers.made_from import AnswerMadeFrom
from models.assess import assess_wholly
from models.assessed import Assessed
from models.certainty import surroundings_of
from models.refusal import sparing_others
from models.risk_model import RiskModel

MOST_HOUSEHOLDS = 1_000
"""Asked about at once: their records and everything made of them lie in memory together."""


class TooManyHouseholdsError(FanpinError, ValueError):
    """More households than are answered at once."""

    def __init__(self, asked: int) -> None:
        super().__init__(
            f"一次问了 {asked:,} 户，最多 {MOST_HOUSEHOLDS:,} 户：请分几次问 | {asked:,} households were asked about at once, {MOST_HOUSEHOLDS:,} at most. Ask in "
            "several goes."
        )


@dataclass(frozen=True)
class ManyAnswers:
    """What is answered about many households.

    Attributes:
        given: of each that has an answer what `models.answers.answer_of` gives of it alone, in the order in which they were asked about.
        unanswered: of each of the others what `models.answers.answer_stored` raises of it alone; of a `NotScoreableError` its `refusal` says by
            which rule. A household of which the store knows nothing is `Refusal.UNKNOWN`.
        made_from: what all of them were made from.
    """

    given: dict[str, dict[str, Any]]
    unanswered: dict[str, FanpinError]
    made_from: AnswerMadeFrom


def answer_many(
    model: RiskModel,
    policy: Policy,
    store: StoreInState,
    household_ids: Sequence[str],
    as_of: dt.date,
    *,
    keep: bool = True,
) -> ManyAnswers:
    """Answer about many households of a store on one day.

    Args:
        household_ids: MOST_HOUSEHOLDS at most; one that is named twice is answered once.
        keep: as `models.answers.answer_stored`.

    Raises:
        TooManyHouseholdsError: more were asked about.
        ContextError, StoreError: the store can't be read, or figures of villages were missing and can't be kept.
    """
    asked = list(dict.fromkeys(household_ids))
    if len(asked) > MOST_HOUSEHOLDS:
        raise TooManyHouseholdsError(len(asked))
    around, departments = surroundings_of(model, store, policy, as_of), senders(store)
    made_from = stored_made_from(model, policy, store, as_of, around)
    records = Records(store.records(households=asked), context_wanted_by(model.features, store, [as_of]))

    def assessed(some: pl.DataFrame) -> Assessed:
        of_some = records if some.height == len(asked) else records.of(some["household_id"])
        return assess_wholly(model, of_some, some, policy, senders=departments, around=around)

    parts, failures = sparing_others(assessed, index_of(asked, as_of))
    given = {
        household: {**fields, "made_from": made_from.as_dict()}
        for part in parts
        for household, fields in rendered(part)
    }
    unanswered = {**failures, **{household: why for part in parts for household, why in part.unanswered.items()}}
    if keep and given:
        keep_sources(model, policy, store)
    return ManyAnswers({one: given[one] for one in asked if one in given}, unanswered, made_from)


def rendered(assessed: Assessed) -> Iterator[tuple[str, dict[str, Any]]]:
    """What is said of each household that has an answer, by its code, without what it was made from."""
    beside = (
        {} if assessed.beside is None else {row["household_id"]: row for row in assessed.beside.iter_rows(named=True)}
    )
    for scored in assessed.households.iter_rows(named=True):
        household = scored["household_id"]
        if household in beside:
            yield household, household_fields(scored, beside[household])
