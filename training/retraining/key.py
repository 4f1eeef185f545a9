"""What a retraining stands on, as one key: the same key, the same model."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.metadata import version
from pathlib import Path

import features
import models
import training
from features.policy.loading import Policy
from training.settings import Experiment

LIBRARIES = ("lightgbm", "numpy", "optbinning", "interpret-core", "polars", "scikit-learn")
"""What may change a fitted number with its version."""


def key_of(versions: dict[str, int], experiment: Experiment, policy: Policy) -> str:
    """Of the tables' versions, the experiment, every policy value, fanpin's own code and the libraries that compute."""
    stands_on = {
        "versions": versions,
        "experiment": experiment.as_dict(),
        "policy": policy.as_dict(),
        "code": _code(),
        "libraries": {name: version(name) for name in LIBRARIES},
    }
    return hashlib.sha256(json.dumps(stands_on, sort_keys=True, default=str).encode()).hexdigest()[:16]


@cache
def _code() -> str:
    """A digest of the sources of features, models and training: a change of any may change the model."""
    digest = hashlib.sha256()
    for package in (features, models, training):
        root = Path(package.__path__[0])
        for source in sorted(root.rglob("*.py")):
            digest.update(f"{package.__name__}/{source.relative_to(root)}\n".encode())
            digest.update(source.read_bytes())
    return digest.hexdigest()[:16]
