"""What scores households: trees or a simple model, through one interface.

A scorer takes the features in its own order as a matrix (unknown as NaN), gives log-odds, and says exactly what each
feature added to them. It is kept as text.

    scorer          the interface
    trees           a bag of LightGBM boosters
    additive        a sum of one function per feature
    storage         any of them on disk

    paths           trees as what is asked on the way to each leaf
    pattern_tables  contributions of trees, the first engine: looked up by `walk` for few rows, by `kernel` for many
    pred_contrib    the second engine, LightGBM's own
    interactions    of pairs of features of trees
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
