"""The contract of each record table: every rule with its severity, what it means and what to do; and who keeps it."""

from features.records.contracts.contract import (
    FLAGGED,
    all_flagged,
    doubtful,
    every_rule,
    flagged,
    in_order,
    keeps_what_types_leave_open,
    rule_of,
    rules,
)

__all__ = [
    "FLAGGED",
    "all_flagged",
    "doubtful",
    "every_rule",
    "flagged",
    "in_order",
    "keeps_what_types_leave_open",
    "rule_of",
    "rules",
]
