"""Assessments drawn by hand, for tests of what is made of them."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import polars as pl

from models.assessed import ASSESSMENT
from models.reasons import reason_in_words, to_ask

AS_OF = dt.date(2024, 6, 30)

BILLS = {
    "topic": "medical_bills",
    "risk_type": "illness",
    "phrase": "many_bills",
    "facts": json.dumps({"medical_bills_12m": 20_000.0, "self_paid_12m": 9_000.0}),
    "contribution": 0.5,
    "points": 3.0,
}
BILLS_ZH, BILLS_ASK = reason_in_words(BILLS).zh, to_ask("medical_bills").zh
"""Its words, which are others' matter: here it is only asked where they stand."""

INPATIENT = {
    "trigger": "inpatient_self_paid",
    "unit": "yuan",
    "value": 23_400.0,
    "threshold": 20_000.0,
    "since": dt.date(2024, 3, 4),
    "severity": 0,
}
"""A hit of the medical insurance's rule."""

ORDINARY: dict[str, Any] = {
    "as_of": AS_OF,
    "region_code": "990101001001",
    "household_type": "general",
    "probability": 0.1,
    "probability_low": None,
    "probability_high": None,
    "band": "high",
    "raw_score": -2.0,
    "base_value": -3.0,
    "residual": 0.0,
    "reasons": [BILLS],
    "protects": [],
    "verify_first": [],
    "hits": [],
    "unclear": [],
    "risk_types": [{"risk_type": "illness", "contribution": 0.5}],
    "model": "fanpin-entry",
    "model_version": "1",
    "horizon_months": 6,
    "target": "entry",
    "slot": "score",
}


def assessments(*households: str | dict[str, Any]) -> pl.DataFrame:
    """Columns of ASSESSMENT, `rank` from 1 and `slot`: of each household its code, or what is unlike the ordinary one."""
    rows = [ORDINARY | ({"household_id": one} if isinstance(one, str) else one) for one in households]
    return pl.DataFrame(rows, schema={**ASSESSMENT, "slot": pl.String}).with_row_index("rank", offset=1)


def names(**villages: str) -> pl.DataFrame:
    """Names of villages by the last three digits of their codes: `v001="青石镇 柳沟村"`."""
    rows = [
        {"region_code": f"990101001{code.removeprefix('v')}", "township": name.split()[0], "village": name.split()[1]}
        for code, name in villages.items()
    ]
    return pl.DataFrame(rows, schema={"region_code": pl.String, "township": pl.String, "village": pl.String})
