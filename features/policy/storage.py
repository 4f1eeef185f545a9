"""Policy kept beside what was made with it, so that it can be made again when the files have long changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from features.policy.loading import Policy
from features.policy.steps import PolicyError, PolicyValue, Status, Step
from features.policy.units import Unit


def kept_policy(policy: Policy) -> dict[str, Any]:
    """Every value with its words and steps, and the version."""
    words = {name: {"zh": value.zh, "en": value.en} for name, value in policy.values.items()}
    values = {name: {**words[name], **told} for name, told in policy.as_dict().items()}
    return {"version": policy.version, "values": values}


def restored_policy(kept: Mapping[str, Any]) -> Policy:
    """The policy that `kept_policy` kept.

    Raises:
        PolicyError: it is damaged.
    """
    try:
        values = {name: _value(name, value) for name, value in kept["values"].items()}
        return Policy(values, str(kept["version"]))
    except (KeyError, TypeError, ValueError) as error:
        raise PolicyError(
            f"当时保存的政策数值已损坏，读不出：请从备份恢复 | the policy values that were kept are damaged ({type(error).__name__}). Put them back "
            "from a backup."
        ) from error


def _value(name: str, kept: Mapping[str, Any]) -> PolicyValue:
    steps = tuple(_step(step) for step in kept["steps"])
    return PolicyValue(name, Unit(kept["unit"]), kept["zh"], kept["en"], kept["file"], steps)


def _step(kept: Mapping[str, Any]) -> Step:
    return Step(
        since=dt.date.fromisoformat(kept["from"]),
        value=float(kept["value"]),
        scope=kept["scope"],
        source=kept["source"],
        status=Status(kept["status"]),
        file=kept["file"],
        until=dt.date.fromisoformat(kept["until"]) if "until" in kept else None,
    )
