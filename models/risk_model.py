"""A trained model as a folder of text: scorer, calibrator, ordered features with their fingerprint.

    model.json     plain numbers and words; a simple model whole
    trees-1.txt …  boosters in LightGBM's own format, where trees score

No pickle anywhere, so a model can be read by people and loaded without running what somebody else wrote.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from features.errors import FanpinError
from features.frame.fingerprint import fingerprint
from features.texts.unrepeated import read_json
from models.calibrate import Calibrator
from models.scorers import Array, Matrix, Scorer, ScorerError, load_scorer, save_scorer
from models.targets import TargetKind

FACTS_FILE = "model.json"

DECIDING_FACTS = ("described_within_months",)
"""Of how a model was made what decides of whom it speaks; the rest only tells where it comes from."""

DIGITS = 32
"""Of a digest: 128 bits, so that no two models have one."""

MODEL_PRECISION = pl.Float32
"""Features meet the scorer in this precision, in training and scoring alike: half the memory, seven digits."""


FEW = 64
"""Up to so many rows the doubles of all features may lie in memory beside their floats."""


def matrix_of(frame: pl.DataFrame, names: tuple[str, ...]) -> Matrix:
    """Features as scorers take them, in this order: rows by features, unknown as NaN."""
    if not names:
        return np.empty((frame.height, 0), dtype=np.float32)
    if frame.height <= FEW:
        # The same numbers, rounded by NumPy: Polars has a fixed price for each of hundreds of columns.
        doubles = frame[list(names)].to_numpy()
        if doubles.dtype == np.float64:
            return np.ascontiguousarray(doubles, dtype=np.float32)
    known = pl.col(names).cast(MODEL_PRECISION).fill_null(float("nan"))
    return np.ascontiguousarray(frame.select(known).to_numpy())


class ModelError(FanpinError, ValueError):
    """A model that can't be used here; the message says why and what to do."""


class FeaturesChangedError(ModelError):
    """The features of this installation mean something else than those that the model learned from."""


