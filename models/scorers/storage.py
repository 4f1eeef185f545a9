"""Scorers on disk: text, by kind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from models.scorers.additive import Additive
from models.scorers.scorer import Scorer, ScorerKind
from models.scorers.trees import Trees

KINDS: dict[ScorerKind, type[Trees] | type[Additive]] = {ScorerKind.TREES: Trees, ScorerKind.ADDITIVE: Additive}


def save_scorer(scorer: Scorer, folder: Path) -> dict[str, Any]:
    """Write a scorer's files into a folder; the result belongs into `model.json`."""
    return {"kind": scorer.kind.value, **scorer.save(folder)}


def load_scorer(folder: Path, described: dict[str, Any], features: tuple[str, ...]) -> Scorer:
    """Read what `save_scorer` wrote.

    Raises:
        ScorerError, OSError, KeyError, ValueError: a file is missing or damaged.
    """
    return KINDS[ScorerKind(described["kind"])].load(folder, described, features)
