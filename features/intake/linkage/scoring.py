"""Pairs of a described and a listed person with their match weights: one call of splink on DuckDB, nothing trained."""

from __future__ import annotations

import warnings

import polars as pl

from features.intake.linkage.comparing import BLOCKS, DESCRIPTION, LEVELS, comparisons

PAIRS: dict[str, type[pl.DataType]] = {
    "described": pl.Int64,
    "listed": pl.Int64,
    "match_weight": pl.Float64,
    "name_level": pl.String,
    "number_level": pl.String,
}


def score(described: pl.DataFrame, listed: pl.DataFrame, *, share_listed: float, at_least: float) -> pl.DataFrame:
    """Every pair worth looking at: PAIRS.

    `described` and `listed` are row numbers of the two frames, `match_weight` is in bits, `name_level` and `number_level`
    are the levels of `comparing.LEVELS` on which names and numbers agree, null where one side tells nothing.

    Args:
        described, listed: frames with the columns of `comparing.DESCRIPTION` and `listed_on`; a listed person described
            twice is two rows. Pairs in which the listed description came later than the described row are left out: on
            the row's day nobody could have known it.
        share_listed: share of described people who are on a roster at all; it sets how likely a pair is to begin with.
        at_least: bits below which a pair is dropped.
    """
    if described.is_empty() or listed.is_empty():
        return pl.DataFrame(schema=PAIRS)
    # Imported here: whoever links nobody should not wait for splink and DuckDB.
    import duckdb
    from splink import DuckDBAPI, Linker, SettingsCreator

    settings = SettingsCreator(
        link_type="link_only",
        unique_id_column_name="number_of_row",
        comparisons=comparisons(),
        blocking_rules_to_generate_predictions=[
            # Of a pair, `l` is the side whose name sorts first: described.
            {"blocking_rule": f"({block}) AND r.listed_on <= l.listed_on", "sql_dialect": "duckdb"}
            for block in BLOCKS
        ],
        probability_two_random_records_match=min(0.5, share_listed / listed.height),
        # The levels on which a pair agrees come with the compared columns only.
        retain_matching_columns=True,
    )
    columns = ["number_of_row", *DESCRIPTION, "listed_on"]
    api = DuckDBAPI(duckdb.connect(":memory:"))
    sides = [
        api.register(frame.with_row_index("number_of_row").select(columns).to_arrow(), dataset_display_name=side)
        for side, frame in (("described", described), ("listed", listed))
    ]
    with warnings.catch_warnings():
        # splink warns of levels that it did not train itself; these are fixed on purpose.
        warnings.simplefilter("ignore")
        # splink looks for columns that are not there, which takes as long as to link a small file: DuckDB refuses them.
        linker = Linker(sides, settings, log_level="ERROR", validate_settings=False)
        names = listed.select(pl.col("name").drop_nulls().value_counts(normalize=True, name="tf_name")).unnest("name")
        linker.table_management.register_term_frequency_lookup(api.register(names.to_arrow()), "name")
        found = linker.inference.predict(threshold_match_weight=at_least, warning_mode="auto")
        pairs: pl.DataFrame = found.as_duckdbpyrelation().pl()
    return pairs.select(
        pl.col("number_of_row_l").cast(pl.Int64).alias("described"),
        pl.col("number_of_row_r").cast(pl.Int64).alias("listed"),
        "match_weight",
        *(_level(comparison) for comparison in ("name", "number")),
    ).sort("described", "listed")


def _level(comparison: str) -> pl.Expr:
    """The name of the level that splink counts from the last one, 0, upwards; -1 is that nothing is told."""
    names = dict(enumerate(reversed(list(LEVELS[comparison][1]))))
    level = pl.col(f"gamma_{comparison}").cast(pl.Int64).replace_strict(names, default=None, return_dtype=pl.String)
    return level.alias(f"{comparison}_level")
