"""Which listed person each described one is: one at most, and within a roll no listed person for two described ones."""

from __future__ import annotations

import polars as pl

from features.intake.linkage.bands import Band
from features.intake.linkage.names import holds_unreadable
from features.intake.linkage.scoring import score
from features.policy.loading import Policy

MATCHES: dict[str, pl.DataType] = {
    "described": pl.Int64(),
    "person_id": pl.String(),
    "match_weight": pl.Float64(),
    "probability": pl.Float64(),
    "band": pl.String(),
}

CLOSE_NUMBERS = ("same", "one_slip", "one_slip_birth_told")
"""Levels on which two numbers are the same but for what an office does to them."""

THRESHOLDS = ("policy.link_probable_bits", "policy.link_review_bits", "policy.link_margin_bits")


def match(described: pl.DataFrame, listed: pl.DataFrame, decisions: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """For each described person the best listed one and what to make of it: MATCHES, one row per row of `described`.

    Args:
        described: columns of `comparing.DESCRIPTION`, `listed_on` (the day of its delivery), `identity`, `roll`.
        listed: columns of `comparing.DESCRIPTION`, `listed_on`, `person_id`; several descriptions per person.
        decisions: what people decided: `identity`, `person_id`, `accepted`; the last of a pair holds.
    """
    if described.is_empty():
        return pl.DataFrame(schema=MATCHES)
    days = described.select(as_of="listed_on", region_code=pl.lit(None, pl.String)).with_row_index("described")
    limits = policy.add_columns(days, [*THRESHOLDS, "policy.link_share_listed"])
    lowest = float(limits.select(pl.min_horizontal(pl.col(THRESHOLDS[1]).min(), 0)).item())
    rows = described.select(identity="identity", roll="roll", name="name", number="number", sound="sound")
    rows = rows.with_row_index("described").with_columns(pl.col("described").cast(pl.Int64))
    # Descriptions that say the same on the same day are scored once.
    distinct = described.drop("roll").unique(maintain_order=True)
    pairs = score(
        distinct,
        listed,
        share_listed=float(limits.get_column("policy.link_share_listed").mean() or 0.0),  # type: ignore[arg-type]
        at_least=lowest - float(limits.get_column(THRESHOLDS[2]).max() or 0.0),  # type: ignore[arg-type]
    )
    best = _best_two(_by_person(pairs, distinct, listed, decisions), rows, limits)
    return _one_to_one(best).select(list(MATCHES)).sort("described")


def _by_person(
    pairs: pl.DataFrame, distinct: pl.DataFrame, listed: pl.DataFrame, decisions: pl.DataFrame
) -> pl.DataFrame:
    """`identity`, `listed_on`, `person_id`, `match_weight`, `accepted`: the best pair of each; what was rejected is out."""
    of_row = distinct.select("identity", "listed_on", unread=holds_unreadable(pl.col("name"))).with_row_index(
        "described"
    )
    persons = listed.select("person_id", listed_unread=holds_unreadable(pl.col("name"))).with_row_index("listed")
    named = pairs.join(of_row.cast({"described": pl.Int64}), on="described").join(
        persons.cast({"listed": pl.Int64}), on="listed"
    )
    weighed = (
        named.with_columns(_may_go_by_itself().alias("by_itself"))
        .sort("match_weight", descending=True, maintain_order=True)
        .group_by("identity", "listed_on", "person_id", maintain_order=True)
        .agg(pl.col("match_weight", "by_itself").first())
    )
    decided = decisions.select("identity", "person_id", "accepted").unique(["identity", "person_id"], keep="last")
    # What a person decided holds even where the weights do not bring the two together any more.
    forced = of_row.select("identity", "listed_on").join(decided.filter("accepted"), on="identity").unique()
    both = weighed.join(forced, on=["identity", "listed_on", "person_id"], how="full", coalesce=True)
    rejected = decided.filter(~pl.col("accepted"))
    return both.join(rejected, on=["identity", "person_id"], how="anti").with_columns(
        pl.col("accepted").fill_null(False)
    )


def _may_go_by_itself() -> pl.Expr:
    """Whether a weight alone may decide: never between two valid numbers, nor where names say another person.

    Twins share birthday, sex, village, household and most of their number and name: a name that differs in one character
    needs a number that is the same but for a slip, or none at all. A character that nobody can read may be any.
    """
    number, name = pl.col("number_level"), pl.col("name_level")
    same_name = (name == "same") & number.ne_missing("both_sound_but_different")
    like_name = (name == "one_character") & (number.is_null() | number.is_in(CLOSE_NUMBERS))
    like_name &= ~(pl.col("unread") | pl.col("listed_unread"))
    return (same_name | like_name).fill_null(False)


def _best_two(weighed: pl.DataFrame, rows: pl.DataFrame, limits: pl.DataFrame) -> pl.DataFrame:
    """For each described row its best candidate and the band by weight and by the distance of the second."""
    ordered = weighed.sort(
        ["accepted", "match_weight", "person_id"], descending=[True, True, False], nulls_last=True, maintain_order=True
    )
    first = ordered.group_by("identity", "listed_on", maintain_order=True).agg(
        pl.col("person_id").first(),
        pl.col("match_weight").first(),
        pl.col("accepted", "by_itself").first(),
        pl.col("match_weight").slice(1).max().alias("second"),
    )
    days = limits.select(
        pl.col("described").cast(pl.Int64), pl.col("as_of").alias("listed_on"), *(pl.col(name) for name in THRESHOLDS)
    )
    joined = rows.join(days, on="described").join(first, on=["identity", "listed_on"], how="left")
    probable, review, margin = (pl.col(name) for name in THRESHOLDS)
    weight = pl.col("match_weight")
    ahead = (weight - pl.col("second")).fill_null(float("inf")) >= margin
    band = (
        pl.when(pl.col("accepted"))
        .then(pl.lit(Band.DECIDED.value))
        .when((weight >= probable) & ahead & pl.col("by_itself"))
        .then(pl.lit(Band.PROBABLE.value))
        .when(weight >= review)
        .then(pl.lit(Band.REVIEW.value))
        .otherwise(pl.lit(Band.NONE.value))
    )
    odds = pl.lit(2.0).pow(weight)
    some = pl.col("band") != Band.NONE.value
    return joined.with_columns(band.alias("band"), probability=odds / (1 + odds)).with_columns(
        pl.when(some).then(pl.col(name)).alias(name) for name in ("person_id", "match_weight", "probability")
    )


def _one_to_one(best: pl.DataFrame) -> pl.DataFrame:
    """Within a roll the best description keeps a listed person; those that contradict it are told as `twice`.

    The same person may well be on a roll several times, as with bills, each with its own slip: descriptions that agree
    in name and hold no two valid numbers are one person's.
    """
    taken = best.filter(pl.col("band") == Band.PROBABLE.value).sort(
        ["match_weight", "identity"], descending=[True, False], maintain_order=True
    )
    firsts = taken.unique(["roll", "person_id"], keep="first", maintain_order=True).select(
        "roll", "person_id", first_name="name", first_number="number", first_sound="sound"
    )
    compared = taken.join(firsts, on=["roll", "person_id"])
    two_numbers = pl.col("sound") & pl.col("first_sound") & (pl.col("number") != pl.col("first_number"))
    against = compared.filter((pl.col("name") != pl.col("first_name")) | two_numbers).select("described")
    twice = best.get_column("described").is_in(against.get_column("described").implode())
    return best.with_columns(pl.when(twice).then(pl.lit(Band.TWICE.value)).otherwise(pl.col("band")).alias("band"))
