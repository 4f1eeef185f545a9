"""部门预警 | The departments' screening rules as features: each rule once.

Made from the rules themselves (`features/triggers/rules`), except those that read a label: they may be screened by only. How many
rules are hit is no feature: it would be told as a reason, and gives a visitor nothing to check.
"""

from __future__ import annotations

import functools

import polars as pl

from features.bilingual import Bilingual
from features.language.views import COMBINED
from features.registry import feature
from features.triggers.declaring import Trigger
from features.triggers.rules import TRIGGERS

MAY_BE_FEATURES = [trigger for trigger in TRIGGERS if not trigger.reads_the_label]


def _declare(trigger: Trigger) -> None:
    # Wrapped, so that the feature's text is that of the rule: a changed rule changes the model's fingerprint.
    @functools.wraps(trigger.declared_by)
    def hit() -> pl.Expr:
        return trigger.condition.hit

    question = trigger.question or Bilingual(
        f"{trigger.zh}{trigger.condition.comparison.zh}预警线",
        f"{trigger.en}, {trigger.condition.comparison.en} the line",
    )
    hit.__name__ = trigger.feature
    hit.__doc__ = (
        f"部门预警（{trigger.department.zh}）：{question.zh} | "
        f"Screened by {trigger.department.en}: {question.en[0].lower()}{question.en[1:]}."
    )
    feature(
        COMBINED,
        unit="yes/no",
        when_no_rows=trigger.when_no_rows,
        risk_type=trigger.risk_type,
        risk_rises_when="rises",
        domain="screening",
    )(hit)


for _trigger in MAY_BE_FEATURES:
    # A rule that asks what a yes-or-no feature tells already is that feature.
    if _trigger.twin is None:
        _declare(_trigger)
