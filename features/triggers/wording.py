"""A hit in official words: what was found, against which line, since when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from features.bilingual import Bilingual
from features.rules import amount_in_words
from features.triggers.asking import ASK, LOOK
from features.triggers.declaring import Trigger
from features.triggers.rules import TRIGGERS_BY_NAME


def hit_in_words(hit: Mapping[str, Any]) -> Bilingual:
    """A row of `screen` that is a hit, in words: 医保：年度住院自付 23,400元，达到预警线 5,000元（自 2026-03-04 起）.

    Where it is told how severe the county calls the rule (`features.triggers.including.with_severity`), a severe one says so.
    """
    severe = bool(hit.get("severity"))
    return _in_words(TRIGGERS_BY_NAME[hit["trigger"]], hit["value"], hit["threshold"], hit["since"], severe=severe)


def _in_words(trigger: Trigger, value: float, threshold: float, since: dt.date, *, severe: bool) -> Bilingual:
    amount = amount_in_words(value, trigger.unit) if trigger.unit != "yes/no" else Bilingual("", "")
    zh = f"{trigger.department.zh}：{trigger.zh}{f' {amount.zh}' if amount.zh else ''}"
    en = f"{trigger.department.en}: {trigger.en}{f': {amount.en}' if amount.en else ''}"
    if not trigger.condition.any_such:
        line = amount_in_words(threshold, trigger.unit)
        zh += f"，{trigger.condition.comparison.zh}预警线 {line.zh}"
        en += f", {trigger.condition.comparison.en} the line of {line.en}"
    must = Bilingual("，必查", "; must be visited") if severe else Bilingual("", "")
    return Bilingual(f"{zh}（自 {since} 起{must.zh}）", f"{en} (since {since}{must.en})")


def hits_in_words(hits: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rules that one household hits on a day, each as it is told to people.

    Args:
        hits: of each at least `trigger`, `unit`, `value`, `threshold`, `since` and `severity`.

    Returns:
        `trigger`, `department`, `risk_type`, `zh`, `en`, `unit`, `value`, `threshold`, `since`, `severity`.
    """
    return [_for_people(hit) for hit in hits]


def _for_people(hit: Mapping[str, Any]) -> dict[str, Any]:
    trigger, words = TRIGGERS_BY_NAME[hit["trigger"]], hit_in_words(hit)
    return {
        "trigger": trigger.name,
        "department": trigger.department.value,
        "risk_type": trigger.risk_type.value,
        "zh": words.zh,
        "en": words.en,
        **{name: hit[name] for name in ("unit", "value", "threshold", "since", "severity")},
    }


def severe_in_words(hits: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Of the rules that one household hits on a day those that the county calls severe, with what to ask first; the most severe first.

    Args:
        hits: rows as of `hits_in_words`, or what that makes of them.

    Returns:
        `zh`, `en`, `ask_zh`, `ask_en`.
    """
    severe = sorted((hit for hit in hits if hit["severity"] > 0), key=lambda hit: -hit["severity"])
    return [_to_visit(hit) for hit in severe]


def _to_visit(hit: Mapping[str, Any]) -> dict[str, str]:
    trigger = TRIGGERS_BY_NAME.get(hit["trigger"])
    # An answer that is kept may tell of a rule that this version has no more: it tells it in its own words.
    words = Bilingual(hit["zh"], hit["en"]) if trigger is None else hit_in_words({**hit, "severity": 0})
    ask = ASK.get(hit["trigger"], LOOK)
    return {"zh": words.zh, "en": words.en, "ask_zh": ask.zh, "ask_en": ask.en}


def unclear_in_words(names: Iterable[str]) -> Bilingual:
    """Which departments' rules can't be told of a household, by department; empty where all can be."""
    departments = list(dict.fromkeys(TRIGGERS_BY_NAME[name].department for name in names))
    if not departments:
        return Bilingual("", "")
    return Bilingual(
        f"记录不足，无法判断的预警：{'、'.join(one.zh for one in departments)}",
        f"records do not suffice to tell the rules of: {', '.join(one.en for one in departments)}",
    )
