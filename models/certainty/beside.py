"""What stands beside the scores of many households on one day: what each rests on and how sure it is, as numbers and names."""

from __future__ import annotations

import polars as pl

from features.basis import BASIS, bases
from features.policy.loading import Policy
from features.records.gate import Records
from models.certainty.doubts import findings_of
from models.certainty.measuring import CERTAINTY, certainties_of
from models.certainty.sources import StaleSourcesError, Surroundings, refused_for_staleness
from models.risk_model import RiskModel

BESIDE_SCORE: dict[str, pl.DataType] = {"household_id": pl.String(), **BASIS, **CERTAINTY}
"""What is said of a household beside its score: what it rests on (`features.basis`) and how sure it is (`models.certainty.measuring`)."""


def beside_scores(
    model: RiskModel,
    records: Records,
    assessed: pl.DataFrame,
    policy: Policy,
    around: Surroundings | None,
    at_hand: pl.DataFrame | None = None,
    measured: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Columns of BESIDE_SCORE, a row for each of the assessed, in their order.

    Args:
        assessed: columns of `models.assessed.ASSESSMENT`, each household once, on one day.
        around: freshness and households alike; None where nobody knows.
        at_hand: what the checks of basis and certainty find in the records on the day, where they were asked already.
        measured: as `models.certainty.doubts.facts_of` takes it.

    Raises:
        PolicyError: a policy value is missing for a day.
    """
    index = assessed.select("household_id", "as_of")
    findings = findings_of(records, index, policy, at_hand)
    sure = certainties_of(model, records, assessed, policy, around, findings, measured)
    rests_on = bases(records, index, policy, at_hand)
    return pl.concat([assessed.select("household_id"), rests_on, sure], how="horizontal")


def too_stale(
    assessed: pl.DataFrame, policy: Policy, around: Surroundings | None
) -> dict[str | None, StaleSourcesError]:
    """Of the regions in which these households live those in which nobody gets a score, since a key source is too late there."""
    if around is None or not around.refuses or assessed.is_empty():
        return {}
    return refused_for_staleness(around.fresh, policy, assessed["as_of"][0], assessed["region_code"].unique())
