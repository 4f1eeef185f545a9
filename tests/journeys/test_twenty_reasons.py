"""Twenty families of a made-up county, drawn over risk and household types, as an office reads of them: to be reviewed by people.

`tests/journeys/twenty-reasons.md` is the snapshot. Where a wording was meant to change, write it anew with
`FANPIN_WRITE_SNAPSHOT=1 pytest tests/journeys/test_twenty_reasons.py`, and read the difference aloud.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from features.frame import feature_frame, index_of
from features.frame.fingerprint import fingerprint
from features.policy.loading import Policy
from features.records.buckets import described, over_buckets
from features.registry import Feature, features
from features.triggers.wording import hits_in_words, unclear_in_words
from features.vocabulary import HouseholdType, RiskType
from models.calibrate import CalibrationKind, Calibrator
from models.frequencies import in_frequencies
from models.reasons import in_words
from models.reasons.wording import points_in_words
from models.risk_model import RiskModel
from models.score import score
from models.scorers import Additive, Linear, Transform
from tests.conftest import County

SNAPSHOT = Path(__file__).with_name("twenty-reasons.md")
AS_OF = dt.date(2023, 12, 31)
DRAWN = 20
WEIGHTS = {
    "yuan": 0.06,
    "yuan per month": 0.05,
    "yes/no": 0.5,
    "persons": 0.25,
    "share": 0.5,
    "grade": 0.3,
    "count": 0.2,
}
OTHERWISE = 0.03


def model_of_weights(county: County, policy: Policy) -> RiskModel:
    """A sum of one line for each feature in its declared direction: the same on every machine."""
    declared = [feature for feature in features().values() if feature.monotone and feature.domain != "context"]
    names = tuple(feature.name for feature in declared)
    lines = [Linear(_weight(feature), _transform(feature), 0.0, 0.0) for feature in declared]

    def sums(records: Any) -> Any:
        frame = feature_frame(records, index_of(described(records), AS_OF), policy, names)
        return [line.value(frame[name].to_numpy().astype(np.float64)) for line, name in zip(lines, names, strict=True)]

    parts = list(over_buckets(county.store, sums, versions=county.store.versions()))
    means = [round(float(np.concatenate([part[at] for part in parts]).mean()), 3) for at in range(len(names))]
    terms = tuple(Linear(line.weight, line.transform, 0.0, mean) for line, mean in zip(lines, means, strict=True))
    scorer = Additive(names, terms, -4.5 - sum(means))
    return RiskModel("fanpin-story", scorer, fingerprint(names), 6, Calibrator(CalibrationKind.SHIFT, {"c": [0.0]}))


def _weight(feature: Feature) -> float:
    return feature.monotone * WEIGHTS.get(feature.unit, OTHERWISE)


def _transform(feature: Feature) -> Transform:
    return Transform.SIGNED_LOG if feature.unit.startswith("yuan") or feature.unit == "ratio" else Transform.NONE


def drawn(households: pl.DataFrame) -> list[dict[str, Any]]:
    """Families over the types of the first reason and of the household, the rarest types first."""
    first = pl.col("reasons").list.first().struct.field("risk_type").alias("first")
    told = households.filter(pl.col("reasons").list.len() > 0).with_columns(first)
    order = np.random.default_rng(13).permutation(told.height)
    shuffled = told[order].with_columns(
        pl.int_range(pl.len()).over("first", "household_type").alias("turn"), pl.len().over("first").alias("often")
    )
    chosen = shuffled.sort("turn", "often", "first", "household_type", maintain_order=True).head(DRAWN)
    return in_words(chosen).sort("first", "household_type", "household_id").to_dicts()


def lines_of(number: int, family: dict[str, Any]) -> Iterator[str]:
    sure = in_frequencies(family["probability"])
    yield f"## {number}. {RiskType(family['first']).zh}，{HouseholdType(family['household_type']).zh}"
    yield ""
    yield f"可能性 {family['probability'] * 100:.1f}%，{sure.zh} | {sure.en}"
    yield ""
    for reason in family["reasons"]:
        points = points_in_words(reason["points"])
        facts = {name: value for name, value in json.loads(reason["facts"]).items() if name != "seen"}
        yield f"- **[{RiskType(reason['risk_type']).zh}] {reason['zh']}**（{points.zh}）"
        yield f"  - {reason['en']} ({points.en})"
        yield f"  - 走访时：{reason['ask_zh']} | {reason['ask_en']}"
        yield f"  - `{reason['topic']}.{reason['phrase']}` {json.dumps(facts, sort_keys=True)}"
    for reason in family["protects"]:
        yield f"- 有利：{reason['zh']} | {reason['en']}"
    for hit in hits_in_words(family["hits"]):
        yield f"- 部门预警：{hit['zh']}"
    if family["unclear"]:
        yield f"- {unclear_in_words(family['unclear']).zh}"
    yield ""


def test_twenty_families_read_as_they_were_reviewed(county: County) -> None:
    policy = Policy.load()
    day = score(model_of_weights(county, policy), county.store, policy, AS_OF)
    families = drawn(day.households)
    lines = [
        "# Twenty families of a made-up county, as an office reads of them",
        "",
        "Drawn over risk types and household types; written by `tests/journeys/test_twenty_reasons.py`.",
        "",
        *(line for number, family in enumerate(families, start=1) for line in lines_of(number, family)),
    ]
    text = "\n".join(lines)
    if os.environ.get("FANPIN_WRITE_SNAPSHOT"):
        SNAPSHOT.write_text(text, encoding="utf-8")
    assert len(families) == DRAWN
    assert len({family["first"] for family in families}) >= 6
    assert {family["household_type"] for family in families} == {"general", "lifted_out"}
    assert text == SNAPSHOT.read_text(encoding="utf-8")
