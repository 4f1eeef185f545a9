"""One entry of the catalogue: a feature with everything that its declaration and the registry say of it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import difflib
import importlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import polars as pl

from features.bilingual import Bilingual
from features.catalogue.definition import definition_of
from features.catalogue.delivered import delivered_by
from features.checks.registry import checks
from features.errors import FanpinError
from features.gaps.rules import GAPS
from features.language.marks import PREFIX, marks_in
from features.language.parts import columns_behind
from features.policy.columns import values_among
from features.policy.listing import InForce
from features.policy.loading import Policy
from features.policy.steps import PolicyError, PolicyValue
from features.records.tables import TABLES
from features.registry import Feature, features
from features.registry.wording import UNIT_WORDS, value_in_words
from features.triggers.rules import TRIGGERS
from features.vocabulary import RiskType

DIRECTIONS: dict[str, Bilingual] = {
    "rises": Bilingual("数值越高，风险可能越高", "risk may rise with it"),
    "falls": Bilingual("数值越低，风险可能越高", "risk may rise when it falls"),
    "either": Bilingual("高低都可能有风险", "risk may move either way"),
}

OF_THE_INDEX = frozenset({"row", "as_of"})
"""What a definition reads beside its rows: the day, and the place in the index."""

WORKED_OUT: dict[tuple[str, str], tuple[str, ...]] = {
    ("members", "age"): ("birth_month",),
    ("disability", "first_card_on"): ("event_date",),
    ("disability", "worsened_on"): ("grade", "event_date"),
}
"""Columns that a view makes, by table and name: the columns of the table that they are made of."""

_WINDOW = re.compile(r"after_(\d+)m")


class NoSuchFeatureError(FanpinError):
    """No feature is called that, or no domain.

    Attributes:
        nearest: the names that come nearest.
    """

    def __init__(self, message: str, nearest: Iterable[str]) -> None:
        super().__init__(message)
        self.nearest = tuple(nearest)


@dataclass(frozen=True)
class ColumnRead:
    """A column of a record table that a definition reads."""

    name: str
    meaning: Bilingual
    unit: str | None
    values: tuple[str, ...]
    delivered_by: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """A feature as the catalogue tells it.

    Attributes:
        feature: its declaration.
        table: the record table that it reads; None for a combination.
        columns: what it reads of the table, in the table's order.
        windows: months that it looks back, longest first.
        made_of: the features that a combination reads.
        context: the counts of other households at its places that it reads (`context.village.illness.hits`).
        policy: names of the policy values that it reads itself.
        used_by: the features that are made of it.
        triggers: the departments' rules that read it.
        gaps: the gap lists of the safety net that read it.
        checks: the cross-table checks whose findings distort it.
    """

    feature: Feature
    table: str | None
    columns: tuple[ColumnRead, ...]
    windows: tuple[int, ...]
    made_of: tuple[str, ...]
    context: tuple[str, ...]
    policy: tuple[str, ...]
    used_by: tuple[str, ...]
    triggers: tuple[str, ...]
    gaps: tuple[str, ...]
    checks: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.feature.name

    @property
    def module(self) -> str:
        """The module or package whose docstring says who sends what the feature reads."""
        return _module_of(self.feature.domain)

    @property
    def unit(self) -> Bilingual:
        return Bilingual(*{**UNIT_WORDS, **_UNITS_BESIDE_NUMBERS}[self.feature.unit])

    @property
    def absence(self) -> Bilingual:
        """What the feature is when nothing is recorded that could tell."""
        return absence_of(self.feature)

    @property
    def definition(self) -> str:
        return definition_of(self.feature)

    def policy_on(self, day: dt.date, region: str | None, policy: Policy) -> tuple[InForce, ...]:
        """The policy values that it reads, each with the step in force."""
        return tuple(_in_force(policy.values[name], region, day) for name in self.policy)


_UNITS_BESIDE_NUMBERS = {
    "yes/no": ("是否", "yes or no"),
    "share": ("比例（0至1）", "share of 0 to 1"),
    "ratio": ("比值", "ratio"),
    "stage": ("文化程度", "stage of schooling"),
}
"""Units that are not written behind a number."""


def absence_of(declared: Feature) -> Bilingual:
    if declared.when_no_rows is None:
        return Bilingual("无记录时为未知", "unknown without a record")
    said = value_in_words(declared, declared.when_no_rows)
    return Bilingual(f"无记录时为{said.zh}", f"{said.en} without a record")


def entries(*, domain: str | None = None, risk_type: RiskType | None = None) -> list[Entry]:
    """The catalogue in the registry's order by domain, all of it or what these two ask for.

    Raises:
        NoSuchFeatureError: no feature is in that domain.
    """
    known = domains()
    if domain is not None and domain not in known:
        raise NoSuchFeatureError(
            f"没有领域 {domain}；领域有：{'、'.join(known)} | There is no domain {domain}. The domains are: {', '.join(known)}.",
            known,
        )
    found = [entry(f.name) for f in features().values() if domain in (None, f.domain)]
    asked = [one for one in found if risk_type in (None, one.feature.risk_type)]
    return sorted(asked, key=lambda one: (list(known).index(one.feature.domain), one.name))


@cache
def domains() -> dict[str, Bilingual]:
    """What each domain is about, from the first line of its module or package."""
    return {name: _title(name) for name in sorted({f.domain for f in features().values()}, key=_place)}


def _place(domain: str) -> tuple[int, str]:
    """The domains of record tables in the order of the tables, then the others."""
    known = [*TABLES, "combined"]
    return (known.index(domain) if domain in known else len(known)), domain


def _title(domain: str) -> Bilingual:
    module = importlib.import_module(_module_of(domain))
    zh, _, en = (module.__doc__ or "").strip().partition("\n")[0].partition("|")
    return Bilingual(zh.strip(), en.strip().rstrip("."))


def _module_of(domain: str) -> str:
    return f"features.domains.{domain}"


@cache
def entry(name: str) -> Entry:
    """One feature's entry.

    Raises:
        NoSuchFeatureError: with the names that come nearest.
    """
    declared = features().get(name)
    if declared is None:
        near = difflib.get_close_matches(name, features(), n=4, cutoff=0.5)
        raise NoSuchFeatureError(
            f"没有特征 {name}{'；相近的有：' + '、'.join(near) if near else ''}（`fanpin features` 列出全部） | There is no feature "
            f"{name}.{' The nearest are: ' + ', '.join(near) + '.' if near else ''} `fanpin features` lists them all.",
            near,
        )
    read = set(roots(declared))
    table = declared.view.table if declared.view is not None else None
    return Entry(
        feature=declared,
        table=table,
        columns=tuple(_columns(table, read)) if table else (),
        windows=tuple(sorted((int(months) for months in _windows(read | _of_others(declared))), reverse=True)),
        made_of=tuple(sorted(one for one in declared.reads if one in features())),
        context=tuple(sorted(one for one in declared.reads if one.startswith(PREFIX))),
        policy=tuple(sorted(values_among(declared.reads))),
        used_by=tuple(other.name for other in features().values() if name in other.reads),
        triggers=tuple(trigger.name for trigger in TRIGGERS if name in trigger.reads),
        gaps=tuple(gap.name for gap in GAPS if name in gap.reads),
        checks=tuple(check.id for check in checks().values() if name in check.features),
    )


def roots(declared: Feature) -> Iterator[str]:
    """Every column that the definition's expressions read."""
    yield from _roots(declared.definition)


