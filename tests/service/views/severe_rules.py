"""A household that hits a severe rule and has nothing else to tell."""

from __future__ import annotations

from typing import Any

RULE, ASK = "教育：义务教育阶段疑似辍学人数 1人（自 2024-06-02 起）", "孩子现在在哪、为什么没上学"
KEPT = {"severe": [{"zh": RULE, "en": "a drop-out", "ask_zh": ASK, "ask_en": "where is the child"}]}
"""As a list keeps it."""


def dropped_out(severity: int = 2) -> dict[str, Any]:
    """As an answer tells it."""
    words = {"zh": RULE, "en": "education: a drop-out"}
    return {
        "trigger": "dropped_out",
        "department": "education",
        "risk_type": "education",
        **words,
        "unit": "persons",
        "value": 1.0,
        "threshold": 1.0,
        "since": "2024-06-02",
        "severity": severity,
    }


def answer(*screening: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"as_of": "2024-06-30", "reasons": [], "ask_first": [], "screening": list(screening), **more}
