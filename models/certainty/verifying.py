"""Verify first: what the records say against the main reasons of the households that are told why to visit.

Three things can: a rule under which a risk type has no fact behind it (`models.certainty.against`), a check of the records that
distorts a feature of the type (`features.checks`), and what people declared earlier.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from features.bilingual import Bilingual
from features.checks.registry import checks
from features.frame import feature_frame
from features.policy.columns import values_among
from features.policy.loading import Policy
from features.records.gate import AS_OF, EVENT_DATE, Records, as_index, rows_known_by
from features.registry import features
from features.vocabulary import RiskType
from models.certainty.against import POLICY_READ, READ, RULES
from models.certainty.doubts import Findings, findings_policy

DECLARED_OTHERWISE = "declared_otherwise"
DECLARED_MONTHS = 24
"""Declarations older than this say nothing of today's reason."""

LEADS = 0.5
"""Of what the strongest risk type adds: of a type that adds less nothing is to be verified first. It leads nobody to the door."""

VERIFY_FIRST: dict[str, pl.DataType | type[pl.DataType]] = {
    "rule": pl.String,
    "risk_type": pl.String,
    "declared": pl.List(pl.String),
}
"""What contradicts a main reason: a rule of `models.certainty.against`, a check, or DECLARED_OTHERWISE with the risk types that were
declared; and the risk type of the reason."""


@dataclass(frozen=True)
class Contradiction:
    """What contradicts a main reason of one household, in words."""

    rule: str
    risk_type: RiskType
    title: Bilingual
    to_ask: Bilingual


def verify_first(
    main: Sequence[Sequence[RiskType]],
    places: pl.DataFrame,
    frame: pl.DataFrame,
    findings: Findings,
    records: Records,
    policy: Policy,
) -> list[list[dict[str, Any]]]:
    """Of each household what speaks against its main reasons: rows of VERIFY_FIRST, in the order of the reasons.

    Args:
        main: of each the risk types that lead to it, the strongest first (`main_risk_types` with LEADS for its share).
        places: `household_id`, `as_of`, `region_code` of each.
        frame: its features, as far as they were made already, in the same order.
        findings: as `models.certainty.doubts.findings_of` gives them.

    Raises:
        PolicyError: a policy value is missing for the day.
    """
    if not main:
        return []
    true = _true_of(places, frame, records, policy)
    declared = _declared_lately(records, places)
    whose_rows = places.select("household_id", "as_of").rows()
    return [
        _against(types, rules, sorted(findings.get(whose, ())), declared.get(row, []))
        for row, (types, rules, whose) in enumerate(zip(main, true, whose_rows, strict=True))
    ]


def read_by_verifying() -> frozenset[str]:
    """The features that the rules read."""
    return READ


def verify_policy() -> set[str]:
    """The policy values that it stands on."""
    return {*values_among(POLICY_READ), *findings_policy()}


def in_words(kept: Mapping[str, Any]) -> Contradiction:
    """A row of VERIFY_FIRST.

    Raises:
        KeyError: this installation has no such rule or check: it was found by another version.
    """
    rule, kind = kept["rule"], RiskType(kept["risk_type"])
    if rule in RULES:
        return Contradiction(rule, kind, RULES[rule].title, RULES[rule].to_ask)
    if rule == DECLARED_OTHERWISE:
        declared = [RiskType(word) for word in kept["declared"]]
        title = Bilingual(
            f"此前识别或走访认定的是{'、'.join(one.zh for one in declared)}，模型的主要原因是{kind.zh}",
            f"identified or visited earlier for {', '.join(one.en for one in declared)}, while the main reason is {kind.en}",
        )
        ask = Bilingual(
            "问原来的困难解决了没有、现在难在哪", "Ask whether the earlier trouble is over, and what it is now."
        )
        return Contradiction(rule, kind, title, ask)
    check = checks()[rule]
    return Contradiction(rule, kind, Bilingual(check.zh, check.en), Bilingual(check.fix_zh, check.fix_en))


def _against(
    types: Sequence[RiskType], rules: Mapping[str, bool], inconsistent: Sequence[str], declared: list[str]
) -> list[dict[str, Any]]:
    against = [
        {"rule": rule.id, "risk_type": rule.risk_type.value, "declared": []}
        for rule in RULES.values()
        if rules[rule.id] and rule.risk_type in types
    ]
    for check in inconsistent:
        touched = [kind for kind in types if kind in _types_distorted(check)]
        if touched:
            against.append({"rule": check, "risk_type": touched[0].value, "declared": []})
    if types and declared and not set(declared) & {kind.value for kind in types}:
        against.append({"rule": DECLARED_OTHERWISE, "risk_type": types[0].value, "declared": declared})
    order = {kind.value: place for place, kind in enumerate(types)}
    return sorted(against, key=lambda one: order[str(one["risk_type"])])


def _types_distorted(check: str) -> set[RiskType]:
    return {features()[name].risk_type for name in checks()[check].features}


def _true_of(places: pl.DataFrame, frame: pl.DataFrame, records: Records, policy: Policy) -> list[dict[str, bool]]:
    """Of each household which rules' conditions hold, whatever its main reasons are."""
    made = [name for name in sorted(READ) if name in frame.columns]
    rows = places.hstack([frame[name] for name in made])
    missing = sorted(READ - set(made))
    if missing:
        further = feature_frame(records, places.select("household_id", "as_of"), policy, missing)
        rows = rows.hstack([further[name] for name in missing])
    rows = policy.add_columns(rows, set(POLICY_READ))
    return rows.select(rule.condition.fill_null(value=False).alias(rule.id) for rule in RULES.values()).to_dicts()


def _declared_lately(records: Records, places: pl.DataFrame) -> dict[int, list[str]]:
    """The risk types that the last identification and the last visit named, within DECLARED_MONTHS and known on the day; by row.

    They are labels, which no feature reads; here people are told what people said.
    """
    base = as_index(places.select("household_id", "as_of"))
    named: dict[int, set[str]] = {}
    for table, column in (("monitoring", "risk_types"), ("visits", "risk_type")):
        rows = rows_known_by(base, records.versions[table]).filter(
            EVENT_DATE <= AS_OF, EVENT_DATE > AS_OF.dt.offset_by(f"-{DECLARED_MONTHS}mo"), pl.col(column).is_not_null()
        )
        # Versions come in the order of what happened.
        last = rows.unique("row", keep="last", maintain_order=True)
        for row, words in last.select("row", column).iter_rows():
            named.setdefault(row, set()).update(word for word in words.split(";") if word)
    return {row: sorted(words) for row, words in named.items()}
