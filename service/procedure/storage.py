"""Steps and reports as plain documents, for a store to keep, and back again."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Mapping
from typing import Any

from features.vocabulary import LeadSource, RiskType
from service.procedure.actors import Office
from service.procedure.fields import Kind
from service.procedure.lead import Detail, Report, Step
from service.procedure.states import LeadState
from service.procedure.transitions import FIELDS


def details_as_document(details: Mapping[str, Detail]) -> dict[str, Any]:
    """What was said with a step, as JSON holds it: days as text, several as a list."""
    return {name: _plain(value) for name, value in details.items()}


def details_from_document(document: Mapping[str, Any]) -> dict[str, Any]:
    """The same back again, by the types of the fields; as well what an API was sent.

    What can't be read as its field stays as it is, and what is no field too: `check_move` says so in words.
    """
    return {name: _typed(FIELDS[name].kind, value) if name in FIELDS else value for name, value in document.items()}


def step_as_document(step: Step) -> dict[str, Any]:
    """A step, as JSON holds it."""
    return {
        "move": step.move,
        "from": step.from_state.value,
        "to": step.to_state.value,
        "by": step.by,
        "office": step.office.value if step.office else None,
        "on": step.on.isoformat(),
        "details": details_as_document(step.details),
    }


def step_from_document(document: Mapping[str, Any]) -> Step:
    """The same back again."""
    return Step(
        document["move"],
        LeadState(document["from"]),
        LeadState(document["to"]),
        document["by"],
        Office(document["office"]) if document["office"] else None,
        dt.date.fromisoformat(document["on"]),
        details_from_document(document["details"]),
    )


def report_as_document(report: Report) -> dict[str, Any]:
    """A report, as JSON holds it."""
    return {
        "reference": report.reference,
        "source": report.source.value,
        "reported_on": report.reported_on.isoformat(),
        "risk_type": report.risk_type.value if report.risk_type else None,
        "rule": report.rule,
        "severe": report.severe,
        "reported_by": report.reported_by,
    }


def report_from_document(document: Mapping[str, Any]) -> Report:
    """The same back again."""
    risk_type = document["risk_type"]
    return Report(
        document["reference"],
        LeadSource(document["source"]),
        dt.date.fromisoformat(document["reported_on"]),
        RiskType(risk_type) if risk_type else None,
        document["rule"],
        document["severe"],
        document["reported_by"],
    )


def _plain(value: Detail) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _typed(kind: Kind, value: Any) -> Any:
    if kind is Kind.DAY and isinstance(value, str):
        with contextlib.suppress(ValueError):
            return dt.date.fromisoformat(value)
    return tuple(value) if kind is Kind.CHOICES and isinstance(value, list) else value
