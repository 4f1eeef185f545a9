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

MAY_BE_FEATURES = [one for one in TRIGGERS if not one.screen_only]


def _declared(one: Trigger) -> None:
    # Wrapped, so that the feature's text is that of the rule: a changed rule changes the model's fingerprint.
    @functools.wraps(one.declared_by)
    def hit() -> pl.Expr:
        return one.condition.hit

    asked = one.question or Bilingual(
        f"{one.zh}{one.condition.comparison.zh}预警线", f"{one.en}, {one.condition.comparison.en} the line"
    )
    hit.__name__ = one.feature
    hit.__doc__ = (
        f"部门预警（{one.department.zh}）：{asked.zh} | "
        f"Screened by {one.department.en}: {asked.en[0].lower()}{asked.en[1:]}."
    )
    declare = feature(
        COMBINED,
        unit="yes/no",
        when_no_rows=one.when_no_rows,
        risk_type=one.risk_type,
        risk_rises_when="rises",
        domain="screening",
    )
    declare(hit)


for _one in MAY_BE_FEATURES:
    # A rule that asks what a yes-or-no feature tells already is that feature.
    if _one.twin is None:
        _declared(_one)
