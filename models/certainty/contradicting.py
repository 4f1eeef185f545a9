"""Records that contradict each other so badly that nothing may be scored: the checks that the policy names."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from features.bilingual import Bilingual
from features.checks.finding import found_by
from features.checks.registry import checks
from features.policy.loading import Policy
from features.records.contracts.impossible import at_home
from features.records.gate import Records
from models.impossible import NAMED
from models.refusal import NotScoreableError, Refusal

REFUSES = "refusal_check."
"""Before the id of a check, the policy value that says whether its finding refuses a score."""

CONTRADICTING: dict[str, pl.DataType] = {
    "household_id": pl.String(),
    "as_of": pl.Date(),
    "region_code": pl.String(),
    "checks": pl.List(pl.String()),
}
"""Households that have no score since their records contradict each other, with the checks that find it."""


class ContradictingRecordsError(NotScoreableError):
    """Records of one household contradict each other; `checks` says which checks find it. The message does not name it."""

    refusal = Refusal.RECORDS_CONTRADICT

    def __init__(self, found: Iterable[str]) -> None:
        self.checks = list(found)
        declared = [checks()[name] for name in self.checks]
        self.detail = Bilingual(
            f"{'；'.join(one.zh for one in declared)}。记录相互矛盾，没有给出得分；{'；'.join(one.fix_zh for one in declared)}",
            f"{'; '.join(one.en for one in declared)}. Records contradict each other, and nothing was scored. "
            f"{' '.join(one.fix_en for one in declared)}",
        )
        super().__init__(str(self.detail))


def refusing_checks(policy: Policy) -> list[str]:
    """The checks whose finding may refuse a score."""
    return [name.removeprefix(REFUSES) for name in policy.values if name.startswith(REFUSES)]


def contradicting(
    records: Records, index: pl.DataFrame, policy: Policy, at_hand: pl.DataFrame | None = None
) -> pl.DataFrame:
    """The households of the index that a refusing check finds on their days, columns CONTRADICTING.

    Args:
        at_hand: what checks find in the records on the one day of the index, the refusing ones among them, where they were asked already.
    """
    asked = refusing_checks(policy)
    nobody = pl.DataFrame(schema=CONTRADICTING)
    if not asked or index.is_empty():
        return nobody
    parts = [
        found_by(asked, at_hand, records, day, policy).select("household_id", pl.lit(day).alias("as_of"), "check")
        for day in index["as_of"].unique()
    ]
    of_index = pl.concat(parts).unique().join(index, on=["household_id", "as_of"], how="semi")
    if of_index.is_empty():
        return nobody
    homes = at_home(
        of_index.select("household_id", "as_of").unique().with_columns(tables=pl.lit([], dtype=pl.List(pl.String))),
        records,
    )
    rows = of_index.join(homes.drop("tables"), on=["household_id", "as_of"], how="left").rows(named=True)
    refused = [
        {name: row[name] for name in ("household_id", "as_of", "region_code", "check")}
        for row in rows
        if policy.value(REFUSES + row["check"], row["region_code"], row["as_of"]) == 1
    ]
    schema = {"household_id": pl.String, "as_of": pl.Date, "region_code": pl.String, "check": pl.String}
    grouped = pl.DataFrame(refused, schema=schema).group_by("household_id", "as_of", "region_code")
    return grouped.agg(pl.col("check").sort().alias("checks")).select(*CONTRADICTING).sort("household_id", "as_of")


def contradicting_lines(households: pl.DataFrame, region: str = "") -> list[Bilingual]:
    """A line about all of them that live in a region and one about each of the first, for people; nothing where there are none."""
    there = households.filter(pl.col("region_code").str.starts_with(region)) if region else households
    if there.is_empty():
        return []
    named = [
        Bilingual(f"  户 {row['household_id']}：{'；'.join(checks()[name].zh for name in row['checks'])}", "")
        for row in there.head(NAMED).iter_rows(named=True)
    ]
    more = there.height - NAMED
    return [
        Bilingual(
            f"{there.height:,} 户未评分：{Refusal.RECORDS_CONTRADICT.zh}，请核对并更正",
            f"{there.height:,} households not scored: {Refusal.RECORDS_CONTRADICT.en}; have them corrected",
        ),
        *named,
        *([Bilingual(f"  另有 {more:,} 户", f"and {more:,} more")] if more > 0 else []),
    ]
