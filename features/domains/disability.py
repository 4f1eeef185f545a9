"""残疾 | Disability certificates by grade, new ones, and subsidies that are missing.

Sent by: the disabled persons' federation, monthly. Misses: people who never applied. Do not conclude: no card, no disability.
"""

from __future__ import annotations

import polars as pl

from features.language import Measure, count, in_last, months_since, smallest
from features.registry import feature
from features.views import DISABILITY
from features.vocabulary import RiskType

SEVERE = pl.col("grade") <= 2
"""Grades 1 and 2, by the definition of the certificate itself."""


@feature(DISABILITY, unit="persons", when_no_rows=0, risk_type=RiskType.DISABILITY, risk_rises_when="rises")
def people_with_card() -> Measure:
    """持残疾人证人数 | Members with a disability certificate."""
    return count()


@feature(DISABILITY, unit="persons", when_no_rows=0, risk_type=RiskType.DISABILITY, risk_rises_when="rises")
def people_severely_disabled() -> Measure:
    """重度残疾人数 | Members with a certificate of grade 1 or 2."""
    return count(of=SEVERE)


@feature(DISABILITY, unit="grade", when_no_rows=None, risk_type=RiskType.DISABILITY, risk_rises_when="falls")
def most_severe_grade() -> Measure:
    """最重残疾等级 | The most severe grade in the household, 1 to 4."""
    return smallest("grade")


@feature(DISABILITY, unit="persons", when_no_rows=0, risk_type=RiskType.DISABILITY, risk_rises_when="rises")
def severe_without_nursing_subsidy() -> Measure:
    """重度残疾未享受护理补贴人数 | Severely disabled members known to be without the nursing subsidy."""
    return count(of=SEVERE & ~pl.col("nursing_subsidy"))


@feature(DISABILITY, unit="months", when_no_rows=None, risk_type=RiskType.DISABILITY, risk_rises_when="falls")
def months_since_card() -> Measure:
    """距最近一次办证的月数 | Months since the latest certificate or change of grade."""
    return months_since()


@feature(DISABILITY, unit="months", when_no_rows=None, risk_type=RiskType.DISABILITY, risk_rises_when="falls")
def months_since_severe_card() -> Measure:
    """距最近一次重度残疾办证的月数 | Months since the latest certificate of grade 1 or 2."""
    return months_since(of=SEVERE)


@feature(DISABILITY, unit="persons", when_no_rows=0, risk_type=RiskType.DISABILITY, risk_rises_when="rises")
def new_severe_disability_12m() -> Measure:
    """近12个月新办重度残疾证人数 | Members with a certificate of grade 1 or 2 of the last 12 months."""
    return count(of=SEVERE, over=in_last(months=12))
