"""An experiment file: cadence, horizon, dates, features, label, model and evaluation of one training run.

`docs/experiments.md` is generated from here, so every setting carries its meaning.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Self

import yaml
from pydantic import Field, ValidationError, model_validator

from features.errors import FanpinError
from features.registry import chosen
from features.texts.unrepeated import RepeatedNameError, read_yaml
from training.settings.base import Settings
from training.settings.calibration import Calibration
from training.settings.dates import Dates, Split
from training.settings.evaluation import Evaluation, Opponent, Resample
from training.settings.model import Boosting
from training.settings.places import Places
from training.settings.target import Target

__all__ = [
    "DEFAULT_EXPERIMENT",
    "DEMO_EXPERIMENT",
    "SANDBOX_EXPERIMENT",
    "Boosting",
    "Calibration",
    "Dates",
    "Evaluation",
    "Experiment",
    "ExperimentError",
    "Opponent",
    "Places",
    "Resample",
    "Split",
    "Target",
]

DEFAULT_EXPERIMENT = Path(__file__).parent.parent / "experiments" / "entry.yaml"
DEMO_EXPERIMENT = DEFAULT_EXPERIMENT.with_name("demo.yaml")
SANDBOX_EXPERIMENT = DEFAULT_EXPERIMENT.with_name("sandbox.yaml")
"""The default one made quick."""


class ExperimentError(FanpinError, ValueError):
    """An experiment file that can't be used; every problem with its place and what to write."""


class Experiment(Settings):
    """One training run, whole."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9_-]+$", description="Name of the MLflow experiment.")]
    registered_model: Annotated[
        str, Field(pattern=r"^[a-z0-9_-]+$", description="Name under which the model is registered.")
    ]
    target: Target = Target()
    dates: Dates
    split: Split = Split()
    places: Places = Places()
    features: Annotated[
        tuple[str, ...] | None,
        Field(min_length=1, description="Names of the features to use; left out, the whole registry."),
    ] = None
    model: Boosting = Boosting()
    calibration: Annotated[
        Calibration,
        Field(
            description="Curve from raw score to probability; `auto` takes the plainest one that later outcomes can't tell "
            "from the best (docs/calibration.md)."
        ),
    ] = Calibration.AUTO
    evaluation: Evaluation = Evaluation()

    @model_validator(mode="after")
    def _features_exist(self) -> Self:
        try:
            chosen(self.features)
        except KeyError as error:
            raise ValueError(error.args[0]) from error
        return self

    @classmethod
    def load(cls, path: Path | None = None) -> Experiment:
        """Read an experiment file; fanpin's own `entry` experiment when None.

        Raises:
            ExperimentError: it can't be read, or some settings are wrong; all of them at once.
        """
        path = path or DEFAULT_EXPERIMENT
        try:
            read = read_yaml(path.read_text(encoding="utf-8"))
        except RepeatedNameError as error:
            raise ExperimentError(f"{path}: {error}") from error
        except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
            raise ExperimentError(
                f"{path} 不是有效的 YAML，请检查缩进和冒号。 | {path}: can't be read as YAML: {str(error).splitlines()[0]}"
            ) from error
        if not isinstance(read, dict):
            raise ExperimentError(
                f"{path}：实验文件应当是“名称: 值”的设置，见 docs/experiments.md。 | {path}: an experiment file holds settings by name; see docs/experiments.md."
            )
        try:
            return cls(**read)
        except ValidationError as error:
            problems = [f"  {'.'.join(str(part) for part in e['loc']) or 'file'}: {e['msg']}" for e in error.errors()]
            raise ExperimentError(
                f"{path}：有 {len(problems)} 项设置须更正，可用的取值见 docs/experiments.md。 | {path}: {len(problems)} setting(s) to correct; docs/experiments.md says what each may be.\n"
                + "\n".join(problems)
            ) from error

    def as_dict(self) -> dict[str, Any]:
        return self.model_dump(mode="json")
