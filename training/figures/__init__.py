"""Pictures of a run, for MLflow: what is drawn stands as numbers in the report."""

from __future__ import annotations

from training.figures.curves import curves
from training.figures.pictures import pictures

__all__ = ["curves", "pictures"]
