"""The registry: every feature, declared once, for online, batch and training alike.

A declaration that leaves out its unit, meaning, absence or direction does not import: the message says what to write.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal, TypeVar

import polars as pl

from features.bilingual import Bilingual
from features.language.measure import Measure
from features.language.views import View
from features.policy.columns import values_among
from features.records.tables import LABEL_TABLES
from features.registry.mistakes import FeatureDeclarationError, mistakes, unknown_names
from features.registry.source_texts import DOMAINS, domain_of, text_of_definition
from features.vocabulary import RiskType

Direction = Literal["rises", "falls", "either"]

UNITS: dict[str, tuple[float, float]] = {
    "yuan": (-1e9, 1e9),
    "yuan per month": (-1e8, 1e8),
    "persons": (0, 60),
    "months": (-12, 1300),
    "person-months": (0, 1000),
    "years": (-1, 130),
    "count": (0, 10_000),
    "share": (0, 1),
    "ratio": (-1e6, 1e6),
    "yes/no": (0, 1),
    "grade": (0, 10),
    "stage": (0, 4),
    "mu": (0, 100_000),
    "square metres": (0, 5_000),
    "km": (0, 200),
    "metres": (0, 20_000),
    "litres": (0, 10_000),
    "days": (0, 366),
    "minutes": (0, 1_440),
}
"""Each unit with the range outside of which a value is a mistake, not a fact."""

_MISSING = object()


@dataclass(frozen=True, eq=False)
class Feature:
    """One thing known about a household on a day.

    Attributes:
        name: as in code, models and reports.
        domain: the module or package of `features/domains` that declares it.
        module: the full name of the module that holds its function.
        view: what it looks at; None for a combination of other features and policy.
        unit: a key of `UNITS`.
        zh, en: its meaning, first of all for an office worker who reads it beside a risk.
        when_no_rows: its value when the household has no row that could tell; None is unknown.
        risk_type: the official risk it speaks for.
        risk_rises_when: the direction in which risk may move with it.
        definition: a `Measure` over the view's rows, or an expression over other features.
        plans: columns of days that may lie after the as-of day and yet count, such as the agreed end of a post.
        source: the text of its definition, for the fingerprint.
    """

    name: str
    domain: str
    module: str
    view: View | None
    unit: str
    zh: str
    en: str
    when_no_rows: float | None
    risk_type: RiskType
    risk_rises_when: Direction
    definition: Measure | pl.Expr
    plans: tuple[str, ...]
    source: str

    @property
    def monotone(self) -> int:
        """For a monotone constraint: 1, -1 or 0."""
        return {"rises": 1, "falls": -1, "either": 0}[self.risk_rises_when]

    @cached_property
    def reads(self) -> frozenset[str]:
        """For a combination: the features and `policy.` values that it is made of."""
        return frozenset(self.definition.meta.root_names()) if isinstance(self.definition, pl.Expr) else frozenset()


_FEATURES: dict[str, Feature] = {}

F = TypeVar("F", bound=Callable[[], Measure | pl.Expr])


def feature(
    view: View | None,
    *,
    unit: str = "",
    when_no_rows: float | object | None = _MISSING,
    risk_type: RiskType | None = None,
    risk_rises_when: Direction | None = None,
    domain: str = "",
    plans: tuple[str, ...] = (),
) -> Callable[[F], F]:
    """Declare a feature. The docstring is its meaning: `中文 | English`.

    Args:
        domain: where it is not the module or package of `features/domains` that holds the function.
        plans: columns of days that may lie ahead and yet count; of all others nothing after the as-of day does.

    Raises:
        FeatureDeclarationError: on import, when the declaration is incomplete or wrong.
    """

    def declare(function: F) -> F:
        name = function.__name__
        meaning = Bilingual.parsed(function.__doc__ or "")
        wrong = [
            message
            for is_wrong, message in (
                (meaning is None, 'a meaning: a docstring """中文 | English"""'),
                (unit not in UNITS, f"a unit: one of {', '.join(UNITS)}"),
                (when_no_rows is _MISSING, "when_no_rows: the value without any row, or None for unknown"),
                (risk_type is None, "risk_type: the official risk that it speaks for"),
                (risk_rises_when not in ("rises", "falls", "either"), 'risk_rises_when: "rises", "falls" or "either"'),
                (view is not None and view.table in LABEL_TABLES, "another table: this one holds labels"),
                (name in _FEATURES, "another name: this one is taken"),
            )
            if is_wrong
        ]
        try:
            definition = function()
        except ValueError as mistake:
            raise FeatureDeclarationError(f"feature {name} does not work: {mistake}.") from mistake
        if (view is None) is not isinstance(definition, pl.Expr):
            wrong.append("a measure over its view's rows, or COMBINED with an expression over other features")
        wrong += mistakes(view, definition, plans)
        if isinstance(when_no_rows, int | float) and unit in UNITS and not _inside(float(when_no_rows), unit):
            low, high = UNITS[unit]
            wrong.append(f"when_no_rows inside the unit's range {low} to {high}")
        if meaning is None or wrong:
            raise FeatureDeclarationError(f"feature {name} needs " + "; ".join(wrong) + ".")
        _FEATURES[name] = Feature(
            name=name,
            domain=domain or domain_of(function.__module__),
            module=function.__module__,
            view=view,
            unit=unit,
            zh=meaning.zh,
            en=meaning.en,
            when_no_rows=when_no_rows,  # type: ignore[arg-type]
            risk_type=risk_type,  # type: ignore[arg-type]
            risk_rises_when=risk_rises_when,  # type: ignore[arg-type]
            definition=definition,
            plans=plans,
            source=text_of_definition(function),
        )
        return function

    return declare


def _inside(value: float, unit: str) -> bool:
    low, high = UNITS[unit]
    return low <= value <= high


@cache
def features() -> dict[str, Feature]:
    """Every feature by name, sorted; importing the domains the first time.

    Raises:
        FeatureDeclarationError: naming every combination that is made of something that nobody declares.
    """
    package = importlib.import_module("features.domains")
    for module in pkgutil.walk_packages(package.__path__, DOMAINS):
        importlib.import_module(module.name)
    if wrong := unknown_names({name: f.reads for name, f in _FEATURES.items()}, _FEATURES):
        raise FeatureDeclarationError("; ".join(wrong) + ".")
    return dict(sorted(_FEATURES.items()))


def chosen(names: Iterable[str] | None = None) -> dict[str, Feature]:
    """The features of these names, in the registry's order; all when None.

    Raises:
        KeyError: naming each that does not exist.
    """
    everything = features()
    if names is None:
        return everything
    wanted = set(names)
    unknown = sorted(wanted - set(everything))
    if unknown:
        raise KeyError(f"no such feature: {', '.join(unknown)}. `fanpin features` lists them.")
    return {name: declared for name, declared in everything.items() if name in wanted}


def with_ingredients(names: Iterable[str] | None = None) -> dict[str, Feature]:
    """The features of these names and, through any number of steps, those that they are made of."""
    wanted = chosen(names)
    # A name with a dot is given: a policy value, or a figure of the household's places.
    ingredients = {read for f in wanted.values() for read in f.reads if "." not in read}
    return wanted if ingredients <= set(wanted) else with_ingredients({*wanted, *ingredients})


def policy_read(names: Iterable[str] | None = None) -> set[str]:
    """The policy values that these features stand on."""
    reads = {read for f in with_ingredients(names).values() for read in f.reads}
    return set(values_among(reads))
