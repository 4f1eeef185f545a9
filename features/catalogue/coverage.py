"""What the five local documents ask for, each duty with what serves it: `coverage.yaml`, read and checked.

A duty that nothing serves, and a name that exists no longer, are told when the file is read, all at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from features.bilingual import Bilingual
from features.checks.registry import checks
from features.errors import FanpinError
from features.gaps.rules import GAPS
from features.records.tables import TABLES
from features.registry import features
from features.texts.unrepeated import read_yaml
from features.triggers.rules import TRIGGERS
from features.vocabulary import Labelled

FILE = Path(__file__).with_name("coverage.yaml")


class Kind(Labelled):
    """What may serve a duty."""

    FEATURES = "features", "特征", "features"
    TRIGGERS = "triggers", "部门预警规则", "the departments' triggers"
    RECORDS = "records", "数据表", "records"
    CHECKS = "checks", "数据核查", "checks"
    GAPS = "gaps", "保障漏项清单", "safety-net gap lists"
    SCREENS = "screens", "命令、页面和接口", "commands, pages and routes"


ALWAYS_NEEDED = (Kind.RECORDS, Kind.SCREENS)
"""Whatever a duty is: something is recorded for it, and somebody can see it."""

ALL = "all"
"""Stands for every name of a kind."""


class CoverageError(FanpinError):
    """The file names what does not exist, or a duty lacks what it needs; the message says all of it."""


@dataclass(frozen=True)
class Duty:
    """One row: what a document asks for.

    Attributes:
        id: S1 to S19.
        place: whose document.
        asks: what it asks for, in our words.
        falls_short: what of it fanpin does not do; None where there is nothing to say.
        needs: the kinds of which at least one must serve it.
        served_by: the names of each kind, in the order of the file.
    """

    id: str
    place: Bilingual
    asks: Bilingual
    falls_short: Bilingual | None
    needs: tuple[Kind, ...]
    served_by: Mapping[Kind, tuple[str, ...]]


@cache
def duties() -> tuple[Duty, ...]:
    """Every duty, in the order of the file.

    Raises:
        CoverageError: naming every row and every name that is wrong.
    """
    return read(read_yaml(FILE.read_text(encoding="utf-8")))


def read(document: Mapping[str, Mapping[str, Any]]) -> tuple[Duty, ...]:
    """The duties of a parsed file, checked against what there is; commands and routes are checked by the tests."""
    problems: list[str] = []
    listed = tuple(_duty(name, row, problems) for name, row in document.items())
    for duty in listed:
        problems += [
            f"{duty.id}: it needs {kind.en} and has none; name at least one under `{kind.value}`."
            for kind in duty.needs
            if not duty.served_by[kind]
        ]
    if problems:
        raise CoverageError("\n".join(f"{FILE.name}: {problem}" for problem in problems))
    return listed


def serving_nothing(kind: Kind, among: Iterable[Duty] | None = None) -> list[str]:
    """The names of a kind that serve no duty."""
    serving = {name for duty in (duties() if among is None else among) for name in duty.served_by[kind]}
    return [name for name in _known(kind) if name not in serving]


def _duty(name: str, row: Mapping[str, Any], problems: list[str]) -> Duty:
    keys = {"place", "asks", "falls_short", "needs", "domains", *Kind.values()}
    problems += [f"{name}: unknown key {key}." for key in sorted(set(row) - keys)]
    served_by = {kind: _names(name, kind, row, problems) for kind in Kind}
    needs = tuple(dict.fromkeys((*(Kind(kind) for kind in row.get("needs", ())), *ALWAYS_NEEDED)))
    short = Bilingual(**row["falls_short"]) if "falls_short" in row else None
    return Duty(name, Bilingual(**row["place"]), Bilingual(**row["asks"]), short, needs, served_by)


def _names(duty: str, kind: Kind, row: Mapping[str, Any], problems: list[str]) -> tuple[str, ...]:
    named = list(row.get(kind.value, ()))
    if kind is Kind.SCREENS:
        return tuple(named)
    known = _known(kind)
    if named == [ALL]:
        return tuple(known)
    problems += [f"{duty}: no {kind.value} are called {one}." for one in named if one not in known]
    if kind is Kind.FEATURES:
        named += _of_domains(duty, row.get("domains", ()), problems)
    twice = sorted({one for one in named if named.count(one) > 1})
    problems += [f"{duty}: {one} stands twice under {kind.value}, once perhaps by its domain." for one in twice]
    return tuple(named)


def _of_domains(duty: str, domains: Iterable[str], problems: list[str]) -> list[str]:
    """The features of whole domains."""
    names: list[str] = []
    for domain in domains:
        of_domain = [f.name for f in features().values() if f.domain == domain]
        if not of_domain:
            problems.append(f"{duty}: no domain is called {domain}.")
        names += of_domain
    return names


def _known(kind: Kind) -> list[str]:
    known: dict[Kind, Callable[[], Iterable[str]]] = {
        Kind.FEATURES: features,
        Kind.TRIGGERS: lambda: [trigger.name for trigger in TRIGGERS],
        Kind.RECORDS: lambda: TABLES,
        Kind.CHECKS: checks,
        Kind.GAPS: lambda: [gap.name for gap in GAPS],
    }
    return list(known[kind]())
