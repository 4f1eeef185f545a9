"""What is known of a household, topic by topic: told, missing, silent, old or contradicted, and how far each is doubted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import polars as pl

from features.checks.finding import found_by
from features.checks.registry import checks
from features.checks.wording import Kind, Subject
from features.frame import measures, text_values
from features.frame.values import FramePlan, frame_plan
from features.language.views import MEMBERS
from features.policy.loading import Policy
from features.records.collecting import collect_as_written
from features.records.gate import AS_OF, EVENT_DATE, GATE_READS, Records, as_index, rows_known_by
from features.registry import features
from features.vocabulary import Labelled
from models.certainty.topics import BESIDE, NO_PUPIL, TOPICS, Absence, Topic
from models.risk_model import RiskModel

UNREPORTED, SUSPECT, STALE, DESCRIBED = "doubt_unreported", "doubt_suspect", "doubt_stale", "doubt_described_months"
"""The policy values."""


Findings = Mapping[tuple[str, dt.date], Collection[str]]
"""Of households on their days the ids of the checks that find something in their records."""


class State(Labelled):
    """How a topic stands for a household on a day; the first that holds."""

    NOT_APPLICABLE = "not_applicable", "不涉及", "does not apply"
    MISSING = "missing", "没有记录", "not known"
    SUSPECT = "suspect", "记录有矛盾", "contradicted by other records"
    STALE = "stale", "数据逾期或过旧", "overdue or old"
    SILENT = "silent", "没有上报，也可能漏报", "nothing reported, which may be an omission"
    KNOWN = "known", "已知", "known"


CERTAIN = (State.KNOWN, State.NOT_APPLICABLE)
"""Of such a topic nothing is asked."""


@dataclass(frozen=True, eq=False)
class Facts:
    """What rows make of some households on one day, before anything is combined, with the state of every topic.

    Attributes:
        plan: how the frame is finished (`features.frame.values.finished`).
        frame: `household_id`, `as_of`, `region_code`, `household_type`, policy values, figures of places and measures.
        states: of each topic the `State` of each row.
    """

    plan: FramePlan
    frame: pl.DataFrame
    states: Mapping[str, list[State]]


def facts_read(model: RiskModel) -> set[str]:
    """The features of which facts are made."""
    return {*model.features, *BESIDE}


def facts_of(
    model: RiskModel,
    records: Records,
    index: pl.DataFrame,
    policy: Policy,
    stale: Collection[str] = (),
    findings: Findings | None = None,
    measured: pl.DataFrame | None = None,
) -> Facts:
    """The facts of each household of the index.

    Args:
        index: of one day.
        stale: the record tables whose source is overdue (`models.certainty.sources.stale_tables`).
        findings: as `findings_of` gives them; where they are not given, records are held against each other here.
        measured: `features.frame.measures` of the index by a plan that needs all of `facts_read`, where they were made already.

    Raises:
        PolicyError: a policy value is missing for the day.
    """
    plan = frame_plan(frozenset(facts_read(model)))
    frame = measures(records, index, policy, plan) if measured is None else measured
    findings = findings_of(records, index, policy) if findings is None else findings
    suspect = {whose: frozenset[str]().union(*map(_distorted, found)) for whose, found in findings.items()}
    newest = _newest_days(records, index)
    places = frame.select("household_id", "as_of", "region_code", "people_with_labour")
    rows = places.with_columns(_no_pupil(records, index)).to_dicts()
    states = {
        name: [
            _state(topic, row, newest[name].get(place), name in suspect.get(_whose(row), ()), stale, policy)
            for place, row in enumerate(rows)
        ]
        for name, topic in TOPICS.items()
    }
    return Facts(plan, frame, states)


def doubted(state: State, silent_share: float, policy: Policy, region: str | None, as_of: dt.date) -> float:
    """The chance that what the records say of a topic is not so.

    Of silence by Bayes: of those who are silent some had something to tell that was not reported. With `u` the chance that
    it is not reported, and a share `s` of households alike that is silent, u / (u + (1 − u) · s).

    Args:
        silent_share: of the households alike, those that are silent on the topic.
    """
    if state is State.MISSING:
        return 1.0
    if state is State.SILENT:
        unreported = policy.value(UNREPORTED, region, as_of)
        return float(unreported / (unreported + (1 - unreported) * silent_share)) if unreported else 0.0
    if state in CERTAIN:
        return 0.0
    return float(policy.value(SUSPECT if state is State.SUSPECT else STALE, region, as_of))


def _state(
    topic: Topic,
    row: Mapping[str, object],
    newest: dt.date | None,
    suspect: bool,
    stale: Collection[str],
    policy: Policy,
) -> State:
    as_of, region = row["as_of"], row["region_code"]
    if not isinstance(as_of, dt.date):
        raise TypeError("an index without a day")
    is_silent = newest is None or (topic.months is not None and _months(newest, as_of) >= topic.months)
    if is_silent and _is_beside_the_point(topic, row):
        return State.NOT_APPLICABLE
    if is_silent and topic.absence in (Absence.MISSING, Absence.MISSING_WITH_LABOUR):
        return State.MISSING
    if suspect:
        return State.SUSPECT
    if topic.table in stale:
        return State.STALE
    if is_silent:
        return State.SILENT
    if topic.yearly and newest is not None:
        place = region if isinstance(region, str) else None
        return State.STALE if _months(newest, as_of) >= policy.value(DESCRIBED, place, as_of) else State.KNOWN
    return State.KNOWN


def _is_beside_the_point(topic: Topic, row: Mapping[str, object]) -> bool:
    """By what is known of the members there is nobody of whom the topic could tell."""
    if topic.absence is Absence.MISSING_WITH_LABOUR:
        return row["people_with_labour"] == 0
    return topic.absence is Absence.SILENCE_OF_PUPILS and row["no_pupil"] == "true"


def _no_pupil(records: Records, index: pl.DataFrame) -> pl.Series:
    """Whether `NO_PUPIL` holds of each household, as a word; unknown where it hangs on somebody of whom the roster does not tell."""
    as_word = replace(NO_PUPIL, value=NO_PUPIL.value.cast(pl.String))
    return text_values(records, index, MEMBERS, {"no_pupil": as_word})["no_pupil"]


def _whose(row: Mapping[str, Any]) -> tuple[str, dt.date]:
    return row["household_id"], row["as_of"]


def _months(since: dt.date, until: dt.date) -> int:
    return (until.year - since.year) * 12 + until.month - since.month - (until.day < since.day)


def _newest_days(records: Records, index: pl.DataFrame) -> dict[str, dict[int, dt.date]]:
    """Of each topic the last day that the rows known of each household tell of; nothing of those without a row."""
    base = as_index(index).lazy().select("row", "household_id", "as_of")
    asked = [
        rows_known_by(base, records.versions[table].lazy().select(GATE_READS))
        .filter(EVENT_DATE <= AS_OF)
        .group_by("row")
        .agg(EVENT_DATE.max().alias("newest"))
        for table in TOPICS
    ]
    found = collect_as_written(asked)
    return {table: dict(rows.iter_rows()) for table, rows in zip(TOPICS, found, strict=True)}


def findings_of(records: Records, index: pl.DataFrame, policy: Policy, at_hand: pl.DataFrame | None = None) -> Findings:
    """The checks that find a household's own records contradicting each other on the days of the index, of whom any does.

    Args:
        at_hand: what checks find in the records on the one day of the index, `own_checks` among them, where they were asked already.
    """
    about: dict[tuple[str, dt.date], set[str]] = {}
    for day in index["as_of"].unique():
        contradicted = found_by(own_checks(), at_hand, records, day, policy)
        for check, household in contradicted.select("check", "household_id").unique().iter_rows():
            about.setdefault((household, day), set()).add(check)
    return about


def findings_policy() -> set[str]:
    """The policy values that these checks stand on."""
    return {name for check in own_checks() for name in checks()[check].policy}


@cache
def own_checks() -> tuple[str, ...]:
    """The checks of a household's own records that say which features are wrong."""
    return tuple(
        check.id
        for check in checks().values()
        if check.kind is Kind.CONTRADICTION and check.subject is not Subject.ACROSS and _distorted(check.id)
    )


@cache
def _distorted(check: str) -> frozenset[str]:
    return frozenset(_tables(checks()[check].features))


def _tables(names: Iterable[str]) -> Iterable[str]:
    for name in names:
        view = features()[name].view
        if view is not None and view.table in TOPICS:
            yield view.table