def _roots(part: object) -> Iterator[str]:
    if isinstance(part, pl.Expr):
        yield from columns_behind(part)
    elif dataclasses.is_dataclass(part):
        for field in dataclasses.fields(part):
            yield from _roots(getattr(part, field.name))
    elif isinstance(part, tuple | list):
        for each in part:
            yield from _roots(each)


def _of_others(declared: Feature) -> set[str]:
    """Columns that what is counted of other households comes down to."""
    counted = marks_in(declared.reads)
    below = {read for mark in counted for name in mark.reads for read in roots(features()[name])}
    return below.union(*(_roots(mark.steps) for mark in counted))


def strangers(declared: Feature) -> list[str]:
    """Columns that a definition reads of which the catalogue cannot say where they come from."""
    if declared.view is None:
        return []
    known = TABLES[declared.view.table].columns()
    return sorted(
        name
        for name in set(roots(declared))
        if name not in known
        and name not in OF_THE_INDEX
        and not _WINDOW.fullmatch(name)
        and (declared.view.table, name) not in WORKED_OUT
    )


def _windows(read: Iterable[str]) -> set[str]:
    return {found[1] for name in read if (found := _WINDOW.fullmatch(name))}


def _columns(table: str, read: set[str]) -> Iterator[ColumnRead]:
    read = read | {part for name in read for part in WORKED_OUT.get((table, name), ())}
    for name, column in TABLES[table].columns().items():
        if name in read:
            about = column.metadata or {}
            yield ColumnRead(
                name,
                Bilingual(about["zh"], about["en"].rstrip(".")),
                about.get("unit"),
                tuple(about.get("values") or ()),
                delivered_by(table, name),
            )


def _in_force(value: PolicyValue, region: str | None, day: dt.date) -> InForce:
    try:
        return InForce(value, value.step(region, day))
    except PolicyError:
        return InForce(value, None)
