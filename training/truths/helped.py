"""The effect of help: a household that was helped and so did not fall is no false alarm.

Two biases hide what a list is worth once an office acts on it, and each has its remedy here:

- *Helped households do not fall.* Counted as misses they make a good list look bad. Where not everybody on a list is helped,
  those who are not stand for those who are: each row that nobody helped is weighted by the inverse of its chance of not being
  helped, estimated within strata in which help is as good as drawn (Rosenbaum 1987, "Model-based direct adjustment"). It
  needs somebody without help in every stratum, and says nothing otherwise.
- *Only who is visited is found.* What nobody visited looks as if it needed nothing. Audit slots visit households drawn at
  random, with a chance that `models.lists` keeps: each one found counts as many as it was drawn from (Horvitz and Thompson 1952).
"""

from __future__ import annotations

import numpy as np

from training.lists.counting import Draws, Measures, ratio
from training.lists.cutting import Flags
from training.resampling import Array, Integers


def share_in_need(fell: Flags, helped: Flags, stratum: Integers, block: Integers, draws: Draws) -> Measures:
    """The share of listed rows that would have fallen, had nobody helped.

    Args:
        fell: within the horizon, as observed.
        helped: before it could have fallen.
        stratum: counted from 0; within one, who is helped does not depend on who would fall.
        block: of each row.

    Returns:
        `naive`: the share that fell, which takes the helped for false alarms; `weighted`: by inverse chances of not being
        helped. NaN for a draw in which some stratum has nobody without help.
    """
    rows, free, fallen = (
        np.stack([draws.in_blocks(block[chosen & (stratum == one)]) for one in np.unique(stratum)], axis=1)
        for chosen in (np.ones(len(fell), dtype=np.bool_), ~helped, ~helped & fell)
    )
    # The share among those without help stands for its whole stratum; an empty stratum has nobody to stand for.
    untreated = np.where(rows > 0, ratio(fallen, free), 0.0)
    return {
        "naive": ratio(draws.in_blocks(block[fell]), rows.sum(axis=1)),
        "weighted": ratio((rows * untreated).sum(axis=1), rows.sum(axis=1)),
    }


def recall_by_audits(by_score: Flags, need_found: Flags, chance: Array, block: Integers, draws: Draws) -> Measures:
    """The share of all households in need that the scores put on the list, told by what visits found.

    Args:
        by_score: of each visited row, whether its score chose it; the others were drawn.
        need_found: whether the visit found need.
        chance: with which the row came to be visited.

    Returns:
        `naive`: of all need that visits found; `weighted`: each found counted by the inverse of its chance.
    """
    weight = need_found / chance
    return {
        "naive": ratio(draws.in_blocks(block[by_score & need_found]), draws.in_blocks(block[need_found])),
        "weighted": ratio(draws.in_blocks(block[by_score], weight[by_score]), draws.in_blocks(block, weight)),
    }
