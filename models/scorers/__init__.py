"""What scores households: trees or a simple model, through one interface.

A scorer takes the features in its own order as a matrix (unknown as NaN), gives log-odds, and says exactly what each
feature added to them. It is kept as text.
"""

from __future__ import annotations

from models.scorers.additive import Additive, Linear, Steps, Term, Transform
from models.scorers.scorer import Array, Matrix, Scorer, ScorerError, ScorerKind
from models.scorers.storage import load_scorer, save_scorer
from models.scorers.trees import Trees

__all__ = [
    "Additive",
    "Array",
    "Linear",
    "Matrix",
    "Scorer",
    "ScorerError",
    "ScorerKind",
    "Steps",
    "Term",
    "Transform",
    "Trees",
    "load_scorer",
    "save_scorer",
]
