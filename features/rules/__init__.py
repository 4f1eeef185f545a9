"""Rules over features: one grammar, one declaration and one evaluation for whoever holds a feature against a dated line.

condition    when a rule is hit: a value, a line, and how they are compared
declaration  what a declared rule is, and what its declaration may not lack
evaluation   rules held against households on days: hit, not hit or unknown, with value and threshold
wording      a value and a line in words
"""

from features.rules.condition import MONITORED, Comparison, Condition, any_amount, any_such, compared
from features.rules.declaration import Declarations, Rule, RuleDeclarationError
from features.rules.evaluation import (
    EVALUATED,
    evaluate,
    features_read,
    frame_read,
    policy_behind,
    with_hit_columns,
)
from features.rules.wording import amount_in_words, line_in_words

__all__ = [
    "EVALUATED",
    "MONITORED",
    "Comparison",
    "Condition",
    "Declarations",
    "Rule",
    "RuleDeclarationError",
    "amount_in_words",
    "any_amount",
    "any_such",
    "compared",
    "evaluate",
    "features_read",
    "frame_read",
    "line_in_words",
    "policy_behind",
    "with_hit_columns",
]
