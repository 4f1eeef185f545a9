"""Reading policy values: which one was in force at a place on a day.

Each value is a list of steps. A step holds from its date until the next step of the same scope; of the scopes that
cover a place the longest region prefix wins. Nothing is assumed before the first step.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import polars as pl
import yaml

from features.errors import FanpinError

DEFAULT_FOLDER = Path(__file__).parent
STEP_KEYS = {"from", "value", "scope", "source", "status"}


class PolicyError(FanpinError, ValueError):
    """A policy file that can't be used, or a day that no step covers; the message says what to add and where."""


@dataclass(frozen=True)
class Step:
    """A value from a day on, in the places whose region code begins with `scope`."""

    since: dt.date
    value: float
    scope: str
    source: str
    status: Literal["sourced", "example"]


@dataclass(frozen=True)
class PolicyValue:
    """A decided number with its history."""

    name: str
    unit: str
    zh: str
    en: str
    file: str
    steps: tuple[Step, ...]

    def step(self, region_code: str | None, on: dt.date) -> Step:
        """The step in force at a place on a day.

        Raises:
            PolicyError: before the first step that covers the place.
        """
        covering = [s for s in self.steps if (region_code or "").startswith(s.scope)]
        begun = [s for s in covering if s.since <= on]
        if not begun:
            first = min((s.since for s in covering), default=None)
            raise PolicyError(
                f"{self.file}: {self.name} has no value on {on} for region {region_code or 'unknown'}"
                f"{f' (its first step begins on {first})' if first else ''}. "
                f"Add a step to it that begins on or before {on}, with its source."
            )
        return max(begun, key=lambda s: (len(s.scope), s.since))


class _NoDoubles(yaml.SafeLoader):
    """YAML in which a name may stand once: of two steps lists of one name the first would be lost without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names = [key.value for key, _ in node.value]
        for name in names:
            if names.count(name) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"{name} stands here twice", node.start_mark)
        return super().construct_mapping(node, deep)


class Policy:
    """All policy values of a folder of YAML files."""

    def __init__(self, values: Mapping[str, PolicyValue], version: str) -> None:
        self.values = dict(values)
        self.version = version

    @classmethod
    def load(cls, folder: Path | None = None) -> Policy:
        """Read every `*.yaml` of the folder; fanpin's own policy when None.

        Raises:
            PolicyError: no file, a value without steps, source or unit, steps out of order; all of them at once.
        """
        folder = folder or DEFAULT_FOLDER
        files = sorted(folder.glob("*.yaml"))
        if not files:
            raise PolicyError(f"{folder}: no policy file (*.yaml) in this folder.")
        values: dict[str, PolicyValue] = {}
        problems: list[str] = []
        digest = hashlib.sha256()
        for file in files:
            content = file.read_bytes()
            digest.update(content)
            try:
                read = yaml.load(content, _NoDoubles) or {}  # noqa: S506 - a SafeLoader
            except yaml.YAMLError as error:
                problems.append(f"{file.name}: not YAML: {' '.join(str(error).split())}")
                continue
            if not isinstance(read, dict):
                problems.append(f"{file.name} needs policy values by name.")
                continue
            for name, raw in read.items():
                if name in values:
                    problems.append(f"{file.name}: {name} is in {values[name].file} already.")
                    continue
                value, wrong = _value(name, raw, file.name)
                problems += wrong
                if value is not None:
                    values[name] = value
        if problems:
            raise PolicyError("\n".join(problems))
        return cls(values, digest.hexdigest()[:16])

    def value(self, name: str, region_code: str | None, on: dt.date) -> float:
        """The number in force at a place on a day.

        Raises:
            PolicyError: no such value, or none in force.
        """
        return self._of(name).step(region_code, on).value

    def add_columns(self, frame: pl.DataFrame, columns: Iterable[str]) -> pl.DataFrame:
        """Add `policy.<name>` columns by the frame's `region_code` and `as_of`."""
        wanted = sorted(columns)
        if not wanted or frame.is_empty():
            return frame.with_columns(pl.lit(None, dtype=pl.Float64).alias(column) for column in wanted)
        places = frame.select("region_code", "as_of").unique(maintain_order=True)
        table = places.with_columns(
            pl.Series(
                column,
                [self.value(column.removeprefix("policy."), region, on) for region, on in places.iter_rows()],
                dtype=pl.Float64,
            )
            for column in wanted
        )
        return frame.join(table, on=["region_code", "as_of"], how="left", nulls_equal=True, maintain_order="left")

    def examples(self, names: Iterable[str] | None = None) -> list[str]:
        """The values of which some step is an example that a county has to replace by its own notice."""
        wanted = sorted(self.values) if names is None else sorted(names)
        return [name for name in wanted if any(s.status == "example" for s in self._of(name).steps)]

    def as_dict(self) -> dict[str, Any]:
        """Every value with its steps, for keeping beside what was made with it."""
        return {
            name: {
                "unit": value.unit,
                "file": value.file,
                "steps": [
                    {
                        "from": str(step.since),
                        "value": step.value,
                        "scope": step.scope,
                        "source": step.source,
                        "status": step.status,
                    }
                    for step in value.steps
                ],
            }
            for name, value in self.values.items()
        }

    def _of(self, name: str) -> PolicyValue:
        if name not in self.values:
            raise PolicyError(
                f"no policy value {name}. Add it, dated and with its source, to a file of the policy folder."
            )
        return self.values[name]


def _value(name: str, raw: Any, file: str) -> tuple[PolicyValue | None, list[str]]:
    where = f"{file}: {name}"
    if not isinstance(raw, dict) or not isinstance(raw.get("steps"), list) or not raw["steps"]:
        return None, [f"{where} needs `unit`, `meaning` and a list of `steps`."]
    meaning = raw.get("meaning") or {}
    problems = [f"{where} lacks its {key}." for key in ("unit", "meaning") if not raw.get(key)]
    if raw.get("meaning") and not (isinstance(meaning, dict) and meaning.get("zh") and meaning.get("en")):
        problems.append(f"{where}: meaning needs zh and en.")
    steps = []
    for position, step in enumerate(raw["steps"], start=1):
        wrong = _step_problems(step)
        if wrong:
            problems += [f"{where}, step {position}: {message}" for message in wrong]
            continue
        steps.append(
            Step(step["from"], float(step["value"]), str(step.get("scope") or ""), step["source"], step["status"])
        )
    for earlier, later in itertools.pairwise(steps):
        if earlier.scope == later.scope and later.since <= earlier.since:
            problems.append(f"{where}: the step from {later.since} must come after the one from {earlier.since}.")
    if problems:
        return None, problems
    return PolicyValue(name, raw["unit"], meaning["zh"], meaning["en"], file, tuple(steps)), []


def _step_problems(step: Any) -> list[str]:
    if not isinstance(step, dict):
        return ["needs from, value, source and status."]
    problems = [f"unknown key {key}." for key in sorted(set(step) - STEP_KEYS)]
    if not isinstance(step.get("from"), dt.date) or isinstance(step["from"], dt.datetime):
        problems.append("`from` must be a date like 2021-01-01.")
    value = step.get("value")
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        problems.append("`value` must be a number.")
    if not step.get("source"):
        problems.append("names no `source`.")
    if step.get("status") not in ("sourced", "example"):
        problems.append("`status` must be sourced or example.")
    return problems
