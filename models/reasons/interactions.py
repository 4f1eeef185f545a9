"""What pairs of features add together beyond what each adds alone, checked against the contributions, and told in words.

A pair's entry stands twice in the matrix, half of it for each of the two (SHAP interaction values: Lundberg et al., Nature Machine
Intelligence 2, 2020). Each row of the matrix sums to that feature's contribution, which other code worked out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from features.bilingual import Bilingual
from features.registry import chosen
from features.registry.wording import fact_en, fact_zh
from models.reasons.contributions import LARGEST_RESIDUAL, ExplanationError
from models.risk_model import RiskModel
from models.scorers import Array, Matrix

MOST_PAIRS = 5

LEAST_ADDED = 0.005
"""In log-odds: what is told with two digits is not 0.00."""


@dataclass(frozen=True)
class Pair:
    """Two features and what they add together to one score beyond what each adds alone, in log-odds."""

    first: str
    second: str
    added: float


def pairwise(model: RiskModel, matrix: Matrix, contributions: Array) -> Array:
    """Rows by features by features, symmetric, in log-odds; for a handful of rows.

    Args:
        matrix, contributions: rows by features of the model, as `models.reasons.explain` took and gave them.

    Raises:
        ExplanationError: not symmetric, or a feature's row does not sum to its contribution to 1e-6.
        ScorerError: of a scorer of this kind they can't be worked out.
    """
    pairs = model.scorer.interactions(matrix)
    apart = np.abs(pairs.sum(axis=2) - contributions).max(initial=0.0)
    slanted = np.abs(pairs - pairs.transpose(0, 2, 1)).max(initial=0.0)
    if not (apart <= LARGEST_RESIDUAL and slanted <= LARGEST_RESIDUAL):
        raise ExplanationError(
            f"两两作用与各项作用对不上，没有给出任何结果：模型文件可能已损坏，请从备份恢复或重新训练。 | pairwise interactions miss the contributions by up to {apart:.3g} "
            f"and their own mirror by up to {slanted:.3g}, where {LARGEST_RESIDUAL} is allowed. Nothing was returned; the model file may be damaged."
        )
    return pairs


def strongest_pairs(model: RiskModel, pairs: Array, most: int = MOST_PAIRS) -> list[Pair]:
    """Those of one household that add or take away most, the strongest first; of equal strength in the order of the model.

    Args:
        pairs: features by features, as `pairwise` gives them of each row.
    """
    first, second = np.triu_indices(len(pairs), 1)
    added = 2 * pairs[first, second]
    order = np.argsort(-np.abs(added), kind="stable")[:most]
    names = model.features
    return [
        Pair(names[first[at]], names[second[at]], float(added[at])) for at in order if abs(added[at]) >= LEAST_ADDED
    ]


def pairs_in_words(model: RiskModel, frame: pl.DataFrame, contributions: Array) -> list[str]:
    """Lines about the pairs of facts that act together on the score of the one household of a frame.

    Raises:
        ExplanationError, ScorerError: as `pairwise`.
    """
    (pairs,) = pairwise(model, model.matrix(frame), contributions)
    strongest = strongest_pairs(model, pairs)
    lines = [
        str(
            Bilingual(
                "合在一起才有的作用（各自单独的作用之外，对数几率）",
                "What facts do only together, beyond what each does alone (log-odds)",
            )
        )
    ]
    if not strongest:
        return [*lines, str(Bilingual("没有：各项事实各自起作用。", "None: each fact acts by itself."))]
    declared = chosen({name for pair in strongest for name in (pair.first, pair.second)})
    for position, pair in enumerate(strongest, start=1):
        both = [(declared[name], frame[name][0]) for name in (pair.first, pair.second)]
        zh, en = ([fact(*known) for known in both] for fact in (fact_zh, fact_en))
        much = f"{abs(pair.added):.2f}"
        lines += [
            f"{position}. {'；'.join(zh)}。合在一起，得分再{'升高' if pair.added > 0 else '降低'} {much}",
            f"   {'; '.join(en)}. Together they {'raise' if pair.added > 0 else 'lower'} the score by a further {much}",
        ]
    return lines
