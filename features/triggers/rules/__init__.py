"""Every rule, department by department.

Windows that no department publishes are a year for events, half a year for new diagnoses and new relief, and three
months for lost work.
"""

from __future__ import annotations

from features.triggers.declaring import DECLARED, Trigger
from features.triggers.rules import health, home, livelihood, people  # noqa: F401 - importing them declares their rules
from features.vocabulary import Department

TRIGGERS: tuple[Trigger, ...] = tuple(sorted(DECLARED, key=lambda rule: list(Department).index(rule.department)))

TRIGGERS_BY_NAME: dict[str, Trigger] = {rule.name: rule for rule in TRIGGERS}
