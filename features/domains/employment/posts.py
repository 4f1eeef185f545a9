"""Posts that the county pays for or arranges: assistance workshops and public-interest posts."""

from __future__ import annotations

import polars as pl

from features.domains.employment.working import BEGUN
from features.language import Measure, count, ended_in_last, people, smallest, underway, whole_months
from features.language.views import EMPLOYMENT
from features.records.gate import AS_OF
from features.registry import feature
from features.vocabulary import RiskType

CHANNEL = pl.col("channel")
PUBLIC_POST = CHANNEL == "public_post"


@feature(EMPLOYMENT, unit="persons", when_no_rows=0, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="either")
def people_in_workshops() -> Measure:
    """帮扶车间在岗人数 | Members working in an assistance workshop."""
    return people(of=underway() & (CHANNEL == "workshop"))


@feature(EMPLOYMENT, unit="persons", when_no_rows=0, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="either")
def people_in_public_posts() -> Measure:
    """公益性岗位在岗人数 | Members in a public-interest post."""
    return people(of=underway() & PUBLIC_POST)


@feature(EMPLOYMENT, unit="count", when_no_rows=0, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def public_posts_ended_12m() -> Measure:
    """近12个月结束的公益性岗位数 | Public-interest posts that ended in the last 12 months."""
    return count(of=PUBLIC_POST, over=ended_in_last(months=12))


@feature(
    EMPLOYMENT,
    unit="months",
    when_no_rows=None,
    risk_type=RiskType.JOB_INSTABILITY,
    risk_rises_when="falls",
    plans=("ended_on",),
)
def months_until_public_post_ends() -> Measure:
    """距公益性岗位到期的月数 | Months until the first public-interest post ends whose end is known."""
    return smallest(whole_months(AS_OF, pl.col("ended_on")), of=PUBLIC_POST & underway(), over=BEGUN)
