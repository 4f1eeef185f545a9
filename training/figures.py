"""Pictures of a run, for MLflow: calibration, and precision at each recall beside the opponents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

POINTS = 200


def curves(label: Array, scores: Mapping[str, Array], probability: Array) -> dict[str, Any]:
    """The curves as numbers: precision against recall by method, and the calibration by tenths."""
    from sklearn.metrics import precision_recall_curve

    told: dict[str, Any] = {"precision_recall": {}, "calibration": []}
    for name, score in scores.items():
        precision, recall, _ = precision_recall_curve(label, score)
        picked = np.unique(np.linspace(0, len(recall) - 1, POINTS).astype(int))
        told["precision_recall"][name] = {
            "recall": recall[picked].tolist(),
            "precision": precision[picked].tolist(),
        }
    for tenth in np.array_split(np.argsort(probability, kind="stable"), 10):
        if len(tenth):
            told["calibration"].append(
                {
                    "predicted": float(probability[tenth].mean()),
                    "observed": float(label[tenth].mean()),
                    "rows": len(tenth),
                }
            )
    return told


def draw(told: dict[str, Any]) -> dict[str, Any]:
    """Matplotlib figures by file name."""
    from matplotlib.figure import Figure

    lines = Figure(figsize=(6, 4.5), layout="constrained")
    axes = lines.subplots()
    for name, curve in told["precision_recall"].items():
        axes.plot(curve["recall"], curve["precision"], label=name)
    axes.set(xlabel="recall", ylabel="precision", title="Out of time: precision at each recall")
    axes.legend()
    dots = Figure(figsize=(5, 4.5), layout="constrained")
    axes = dots.subplots()
    predicted = [point["predicted"] for point in told["calibration"]]
    observed = [point["observed"] for point in told["calibration"]]
    top = max([*predicted, *observed, 1e-6])
    axes.plot([0, top], [0, top], linestyle=":", color="grey")
    axes.plot(predicted, observed, marker="o")
    axes.set(xlabel="predicted probability", ylabel="observed share", title="Out of time: calibration by tenths")
    return {"precision_recall.png": lines, "calibration.png": dots}
