"""帮扶 | Measures received, as known that day. Measures that identification brings are known after it.

Sent by: civil affairs (relief, monthly), rural affairs (measures, monthly). Misses: help by relatives and neighbours.
"""

from __future__ import annotations

import polars as pl

from features.language import Measure, any_of, count, day_in_last, months_since, total, underway
from features.registry import feature
from features.views import SUPPORT
from features.vocabulary import RiskType

KIND = pl.col("kind")
MINIMUM_LIVING = KIND.is_in(["dibao", "tekun"])


@feature(SUPPORT, unit="yes/no", when_no_rows=0, risk_type=RiskType.OTHER, risk_rises_when="either")
def on_minimum_living_allowance() -> Measure:
    """正享受低保或特困供养 | Receives the minimum living allowance or support for the destitute."""
    return any_of(MINIMUM_LIVING, over=underway())


@feature(SUPPORT, unit="yes/no", when_no_rows=0, risk_type=RiskType.OTHER, risk_rises_when="either")
def newly_on_minimum_living_6m() -> Measure:
    """近6个月新纳入低保或特困 | The allowance or support for the destitute was granted in the last 6 months."""
    return any_of(MINIMUM_LIVING, over=day_in_last("started_on", months=6))


@feature(SUPPORT, unit="months", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="either")
def months_since_minimum_living() -> Measure:
    """距最近一次纳入低保或特困的月数 | Months since the allowance was last granted."""
    return months_since("started_on", of=MINIMUM_LIVING, over=pl.col("started_on") <= pl.col("as_of"))


@feature(SUPPORT, unit="count", when_no_rows=0, risk_type=RiskType.OTHER, risk_rises_when="either")
def temporary_relief_12m() -> Measure:
    """近12个月临时救助次数 | Grants of temporary relief in the last 12 months."""
    return count(of=KIND == "temporary_relief", over=day_in_last("started_on", months=12))


@feature(SUPPORT, unit="yuan", when_no_rows=0, risk_type=RiskType.OTHER, risk_rises_when="either")
def temporary_relief_amount_12m() -> Measure:
    """近12个月临时救助金额 | Temporary relief in the last 12 months."""
    return total("amount_yuan", of=KIND == "temporary_relief", over=day_in_last("started_on", months=12))


@feature(SUPPORT, unit="count", when_no_rows=0, risk_type=RiskType.OTHER, risk_rises_when="either")
def measures_underway() -> Measure:
    """正在实施的帮扶措施数 | Measures underway."""
    return count(over=underway())
