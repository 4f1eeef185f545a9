"""What an answer is worth: how much the list could gain by it (the expected value of information: Howard, IEEE Transactions SSC 2, 1966).

The places of a list that go by the score take the riskiest of a township. An answer matters where it moves a household over the cut: one below it that turns
out to be at greater risk takes the place of the last on the list, and the list gains the difference of the two chances; one
on the list that turns out to be at less risk leaves its place to the first below. With p the chance after the answer and
c that of the household at the other side of the cut, the worth is the mean over plausible answers of

    max(0, p − c) for a household below the cut,   max(0, c − p) for one on the list,

times the chance that the answer differs from the records: cases more that the same visits find, by the model's own light.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from features.policy.loading import Policy
from models.certainty.alike import Alike
from models.certainty.doubts import Facts
from models.certainty.plausible import SEED, doubts_of, scores_if_known
from models.lists import IssuedList, Slot
from models.risk_model import RiskModel

Array = npt.NDArray[np.float64]

DRAWS = 30
"""Plausible answers to a question."""

TIMES_THE_LIST = 8
"""Near the cut are those on the list by their score and seven times as many below it: whose bills nobody reported stands far below."""

QUESTIONS: dict[str, type[pl.DataType]] = {
    "household_id": pl.String,
    "as_of": pl.Date,
    "region_code": pl.String,
    "topic": pl.String,
    "state": pl.String,
    "on_list": pl.Boolean,
    "probability": pl.Float64,
    "doubt": pl.Float64,
    "crossing": pl.Float64,
    "worth": pl.Float64,
}
"""A question: of whom, about what, why it is open, how likely the answer moves the household over the cut, what it is worth
(in cases found by the same visits)."""


@dataclass(frozen=True, eq=False)
class Cut:
    """Households near the cut of their list.

    Attributes:
        households: `household_id`, `as_of`, `region_code`, `raw_score`, `on_list`, and `rival`: the raw score of the household at the other side of
            the cut, which takes the place or gives it.
    """

    households: pl.DataFrame


def near_the_cut(issued: IssuedList) -> Cut:
    """Those whom their score put on a list, and seven times as many of each place below it.

    Nobody else's answer changes the list: must-includes, open cases, villages whose turn it is and households drawn at random stand on it
    whatever their score, and who was visited lately rests. Where no visit goes by the score the cut is that of a list on which every
    visit does: nobody leaves it, and an answer tells who is wanted there.
    """
    by_score = pl.col("slot") == Slot.SCORE.value
    households = issued.households.filter(pl.col("rank").is_not_null(), pl.col("score").is_not_null())
    reached = households.join(issued.places.select("place", "visits"), on="place", maintain_order="left").with_columns(
        by_score.fill_null(value=False).alias("on_list")
    )
    reached = reached.with_columns(
        pl.when(pl.col("on_list").any().over("place"))
        .then("on_list")
        .otherwise(pl.col("rank") <= pl.col("visits"))
        .alias("reaches")
    ).with_columns((pl.col("slot").is_null() & ~pl.col("reaches")).alias("below"))
    below = pl.col("score").filter("below").max().over("place")
    last = pl.col("score").filter("reaches").min().over("place")
    asked = reached.with_columns(
        pl.when("on_list").then(below).otherwise(last).alias("rival"),
        pl.col("reaches").sum().over("place").alias("places"),
    ).filter(pl.col("on_list") | pl.col("below"), pl.col("rival").is_not_null())
    place = pl.col("score").rank("ordinal", descending=True).over("place")
    near = asked.filter(pl.col("on_list") | (place <= TIMES_THE_LIST * pl.col("places")))
    return Cut(
        near.sort("household_id").select(
            *("household_id", "as_of", "region_code", pl.col("score").alias("raw_score"), "on_list", "rival")
        )
    )


def questions(
    model: RiskModel, facts: Facts, alike: Alike, policy: Policy, cut: Cut, draws: int = DRAWS, seed: int = SEED
) -> pl.DataFrame:
    """Every open question about the households near the cut, those worth most first.

    Args:
        facts: of `cut.households`, in their order.

    Returns:
        Columns QUESTIONS.

    Raises:
        ValueError: the facts are of other households.
    """
    near = cut.households
    if facts.frame["household_id"].to_list() != near["household_id"].to_list():
        raise ValueError("the facts must be those of the households near the cut, in their order.")
    doubts = doubts_of(facts, alike, policy, frozenset(model.features))
    if not doubts:
        return pl.DataFrame(schema=QUESTIONS)
    rows = np.array([doubt.row for doubt in doubts])
    raw = scores_if_known(model, facts, alike, doubts, draws, seed)
    chance = model.probability(raw.ravel()).reshape(raw.shape)
    now, rival, on_list = (near[name].to_numpy()[rows] for name in ("raw_score", "rival", "on_list"))
    rivals = model.probability(np.asarray(rival, dtype=np.float64))[:, None]
    gain = np.where(on_list[:, None], rivals - chance, chance - rivals).clip(min=0).mean(axis=1)
    crosses = np.where(on_list[:, None], raw < rival[:, None], raw > rival[:, None]).mean(axis=1)
    doubt = np.array([one.chance for one in doubts])
    asked = near.select("household_id", "as_of", "region_code")[rows].with_columns(
        pl.Series("topic", [one.topic for one in doubts]),
        pl.Series("state", [one.state.value for one in doubts]),
        pl.Series("on_list", on_list),
        pl.Series("probability", model.probability(np.asarray(now, dtype=np.float64))),
        pl.Series("doubt", doubt),
        pl.Series("crossing", doubt * crosses),
        pl.Series("worth", doubt * gain),
    )
    return asked.select(*QUESTIONS).sort("worth", "household_id", "topic", descending=[True, False, False])
