"""Everything that an office of a region should act on, gathered on one day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from features.bilingual import Bilingual
from features.checks.registry import checks
from features.deliveries.freshness import GRACE, freshness, rhythm_of
from features.findings.contradicted import contradicted_rows
from features.findings.doubtful import doubtful_rows
from features.findings.from_checks import check_problems, reported_by_checks
from features.findings.from_flags import flag_problems, reported_by_flags
from features.findings.problem import REPORTED, Problem
from features.findings.set_aside import rows_set_aside
from features.intake.recognising.catalogue import catalogue
from features.policy.listing import examples_counted, examples_listed
from features.policy.loading import Policy
from features.records.contracts import rules
from features.records.store import RecordStore
from features.records.tables import TABLES
from features.records.tables.rules import RowRule
from features.workbooks.homes import homes

COUNTY_DIGITS = 6


@dataclass(frozen=True)
class Findings:
    """What was found in a region as known on a day.

    Attributes:
        region: digits with which the region's village codes begin; empty for everywhere.
        whole: the region is everywhere that anybody lives: only then rows are told that belong to no household.
        homes: the households of the region, see `features.workbooks.homes.homes`.
        problems: every kind of problem that was looked for, by its id, in the order of the sheets.
        reported: columns of REPORTED with region_code, township and village, in the order in which a village reads them.
        doubtful: columns of `doubtful.DOUBTFUL`.
        contradicted: columns of `contradicted.CONTRADICTED`.
        set_aside: columns of `set_aside.SET_ASIDE`.
        fresh: how each source stands, see `features.deliveries.freshness`.
        examples: lines that name the thresholds used that are examples, see `features.policy.listing.examples_listed`.
        examples_counted: a line that says how many they are, for a terminal.
        example_names: names of the thresholds used that are examples.
        left_out: what people did that does not count on the day (`StandingDay.left_out`).
    """

    as_of: dt.date
    region: str
    whole: bool
    homes: pl.DataFrame
    problems: Mapping[str, Problem]
    reported: pl.DataFrame
    doubtful: pl.DataFrame
    contradicted: pl.DataFrame
    set_aside: pl.DataFrame
    fresh: pl.DataFrame
    examples: tuple[str, ...] = ()
    examples_counted: tuple[str, ...] = ()
    example_names: tuple[str, ...] = ()
    left_out: Bilingual | None = None


def gather(store: RecordStore, as_of: dt.date, policy: Policy, region: str = "") -> Findings:
    """Look for everything in the households of a region.

    Raises:
        NoSuchRegionError: nobody is known to live there.
        PolicyError: a threshold has no value on that day.
    """
    here = homes(store, as_of, region)
    whole = here.height == homes(store, as_of).height
    problems = check_problems() | flag_problems()
    reported = pl.concat(
        [reported_by_checks(store, as_of, policy, region), reported_by_flags(store, as_of, policy, here)]
    )
    counties = here.get_column("region_code").str.head(COUNTY_DIGITS).unique()
    return Findings(
        as_of=as_of,
        region=region,
        whole=whole,
        homes=here,
        problems=problems,
        reported=in_order(reported, here, problems),
        doubtful=doubtful_rows(store, as_of, here),
        contradicted=contradicted_rows(store, as_of, here),
        set_aside=rows_set_aside(store, as_of),
        fresh=freshness(
            store.deliveries(),
            as_of,
            policy,
            withdrawals=store.withdrawals(),
            region_code=counties[0] if len(counties) == 1 else None,
        ),
        examples=tuple(examples_listed(policy, used := _examples(policy, here, as_of))),
        examples_counted=tuple(examples_counted(policy, used)),
        example_names=tuple(used),
    )


def _examples(policy: Policy, here: pl.DataFrame, as_of: dt.date) -> list[str]:
    """The thresholds of checks, flags and rhythms that are examples for these households on the day."""
    names = {name for check in checks().values() for name in check.policy}
    flags = [rule for table in TABLES for rule in rules(table).values() if isinstance(rule, RowRule)]
    names |= {rule.limit for rule in flags if rule.limit is not None}
    names |= {GRACE, *(rhythm_of(source) for source in catalogue().expected)}
    villages = here.get_column("region_code").unique()
    return policy.examples(names & set(policy.values), ((village, as_of) for village in villages))


def in_order(reported: pl.DataFrame, here: pl.DataFrame, problems: Mapping[str, Problem]) -> pl.DataFrame:
    """The findings in these households, by township and village, then by kind of problem and household."""
    order = pl.DataFrame({"problem": list(problems)}, schema={"problem": pl.String}).with_row_index("_order")
    by = ["region_code", "_order", "household_id", "event_date", "file", "sheet", "row"]
    return (
        reported.join(here, on="household_id")
        .join(order, on="problem", how="left")
        .sort(by, nulls_last=True, maintain_order=True)
        .select(*REPORTED, "region_code", "township", "village")
    )
