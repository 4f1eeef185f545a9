"""What `fanpin triggers` and `fanpin gaps` share: households found by rule are counted, told and written as a workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from features.bilingual import Bilingual
from features.cli.options import console, data_folder, policy_of, standing_day

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Console

    from features.policy.loading import Policy
    from features.records.store import RecordStore
    from features.workbooks.rule_lists import RuleLists


@dataclass(frozen=True)
class RuleFamily:
    """Rules of one kind by which households are listed.

    Attributes:
        find: of a store, a day, a policy and households, what the rules find: rows with `household_id`.
        policy: names of the policy values that the rules stand on.
        print_counts: tells what each rule found.
        lists_of: of what was found, the homes, the day and the lines about examples, the workbook's content.
        predicate: what is said of the households found.
    """

    find: Callable[[RecordStore, dt.date, Policy, pl.Series], pl.DataFrame]
    policy: Callable[[], set[str]]
    print_counts: Callable[[pl.DataFrame, Console], None]
    lists_of: Callable[[pl.DataFrame, pl.DataFrame, dt.date, Sequence[str]], RuleLists]
    predicate: Bilingual


def tell_by_rule(
    family: RuleFamily, *, as_of: dt.date | None, region: str, out: Path | None, county: Path | None
) -> None:
    """Find the households of a region by rule, tell how many, and write the workbook where one is asked for.

    Raises:
        FanpinError: no store; no such folder of a county; a day on which nothing can be said (`standing_day`); nobody lives in the region.
        OutputError: the workbook cannot be written there; told before anything is worked out.
        PolicyError: a line has no value on that day; some policy file can't be used.
        TooManyRowsError: a sheet would need more rows than Excel has.
    """
    from features.disk import write_whole
    from features.disk.outputs import writable_workbook
    from features.policy.listing import examples_counted, examples_listed
    from features.records.store.states import StoreInState
    from features.workbooks.homes import homes
    from features.workbooks.rule_lists import workbook_of

    store, policy = StoreInState.open(data_folder()), policy_of(county)
    if out:
        writable_workbook(out)
    stood = standing_day(as_of, store, policy)
    day = stood.day
    here = homes(store, day, region)
    findings = family.find(store, day, policy, here["household_id"])
    used = policy.examples(family.policy(), [(code, day) for code in here["region_code"].unique()])
    examples = examples_listed(policy, used)
    family.print_counts(findings, console)
    households, of = findings["household_id"].n_unique(), here.height
    said = f"{of:,} 户中 {households:,} 户{family.predicate.zh} | {households:,} of {of:,} households {family.predicate.en}"
    for line in (str(stood.in_words), said, *examples_counted(policy, used)):
        console.print(line, markup=False, soft_wrap=True)
    if out:
        lists = family.lists_of(findings, here, day, examples)
        content = workbook_of(replace(lists, left_out=stood.left_out))
        write_whole(out, content)
        console.print(f"已写入 {out} | written", markup=False, soft_wrap=True)
