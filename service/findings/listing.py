"""Findings, hits and gaps of a whole store on a day, as `fanpin findings`, `fanpin triggers` and `fanpin gaps` work them out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

import polars as pl

from features.checks.registry import checks
from features.deliveries.departments import DeliveringDepartment
from features.findings.gathering import Findings, gather
from features.findings.problem import Problem
from features.gaps.finding import find_gaps_in_store, gap_policy
from features.gaps.rules import GAPS
from features.intake.counties import Counties
from features.intake.problems import Reason
from features.policy.loading import Policy
from features.records.store import RecordStore
from features.triggers.evaluating import trigger_policy
from features.triggers.outcomes import hits_in_store
from features.triggers.rules import TRIGGERS
from features.vocabulary import Labelled
from features.workbooks.homes import homes

PLACE = ("region_code", "household_id", "rule", "number")
"""By which rows stand in order. No two rows have the same, and a row keeps its own while the records change beside it."""


MESSAGE = ("region_code", "household_id", "acting")
"""What makes one message to an office: everything of a household that a department has to look at."""


class Listing(Labelled):
    """What is listed."""

    FINDINGS = "findings", "核查清单", "findings"
    TRIGGERS = "triggers", "部门预警", "triggers"
    GAPS = "gaps", "政策落实", "gaps"


class RecordFindingKind(Labelled):
    """What kind of thing was found in the records."""

    CHECK = "check", "记录不一致", "records that contradict each other, or that somebody should go and see"
    VALUE = "value", "数值待核实", "a value that is hardly credible"
    PERSON = "person", "待确认身份", "a row that may be a listed person's"
    SAME_DAY = "same_day", "同日文件矛盾", "files of one day that contradict each other"
    NOT_KEPT = "not_kept", "未入库的行", "a row of a delivered file that is not in the records"


CONTRADICTED = "contradicted"
"""The rule of `SAME_DAY`, as in the workbook's legend."""


@dataclass(frozen=True)
class ListedDay:
    """Everything of one kind on a day.

    Attributes:
        rows: with the columns of `PLACE`, in their order; `departments` are names of those that have to act.
        villages: codes of all villages where a household was known to live.
        policy_examples: names of the policy values behind it that are examples.
    """

    as_of: dt.date
    rows: pl.DataFrame
    villages: frozenset[str]
    policy_examples: tuple[str, ...]

    @cached_property
    def by_department(self) -> pl.DataFrame:
        """The same for people: what two departments have to do stands once for each (`acting`), in the order of `MESSAGE`."""
        acting = pl.col("departments").alias("acting")
        each = self.rows.with_columns(acting).explode("acting").with_columns(pl.col("acting").fill_null(""))
        ordered = each.sort(*MESSAGE, "rule", "number", maintain_order=True)
        return ordered.with_columns(message=pl.struct(MESSAGE).rle_id())


@cache
def departments_by_word() -> dict[str, str]:
    """Names of the delivering departments by the official words in which records name them."""
    return {department.zh: department.value for department in DeliveringDepartment}


def list_everything(listing: Listing, store: RecordStore, as_of: dt.date, policy: Policy) -> ListedDay:
    """Every household's, bucket by bucket.

    Raises:
        NoSuchRegionError: no household was known on the day.
        PolicyError: a threshold has no value on that day.
    """
    return _LISTED[listing](store, as_of, policy)


def _findings(store: RecordStore, as_of: dt.date, policy: Policy) -> ListedDay:
    gathered = gather(store, as_of, policy)
    departments = store.deliveries().unique("file", keep="last").select("file", of="department")
    parts = [
        gathered.reported.with_columns(_kind_of_reported(gathered.problems), rule=pl.col("problem")),
        gathered.doubtful.with_columns(_kind(RecordFindingKind.PERSON), rule=pl.lit(Reason.POSSIBLE_MATCH.value)),
        gathered.contradicted.with_columns(_kind(RecordFindingKind.SAME_DAY), rule=pl.lit(CONTRADICTED)),
        _not_kept(gathered, Counties.of(store).together),
    ]
    rows = (
        pl.concat(parts, how="diagonal")
        .join(departments, on="file", how="left", maintain_order="left")
        .with_columns(departments=_names(pl.coalesce("department", "of")))
    )
    return ListedDay(
        as_of,
        _in_order(rows, "event_date", "file", "sheet", "row", "column", "holds_file", "holds_row"),
        _villages(gathered.homes),
        gathered.example_names,
    )


