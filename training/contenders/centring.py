"""What a sum's functions are on average: the household that reasons compare with."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from models.risk_model import matrix_of
from models.scorers import Additive
from training.contenders.sampling import Sample


def centred(model: Additive, sample: Sample) -> Additive:
    """The same scores, with each function's mean over the rows that the sample stands for."""
    matrix, weight = matrix_of(sample.rows, model.features), sample.weight
    terms = tuple(
        replace(term, expected=float(np.average(term.value(matrix[:, place].astype(np.float64)), weights=weight)))
        for place, term in enumerate(model.terms)
    )
    return replace(model, terms=terms)