@dataclass(frozen=True)
class RiskModel:
    """Scores, probabilities and contributions of households from their feature frame.

    Attributes:
        name: registered name, such as `fanpin-entry`.
        version: registered version; `unregistered` until it has one.
        scorer: features to raw score (log-odds).
        fingerprint: of what the features meant in training.
        horizon_months: the probability is that of the target's event within so many months.
        calibrator: raw score to probability.
        facts: how it was made: experiment, periods, policy version, data versions.
        target: what is predicted, and so of whom the model speaks.
    """

    name: str
    scorer: Scorer
    fingerprint: str
    horizon_months: int
    calibrator: Calibrator
    facts: dict[str, Any] = field(default_factory=dict, repr=False)
    version: str = "unregistered"
    target: TargetKind = TargetKind.ENTRY

    @property
    def features(self) -> tuple[str, ...]:
        """Names in the order of the scorer's columns."""
        return self.scorer.features

    @property
    def base_value(self) -> float:
        """The raw score before any feature: what the contributions add up from."""
        return self.scorer.base_value

    def matrix(self, frame: pl.DataFrame) -> Matrix:
        """The frame's features as the scorer takes them, unknown as NaN."""
        return matrix_of(frame, self.features)

    def raw_score(self, frame: pl.DataFrame) -> Array:
        """Log-odds, one per row."""
        return self.scorer.raw_score(self.matrix(frame))

    def raw_score_by_decisive(self, frame: pl.DataFrame) -> Array:
        """The same of a frame that holds no more than what decides a score (`Scorer.decisive`)."""
        names = self.scorer.decisive
        matrix = np.full((frame.height, len(self.features)), np.nan, dtype=np.float32)
        matrix[:, [self.features.index(name) for name in names]] = matrix_of(frame, names)
        return self.scorer.raw_score(matrix)

    def probability(self, raw: Array) -> Array:
        """Calibrated probabilities of raw scores."""
        return self.calibrator.apply(raw)

    def probability_with_ends(self, raw: Array) -> tuple[pl.Series, pl.Series, pl.Series]:
        """`probability`, `probability_low`, `probability_high`: the ends are null where the calibrator's doubt is not known."""
        probability, doubt = self.probability(raw), self.calibrator.doubt
        ends = [None, None] if doubt is None else doubt.ends(raw, probability)
        low, high = (pl.Series([None] * len(raw) if end is None else end, dtype=pl.Float64) for end in ends)
        return pl.Series("probability", probability), low.alias("probability_low"), high.alias("probability_high")

    def contributions(self, frame: pl.DataFrame, matrix: Matrix | None = None) -> Array:
        """Exact contributions: rows by features, in log-odds, without the base value.

        Args:
            matrix: of the frame, where it was made already.
        """
        return self.scorer.contributions(self.matrix(frame) if matrix is None else matrix)

    @cached_property
    def digest(self) -> str:
        """What tells it from all models that score otherwise: of scorer, features, target and horizon; not of its version or its calibrator."""
        digest = hashlib.sha256()
        with tempfile.TemporaryDirectory() as folder:
            decides = {
                "name": self.name,
                "target": self.target.value,
                "features": self.features,
                "fingerprint": self.fingerprint,
                "horizon_months": self.horizon_months,
                "scorer": save_scorer(self.scorer, Path(folder)),
                **{name: self.facts.get(name) for name in DECIDING_FACTS},
            }
            for file in sorted(Path(folder).iterdir()):
                digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
        digest.update(json.dumps(decides, sort_keys=True).encode())
        return digest.hexdigest()[:DIGITS]

    @cached_property
    def calibrator_digest(self) -> str:
        """What tells its calibrator from all others."""
        return hashlib.sha256(json.dumps(self.calibrator.as_dict(), sort_keys=True).encode()).hexdigest()[:DIGITS]

    def with_version(self, version: str) -> RiskModel:
        return replace(self, version=version)

    def check_features(self) -> None:
        """Raise when the features of this installation mean something else than in training.

        Raises:
            FeaturesChangedError: features are missing or were changed.
        """
        try:
            here = fingerprint(self.features)
        except KeyError as error:
            raise FeaturesChangedError(
                f"模型 {self.name} 第 {self.version} 版在本系统中不能用，请重新训练。 | model {self.name} {self.version}: {error.args[0]} Train it again."
            ) from error
        if here != self.fingerprint:
            raise FeaturesChangedError(
                f"模型 {self.name} 第 {self.version} 版训练时的特征（指纹 {self.fingerprint}）与本系统现有的（{here}）不同：用本版 fanpin 重新训练，或安装训练该模型的版本。 | "
                f"model {self.name} {self.version} was trained on features with fingerprint {self.fingerprint}; those "
                f"of this installation have {here}. Train again with this version of fanpin, or install the version "
                "that the model was trained with."
            )

    def save(self, folder: Path) -> None:
        """Write the model into a folder, which is made if need be."""
        folder.mkdir(parents=True, exist_ok=True)
        described = {
            "name": self.name,
            "version": self.version,
            "target": self.target.value,
            "features": list(self.features),
            "fingerprint": self.fingerprint,
            "horizon_months": self.horizon_months,
            "calibrator": self.calibrator.as_dict(),
            "scorer": save_scorer(self.scorer, folder),
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
            read = read_json((folder / FACTS_FILE).read_text(encoding="utf-8"))
            model = cls(
                name=read["name"],
                version=read["version"],
                scorer=load_scorer(folder, read["scorer"], tuple(read["features"])),
                fingerprint=read["fingerprint"],
                horizon_months=int(read["horizon_months"]),
                calibrator=Calibrator.from_dict(read["calibrator"]),
                facts=read["facts"],
                target=TargetKind(read.get("target", TargetKind.ENTRY.value)),
            )
        except ScorerError as error:
            raise ModelError(
                f"{folder} 中没有可用的模型：请重新训练或重新复制。 | {folder}: no usable model here: {error} Train or copy it again."
            ) from error
        except (OSError, KeyError, ValueError) as error:
            raise ModelError(
                f"{folder} 中没有可用的模型（文件缺失或损坏）：请重新训练或重新复制。 | {folder}: no usable model here ({type(error).__name__}). "
                "Train or copy it again."
            ) from error
        model.check_features()
        return model