def _kind(kind: RecordFindingKind) -> pl.Expr:
    return pl.lit(kind.value).alias("kind")


def _kind_of_reported(problems: Mapping[str, Problem]) -> pl.Expr:
    by_check = pl.col("problem").is_in([name for name in problems if name in checks()])
    return (
        pl.when(by_check).then(_kind(RecordFindingKind.CHECK)).otherwise(_kind(RecordFindingKind.VALUE)).alias("kind")
    )


def _not_kept(gathered: Findings, place: str) -> pl.DataFrame:
    """Rows of no household: they lie wherever the records tell of, so that whose places are fewer does not see them."""
    return gathered.set_aside.select(
        _kind(RecordFindingKind.NOT_KEPT),
        pl.col("reason").alias("rule"),
        *("department", "file", "sheet", "row", "column"),
        region_code=pl.lit(place),
    )


def _names(words: pl.Expr) -> pl.Expr:
    """Names of departments from `医保+卫健`; a department that nobody knows is left out."""
    return words.str.split("+").list.eval(
        pl.element().replace_strict(departments_by_word(), default=None, return_dtype=pl.String).drop_nulls()
    )


def _hits(store: RecordStore, as_of: dt.date, policy: Policy) -> ListedDay:
    here = homes(store, as_of)
    hits = hits_in_store(store, as_of, policy, here["household_id"])
    whose = {trigger.name: trigger.department.value for trigger in TRIGGERS}
    placed = hits.drop("region_code").join(here, on="household_id").rename({"trigger": "rule"})
    risks = {trigger.name: trigger.risk_type.value for trigger in TRIGGERS}
    rows = _in_order(placed.with_columns(_whose(whose), risk_type=_of_rule(risks)), "since")
    return ListedDay(as_of, rows, _villages(here), _examples(policy, here, as_of, trigger_policy()))


def _gaps(store: RecordStore, as_of: dt.date, policy: Policy) -> ListedDay:
    here = homes(store, as_of)
    gaps = find_gaps_in_store(store, as_of, policy, here["household_id"])
    whose = {gap.name: gap.department.value for gap in GAPS}
    placed = gaps.drop("region_code").join(here, on="household_id").rename({"gap": "rule"})
    sides = {gap.name: gap.direction.value for gap in GAPS}
    rows = _in_order(placed.with_columns(_whose(whose), direction=_of_rule(sides)), "value")
    return ListedDay(as_of, rows, _villages(here), _examples(policy, here, as_of, gap_policy()))


def _whose(departments: Mapping[str, str]) -> pl.Expr:
    return pl.concat_list(_of_rule(departments)).alias("departments")


def _of_rule(words: Mapping[str, str]) -> pl.Expr:
    return pl.col("rule").replace_strict(words, return_dtype=pl.String)


def _in_order(rows: pl.DataFrame, *then: str) -> pl.DataFrame:
    within = PLACE[:-1]
    numbers = pl.col("value", "threshold")
    return (
        rows.with_columns(
            pl.col("household_id").fill_null(""),
            # Records may hold what adds up to no number; JSON can't say it.
            pl.when(numbers.is_finite()).then(numbers).name.keep(),
        )
        .sort(*within, *then, nulls_last=True, maintain_order=True)
        .with_columns(number=pl.int_range(pl.len(), dtype=pl.Int64).over(within))
    )


def _villages(here: pl.DataFrame) -> frozenset[str]:
    return frozenset(here["region_code"].unique())


def _examples(policy: Policy, here: pl.DataFrame, as_of: dt.date, used: set[str]) -> tuple[str, ...]:
    villages = here.get_column("region_code").unique()
    return tuple(policy.examples(used, ((village, as_of) for village in villages)))


_LISTED: Mapping[Listing, Callable[[RecordStore, dt.date, Policy], ListedDay]] = {
    Listing.FINDINGS: _findings,
    Listing.TRIGGERS: _hits,
    Listing.GAPS: _gaps,
}
