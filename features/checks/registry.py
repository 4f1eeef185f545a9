"""The registry of checks: each is declared once, with all that an office needs to act on a finding.

A check is a condition over one of the prepared frames (`Subject`). Where something that it needs is unknown the condition is
null, and null is no finding. A declaration that lacks a part does not import.
"""

from __future__ import annotations

import datetime as dt
import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import polars as pl

from features.bilingual import Bilingual
from features.checks.wording import Kind, Severity, Subject, Theme
from features.errors import FanpinError
from features.policy.columns import values_among
from features.registry import features

COUNTY_TOOLS = "县级防返贫数据核查工具在用规则（公开转载） | Checks in use in county tools, as re-posted"
SCREENING = "部门筛查预警规则（公开转载） | The departments' screening rules, as re-posted"
OWN_ARITHMETIC = "记录自身的算术或逻辑 | Arithmetic or logic of the records themselves"

SINCE = dt.date(2020, 1, 1)
"""Monitoring against return to poverty began in 2020; no record of ours is older."""


class CheckDeclarationError(TypeError):
    """A check's declaration lacks something; the message says what to write."""


class NoSuchCheckError(FanpinError, KeyError):
    """A check is asked for that does not exist."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class Check:
    """One cross-table check.

    Attributes:
        id: as in findings, files and reports.
        zh, en: what was found, as a title.
        kind: the records contradict each other, or they agree and somebody should go and see.
        fix_zh, fix_en: what to do.
        source: whose rule it is, in two languages.
        valid_from, valid_until: the as-of days on which it runs, both included; no end is None.
        features: names of the features whose value is wrong while the finding stands.
        labels: the finding distorts what the model learns from (steps of the procedure), not what it reads.
        subject: what one finding is about.
        place: the column (a struct of the place in the delivered file) of the record that most deserves a look.
        condition: true is a finding; null can't be told and is none.
        value, threshold: the numbers of the finding where it has any.
        unit: of both, in Chinese; empty where they are bare numbers.
    """

    id: str
    zh: str
    en: str
    kind: Kind
    severity: Severity
    theme: Theme
    source: str
    valid_from: dt.date
    valid_until: dt.date | None
    fix_zh: str
    fix_en: str
    features: tuple[str, ...]
    labels: bool
    subject: Subject
    place: str
    condition: pl.Expr
    value: pl.Expr | None
    threshold: pl.Expr | None
    unit: str

    @property
    def reads(self) -> frozenset[str]:
        """The columns and `policy.` values that it stands on."""
        parts = (self.condition, self.value, self.threshold)
        return frozenset(name for part in parts if part is not None for name in part.meta.root_names())

    @property
    def policy(self) -> frozenset[str]:
        """The policy values that it stands on."""
        return values_among(self.reads)

    def runs_on(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    @property
    def why_zh(self) -> str:
        """Why it matters to the score, in Chinese."""
        reasons = ["影响评分依据：" + "、".join(features()[name].zh for name in self.features)] if self.features else []
        reasons += ["影响模型学习的标签（识别、消除）"] if self.labels else []
        return "；".join(reasons) or "不影响评分，影响名册与数据比对"

    @property
    def why_en(self) -> str:
        """Why it matters to the score, in English."""
        read = "; ".join(features()[name].en.rstrip(".") for name in self.features)
        reasons = [f"Distorts what the score reads: {read}."] if read else []
        reasons += ["Distorts what the model learns from (identified, removed)."] if self.labels else []
        return " ".join(reasons) or "Leaves the score as it is; rosters and departments' data cannot be matched."


_CHECKS: dict[str, Check] = {}

F = TypeVar("F", bound=Callable[[], pl.Expr])


def check(
    subject: Subject,
    theme: Theme,
    kind: Kind,
    severity: Severity,
    *,
    place: str,
    fix: str,
    source: str = COUNTY_TOOLS,
    distorts: Iterable[str] = (),
    labels: bool = False,
    value: pl.Expr | None = None,
    threshold: pl.Expr | None = None,
    unit: str = "",
    valid_from: dt.date = SINCE,
    valid_until: dt.date | None = None,
) -> Callable[[F], F]:
    """Declare a check. The docstring is its title, `fix` what to do, both `中文 | English`.

    Raises:
        CheckDeclarationError: on import, when the declaration is incomplete or its name is taken.
    """

    def declare(function: F) -> F:
        name = function.__name__
        title, to_do = Bilingual.parsed(function.__doc__ or ""), Bilingual.parsed(fix)
        sentences = {"a title (its docstring)": title, "a fix": to_do, "a source": Bilingual.parsed(source)}
        wrong = [f"{what} `中文 | English`" for what, sentence in sentences.items() if sentence is None]
        if name in _CHECKS:
            wrong.append("another name: this one is taken")
        if title is None or to_do is None or wrong:
            raise CheckDeclarationError(f"check {name} needs " + "; ".join(wrong) + ".")
        _CHECKS[name] = Check(
            id=name,
            zh=title.zh,
            en=title.en,
            kind=kind,
            severity=severity,
            theme=theme,
            source=source,
            valid_from=valid_from,
            valid_until=valid_until,
            fix_zh=to_do.zh,
            fix_en=to_do.en,
            features=tuple(distorts),
            labels=labels,
            subject=subject,
            place=place,
            condition=function(),
            value=value,
            threshold=threshold,
            unit=unit,
        )
        return function

    return declare


@cache
def checks() -> dict[str, Check]:
    """Every check by its id, by theme and then in the order of declaration; importing the themes the first time."""
    package = importlib.import_module("features.checks.themes")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"features.checks.themes.{module.name}")
    order = list(Theme)
    return {check.id: check for check in sorted(_CHECKS.values(), key=lambda check: order.index(check.theme))}


def chosen(ids: Iterable[str] | None = None) -> dict[str, Check]:
    """The checks of these ids, in the registry's order; all when None.

    Raises:
        NoSuchCheckError: naming each that does not exist.
    """
    everything = checks()
    if ids is None:
        return everything
    wanted = set(ids)
    if unknown := sorted(wanted - set(everything)):
        raise NoSuchCheckError(
            f"没有这项核查：{'、'.join(unknown)}；`fanpin checks` 列出全部 | No such check: {', '.join(unknown)}. `fanpin checks` "
            "lists them."
        )
    return {name: everything[name] for name in everything if name in wanted}
