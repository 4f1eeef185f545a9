"""The catalogue for programs: plain documents, the same from `--format json` and from `GET /v1/features`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from features.catalogue.entry import DIRECTIONS, Entry
from features.catalogue.example import Example, example_of
from features.policy.listing import InForce
from features.policy.loading import Policy
from features.registry import UNITS
from features.registry.wording import value_in_words


def summary(entry: Entry) -> dict[str, Any]:
    """One line of the catalogue."""
    declared = entry.feature
    low, high = UNITS[declared.unit]
    return {
        "name": declared.name,
        "domain": declared.domain,
        "zh": declared.zh,
        "en": declared.en,
        "unit": declared.unit,
        "lowest": low,
        "highest": high,
        "when_no_rows": declared.when_no_rows,
        "risk_type": declared.risk_type.value,
        "risk_rises_when": declared.risk_rises_when,
        "table": entry.table,
        "windows_months": list(entry.windows),
        "made_of": list(entry.made_of),
        "policy": list(entry.policy),
    }


def document(entry: Entry, policy: Policy, day: dt.date, region: str | None = None) -> dict[str, Any]:
    """All that the catalogue says of one feature; of policy values the steps in force on a day at a place."""
    return {
        **summary(entry),
        "absence": {"zh": entry.absence.zh, "en": entry.absence.en},
        "direction": {
            "zh": DIRECTIONS[entry.feature.risk_rises_when].zh,
            "en": DIRECTIONS[entry.feature.risk_rises_when].en,
        },
        "columns": [
            {
                "name": column.name,
                "zh": column.meaning.zh,
                "en": column.meaning.en,
                "unit": column.unit,
                "values": list(column.values),
                "delivered_by": list(column.delivered_by),
            }
            for column in entry.columns
        ],
        "policy": [_policy(read) for read in entry.policy_on(day, region, policy)],
        "used_by": {
            "features": list(entry.used_by),
            "triggers": list(entry.triggers),
            "gaps": list(entry.gaps),
            "checks": list(entry.checks),
        },
        "definition": entry.definition,
        "example": _example(entry, example_of(entry, policy)),
    }


def _policy(read: InForce) -> dict[str, Any]:
    value, step = read.value, read.step
    in_force = None
    if step is not None:
        in_force = {
            "since": step.since.isoformat(),
            "value": step.value,
            "scope": step.scope,
            "source": step.source,
            "status": step.status.value,
        }
    return {"name": value.name, "zh": value.zh, "en": value.en, "unit": value.unit.value, "in_force": in_force}


def _example(entry: Entry, example: Example | None) -> dict[str, Any] | None:
    if example is None:
        return None
    words = value_in_words(entry.feature, example.value)
    household = example.household
    return {
        "household": {"zh": household.zh, "en": household.en},
        "as_of": household.as_of.isoformat(),
        "rows": [
            {name: cell.isoformat() if isinstance(cell, dt.date) else cell for name, cell in row.items()}
            for row in example.rows.iter_rows(named=True)
        ],
        "ingredients": dict(example.ingredients),
        "value": example.value,
        "value_zh": words.zh,
        "value_en": words.en,
    }
