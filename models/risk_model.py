"""A trained model as a folder of text: LightGBM trees, calibrator, ordered features with their fingerprint.

    model.txt    the booster in LightGBM's own format
    model.json   everything else, plain numbers and words

No pickle anywhere, so a model can be read by people and loaded without running what somebody else wrote.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import lightgbm as lgb
import numpy as np
import numpy.typing as npt
import polars as pl
from lightgbm.basic import LightGBMError

from features.errors import FanpinError
from features.registry import fingerprint
from models.calibrate import Calibrator

Array = npt.NDArray[np.float64]

BOOSTER_FILE = "model.txt"
FACTS_FILE = "model.json"

MODEL_PRECISION = pl.Float32
"""Features meet the trees in this precision, in training and scoring alike: half the memory, seven digits."""


class ModelError(FanpinError, ValueError):
    """A model that can't be used here; the message says why and what to do."""


@dataclass(frozen=True)
class RiskModel:
    """Scores, probabilities and contributions of households from their feature frame.

    Attributes:
        name: registered name, such as `fanpin-entry`.
        version: registered version; `unregistered` until it has one.
        features: names in the order of the booster's columns.
        fingerprint: of what those features meant in training.
        horizon_months: the probability is that of being identified within so many months.
        calibrator: raw score to probability.
        booster_text: LightGBM's native text.
        facts: how it was made: experiment, periods, policy version, data versions.
    """

    name: str
    features: tuple[str, ...]
    fingerprint: str
    horizon_months: int
    calibrator: Calibrator
    booster_text: str = field(repr=False)
    facts: dict[str, Any] = field(default_factory=dict, repr=False)
    version: str = "unregistered"

    @cached_property
    def booster(self) -> lgb.Booster:
        return lgb.Booster(model_str=self.booster_text)

    @cached_property
    def base_value(self) -> float:
        """The raw score before any feature: what the contributions add up from."""
        blank = np.full((1, len(self.features)), np.nan, dtype=np.float32)
        return float(np.asarray(self.booster.predict(blank, pred_contrib=True))[0, -1])

    def matrix(self, frame: pl.DataFrame) -> npt.NDArray[np.float32]:
        """The frame's features as the booster takes them, unknown as NaN."""
        return np.ascontiguousarray(
            frame.select(
                pl.col(name).cast(MODEL_PRECISION).fill_null(float("nan")) for name in self.features
            ).to_numpy()
        )

    def raw_score(self, frame: pl.DataFrame) -> Array:
        """Log-odds, one per row."""
        return np.asarray(self.booster.predict(self.matrix(frame), raw_score=True), dtype=np.float64)

    def probability(self, raw: Array) -> Array:
        """Calibrated probabilities of raw scores."""
        return self.calibrator.apply(raw)

    def contributions(self, frame: pl.DataFrame) -> Array:
        """Exact TreeSHAP contributions: rows by features, in log-odds, without the base value."""
        return np.asarray(self.booster.predict(self.matrix(frame), pred_contrib=True), dtype=np.float64)[:, :-1]

    def with_version(self, version: str) -> RiskModel:
        return replace(self, version=version)

    def check_features(self) -> None:
        """Raise when the features of this installation mean something else than in training.

        Raises:
            ModelError: features are missing or were changed.
        """
        try:
            here = fingerprint(self.features)
        except KeyError as error:
            raise ModelError(f"model {self.name} {self.version}: {error.args[0]} Train it again.") from error
        if here != self.fingerprint:
            raise ModelError(
                f"model {self.name} {self.version} was trained on features with fingerprint {self.fingerprint}; those "
                f"of this installation have {here}. Train again with this version of fanpin, or install the version "
                "that the model was trained with."
            )

    def save(self, folder: Path) -> None:
        """Write the model into a folder, which is made if need be."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / BOOSTER_FILE).write_text(self.booster_text, encoding="utf-8")
        described = {
            "name": self.name,
            "version": self.version,
            "features": list(self.features),
            "fingerprint": self.fingerprint,
            "horizon_months": self.horizon_months,
            "calibrator": self.calibrator.as_dict(),
            "facts": self.facts,
        }
        (folder / FACTS_FILE).write_text(json.dumps(described, ensure_ascii=False, indent=1), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> RiskModel:
        """Read a model that `save` wrote.

        Raises:
            ModelError: a file is missing or damaged, or the features here mean something else.
        """
        try:
            read = json.loads((folder / FACTS_FILE).read_text(encoding="utf-8"))
            model = cls(
                name=read["name"],
                version=read["version"],
                features=tuple(read["features"]),
                fingerprint=read["fingerprint"],
                horizon_months=int(read["horizon_months"]),
                calibrator=Calibrator.from_dict(read["calibrator"]),
                booster_text=(folder / BOOSTER_FILE).read_text(encoding="utf-8"),
                facts=read["facts"],
            )
            trees_expect = model.booster.num_feature()
        except (OSError, KeyError, ValueError, LightGBMError) as error:
            raise ModelError(
                f"{folder}: no usable model here ({type(error).__name__}). Train or copy it again."
            ) from error
        if trees_expect != len(model.features):
            raise ModelError(
                f"{folder}: the trees take {trees_expect} features, {FACTS_FILE} names {len(model.features)}."
            )
        model.check_features()
        return model
