"""The score of a household as it is, and as it would be with each measure that is feasible there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from features.bilingual import Bilingual
from features.errors import FanpinError
from features.frame import index_of
from features.frame.context.counting import leaving_out
from features.policy.loading import Policy
from features.records.gate import Records
from models.assess import assess_household
from models.assessed import Assessed
from models.bands import RiskBand
from models.reading import read
from models.risk_model import RiskModel
from models.scope import OutOfScopeError, Standing
from models.what_if.changing import beside, side_by_side, with_rows
from models.what_if.declaring import Measure, Supposed
from models.what_if.home import Home, NotFeasibleError
from models.what_if.measures import MEASURES


class UnknownHouseholdError(FanpinError):
    """No description of such a household was known by the day."""

    def __init__(self, household_id: str, as_of: dt.date) -> None:
        super().__init__(
            f"截至 {as_of} 记录中没有户 {household_id}：请核对户编号（与花名册一致，整串数字）；新户先导入含有它的花名册；截至日期太早的，用 --as-of 写晚一些的日期 | "
            f"no household {household_id} is known on {as_of}. Compare the code with the roster (the whole number); take in a roster that "
            "has it, or stand on a later day (--as-of)."
        )


@dataclass(frozen=True)
class Effect:
    """What a measure does to the score, or why it is none for this household.

    Attributes:
        sentence: for whom and how much; where it is not feasible, why.
        probability, band: as the model has them with the measure; None where it is not feasible: no number is told then.
    """

    measure: Measure
    sentence: Bilingual
    probability: float | None = None
    band: RiskBand | None = None


@dataclass(frozen=True, eq=False)
class Effects:
    """What measures do to the score of one household.

    Attributes:
        every: the feasible ones, the largest fall first, then the others in the order of their declaration.
        policy_examples: the values behind the measures that are examples there and then.
    """

    every: tuple[Effect, ...]
    policy_examples: list[str]

    @property
    def feasible(self) -> Iterator[Effect]:
        return (effect for effect in self.every if effect.probability is not None)

    @property
    def not_feasible(self) -> Iterator[Effect]:
        return (effect for effect in self.every if effect.probability is None)


@dataclass(frozen=True, eq=False)
class WhatIf:
    """The measures of one household on a day.

    Attributes:
        assessed: the household as it is.
        policy_examples: the values behind score and measures that are examples there and then.
    """

    assessed: Assessed
    effects: Effects
    policy_examples: list[str]


def what_if(
    model: RiskModel,
    records: Records,
    household_id: str,
    as_of: dt.date,
    policy: Policy,
    measures: Iterable[Measure] = MEASURES,
) -> WhatIf:
    """What each measure would do to the score of one household.

    Args:
        records: at least those of the household, with the context in which it was counted where the model reads one.

    Raises:
        UnknownHouseholdError: no such household was known by the day.
        OutOfScopeError: the model does not speak of it.
        ImpossibleRecordsError, ExplanationError, PolicyError, ContextError: as `models.assess.assess_household`.
    """
    index = index_of([household_id], as_of)
    try:
        assessed = assess_household(model, records, index, policy)
    except OutOfScopeError as error:
        if error.standing is Standing.UNKNOWN:
            raise UnknownHouseholdError(household_id, as_of) from error
        raise
    effects = effects_of(model, records, household_id, as_of, policy, measures)
    return WhatIf(assessed, effects, sorted({*assessed.policy_examples, *effects.policy_examples}))


def effects_of(
    model: RiskModel,
    records: Records,
    household_id: str,
    as_of: dt.date,
    policy: Policy,
    measures: Iterable[Measure] = MEASURES,
) -> Effects:
    """What each measure would do to the score of one household of which the model speaks (`models.assess`).

    Args:
        records: at least those of the household, with the context in which it was counted where the model reads one.

    Raises:
        ImpossibleRecordsError, PolicyError, ContextError: as `models.reading.read`.
    """
    alone, wanted = apart(records, household_id), list(measures)
    home = Home(alone, household_id, as_of, policy, {name for one in wanted for name in one.features})
    tried = [(measure, _tried(measure, home)) for measure in wanted]
    supposed = [(measure, taken) for measure, taken in tried if isinstance(taken, Supposed)]
    effects = [Effect(measure, why) for measure, why in tried if not isinstance(why, Supposed)]
    if supposed:
        # Each as a household of its own, all read at once: a reading of several takes hardly longer than that of one.
        together = side_by_side([with_rows(alone, taken.rows) for _, taken in supposed])
        index = index_of([beside(household_id, place) for place in range(len(supposed))], as_of)
        after = read(model, together, index, policy)
        effects = [
            *(
                Effect(measure, taken.sentence, float(chance), RiskBand(band))
                for (measure, taken), chance, band in zip(supposed, after.probability, after.band, strict=True)
            ),
            *effects,
        ]
    ordered = sorted(effects, key=lambda effect: (effect.probability is None, effect.probability or 0.0))
    return Effects(tuple(ordered), policy.examples(home.policy_read, [(home.region_code, as_of)]))


def _tried(measure: Measure, home: Home) -> Supposed | Bilingual:
    """The measure as if taken, or why it is not feasible."""
    try:
        return measure.taken(home)
    except NotFeasibleError as error:
        return error.why


def apart(records: Records, household_id: str) -> Records:
    """One household's records, among neighbours who stay as they are.

    Their counts hold the household as it is: it is taken out of them as such, before anything else is supposed of it. On the
    last day of a month it would else be taken out as what it is supposed to be, and meet itself among its neighbours.
    """
    own = {table: rows.filter(pl.col("household_id") == household_id) for table, rows in records.tables.items()}
    alone = Records(own)
    return alone if records.context is None else alone.with_context(leaving_out(records.context, alone))
