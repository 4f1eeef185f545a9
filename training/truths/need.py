"""Who was really in need: the predictions with true hardship in the place of official identification.

A household on an as-of day is in need when it is in hardship and nobody has identified it, or falls into hardship within the
horizon. Both are what a visit is for: the first is a case that was overlooked, the second one that can still be prevented.
All such days of one fall are one *episode*, which is found once.
"""

from __future__ import annotations

import polars as pl

from training.predictions import score_column
from training.truths.reading import Truth

ORACLE = "oracle"
"""The method that ranks by the latent hazard: it sees what no record tells."""


def with_truth(predictions: pl.DataFrame, truth: Truth) -> pl.DataFrame:
    """The predictions, in their order, asked about the truth.

    Returns:
        The same columns, `label` now being in need (0, 1) and `outcome_on` the day of the episode's fall, which lies before
        the as-of day where `in_hardship`; `score.oracle`, the hazard. A household in which nobody lives any more is not in need
        and has no hazard.
    """
    ahead = pl.col("as_of").dt.offset_by(f"{truth.horizon_months}mo")
    falls = truth.falls.sort("fell_on")
    rows = (
        predictions.with_row_index("_row")
        .join(truth.hazard, on=["household_id", "as_of"], how="left")
        .with_columns(pl.col("in_hardship").fill_null(value=False), pl.col("hazard").fill_null(0.0))
        .sort("as_of")
    )
    last = rows.join_asof(
        falls, left_on="as_of", right_on="fell_on", by="household_id", strategy="backward", check_sortedness=False
    )["fell_on"]
    following = rows.join_asof(
        falls,
        left_on="as_of",
        right_on="fell_on",
        by="household_id",
        strategy="forward",
        allow_exact_matches=False,
        check_sortedness=False,
    )["fell_on"]
    episode = pl.when("in_hardship").then(last).otherwise(pl.when(following <= ahead).then(following))
    return (
        rows.with_columns(episode.alias("outcome_on"))
        .with_columns(pl.col("outcome_on").is_not_null().cast(pl.Int8).alias("label"))
        .sort("_row")
        .select(*predictions.columns, "in_hardship", pl.col("hazard").alias(score_column(ORACLE)))
    )
