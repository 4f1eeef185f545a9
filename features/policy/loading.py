"""Policy values: which one was in force at a place on a day.

Each value is a list of steps. A step holds from its date until the next step of the same scope; of the scopes that
cover a place the longest region prefix wins. Nothing is assumed before the first step. A county's own files
(`county/policy/`) are laid over fanpin's, see `features.policy.overriding`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from features.policy.overriding import overridden, refused
from features.policy.reading import policy_files, read_files
from features.policy.steps import SCOPE_DIGITS, PolicyError, PolicyValue, Status, Step

__all__ = ["COUNTY_POLICY", "DEFAULT_FOLDER", "Policy", "PolicyError", "PolicyValue", "Step"]

DEFAULT_FOLDER = Path(__file__).parent
COUNTY_POLICY = "policy"
"""The folder inside the county's folder that holds the county's own policy files."""

ROWS_KEPT = 1_024
"""Answers for so many (place, day) pairs are kept: a service is asked about few days, of a county with few scopes."""

FEW_ROWS = 64
"""Up to so many rows are looked up one by one: a join costs as much as that."""


class Policy:
    """All policy values, fanpin's own with a county's over them."""

    def __init__(self, values: Mapping[str, PolicyValue], version: str) -> None:
        self.values = dict(values)
        self.version = version
        self._scopes = {step.scope for value in values.values() for step in value.steps}
        self._rows: dict[tuple[tuple[str, ...], str, dt.date], pl.DataFrame] = {}

    @classmethod
    def load(cls, folder: Path | None = None, *, county: Path | None = None) -> Policy:
        """Read every `*.yaml` of fanpin's own policy, and those of a county's folder over it.

        Args:
            folder: read instead of fanpin's own.
            county: the county's folder, see `features.policy.county`; its files are in its `policy` folder, if it has one.

        Raises:
            PolicyError: no file; a value without steps, source or unit; numbers that their unit can't be; scopes that are
                no region prefix; steps out of order or twice; all of them at once.
        """
        folder = folder or DEFAULT_FOLDER
        files = policy_files(folder)
        if not files:
            raise PolicyError(
                f"{folder}：文件夹中没有政策文件（*.yaml）。 | {folder}: no policy file (*.yaml) in this folder."
            )
        values, problems = read_files(files, "", {})
        own = policy_files(county / COUNTY_POLICY) if county else []
        if own and county:
            stated, wrong = read_files(own, f"{county.name}/{COUNTY_POLICY}/", values)
            problems += [*wrong, *refused(stated)]
            values = overridden(values, stated)
        if problems:
            raise PolicyError("\n".join(problems))
        digest = hashlib.sha256()
        for file in (*files, *own):
            digest.update(file.read_bytes())
        return cls(values, digest.hexdigest()[:16])

    def step(self, name: str, region_code: str | None, on: dt.date) -> Step:
        """The step in force at a place on a day, with its source and status.

        Raises:
            PolicyError: no such value, or none in force.
        """
        return self._of(name).step(region_code, on)

    def value(self, name: str, region_code: str | None, on: dt.date) -> float:
        """The number in force at a place on a day.

        Raises:
            PolicyError: no such value, or none in force.
        """
        return self.step(name, region_code, on).value

    def add_columns(self, frame: pl.DataFrame, columns: Iterable[str]) -> pl.DataFrame:
        """Add `policy.<name>` columns by the frame's `region_code` and `as_of`."""
        wanted = tuple(sorted(columns))
        if not wanted or frame.is_empty():
            return frame.with_columns(pl.lit(None, dtype=pl.Float64).alias(column) for column in wanted)
        if frame.height == 1:
            # The one household of an API call: a lookup, where the join below would cost more than many features.
            return frame.hstack(self._row(wanted, frame["region_code"][0], frame["as_of"][0]))
        if frame.height <= FEW_ROWS:
            # Those of one household: looked up one by one, for the same reason.
            each = zip(frame["region_code"], frame["as_of"], strict=True)
            return frame.hstack(pl.concat([self._row(wanted, region, on) for region, on in each]))
        asked = frame.select(self._places().alias("place"), "as_of", "region_code")
        # Few places have steps of their own, so that few rows of values serve all villages.
        places = asked.unique(["place", "as_of"], keep="first", maintain_order=True)
        numbers = [self._numbers(wanted, region, on) for _, on, region in places.iter_rows()]
        table = places.hstack(pl.DataFrame(numbers, schema=dict.fromkeys(wanted, pl.Float64), orient="row"))
        return frame.hstack(asked.join(table, on=["place", "as_of"], how="left", maintain_order="left").select(wanted))

    def examples(
        self, names: Iterable[str] | None = None, places: Iterable[tuple[str | None, dt.date]] | None = None
    ) -> list[str]:
        """The values that stand on an example, which a county has to replace by its own notice.

        Args:
            names: the values asked about; all when None.
            places: (region code, day) pairs that were used: only steps in force there and then count. When None, any
                step of any place and day counts.

        Raises:
            PolicyError: no such value.
        """
        wanted = sorted(self.values) if names is None else sorted(set(names))
        if places is None:
            return [name for name in wanted if any(s.status is Status.EXAMPLE for s in self._of(name).steps)]
        used = {(self._place(region), on) for region, on in places}
        return [name for name in wanted if any(self.step(name, *where).status is Status.EXAMPLE for where in used)]

    def as_dict(self) -> dict[str, Any]:
        """Every value with its steps, for keeping beside what was made with it."""
        return {
            name: {"unit": value.unit.value, "file": value.file, "steps": [_step_as_dict(s) for s in value.steps]}
            for name, value in self.values.items()
        }

    def _of(self, name: str) -> PolicyValue:
        if name not in self.values:
            raise PolicyError(
                f"没有政策数值 {name}：请连同日期和依据写入本县的政策文件夹。 | no policy value {name}. Add it, dated and with its source, to a file of the county's policy folder."
            )
        return self.values[name]

    def _place(self, region_code: str | None) -> str:
        """The smallest place with steps of its own around a region: all of its villages have the same values."""
        prefixes = ((region_code or "")[:digits] for digits in SCOPE_DIGITS)
        return next((prefix for prefix in prefixes if prefix in self._scopes), "")

    def _places(self) -> pl.Expr:
        """The same for each row of a frame by its `region_code`."""
        prefixes = [(pl.col("region_code").str.head(digits), digits) for digits in SCOPE_DIGITS]
        own = ((prefix, [scope for scope in self._scopes if len(scope) == digits]) for prefix, digits in prefixes)
        return pl.coalesce(
            *(pl.when(prefix.is_in(scopes)).then(prefix) for prefix, scopes in own if scopes), pl.lit("")
        )

    def _numbers(self, columns: tuple[str, ...], region_code: str | None, on: dt.date) -> tuple[float, ...]:
        return tuple(self.value(column.removeprefix("policy."), region_code, on) for column in columns)

    def _row(self, columns: tuple[str, ...], region_code: str | None, on: dt.date) -> pl.DataFrame:
        """The values of one place and day as a frame of one row; the last ones asked for are kept."""
        key = (columns, self._place(region_code), on)
        row = self._rows.get(key)
        if row is None:
            numbers = self._numbers(columns, region_code, on)
            row = pl.DataFrame([numbers], schema=dict.fromkeys(columns, pl.Float64), orient="row")
            if len(self._rows) >= ROWS_KEPT:
                self._rows.clear()
            self._rows[key] = row
        return row


def _step_as_dict(step: Step) -> dict[str, Any]:
    plain = {
        "from": str(step.since),
        "value": step.value,
        "scope": step.scope,
        "source": step.source,
        "status": step.status.value,
        "file": step.file,
    }
    return plain if step.until is None else {**plain, "until": str(step.until)}
