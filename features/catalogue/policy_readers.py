"""Who reads a policy value: the features, screening rules, gap lists, checks and limits that stand on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from features.checks.registry import checks
from features.deliveries.freshness import GRACE, rhythm_of
from features.gaps.rules import GAPS
from features.intake.recognising.catalogue import catalogue
from features.policy.columns import values_among
from features.records.contracts import rules
from features.records.tables import TABLES
from features.records.tables.rules import FileRule, RowRule
from features.registry import features
from features.triggers.including import PREFIX as MUST_INCLUDE
from features.triggers.rules import TRIGGERS

OF_A_FILE = {
    "money.yaml": "记录表的每个金额列 Every amount of the record tables: intake, import and API",
    "linkage.yaml": "人员匹配 Linking people: `fanpin intake`, `fanpin people audit`",
    "horizons.yaml": "训练 Training: `fanpin train`",
    "promotion.yaml": "上线检查 The gate of promotion: `fanpin promote`",
    "calibration.yaml": "概率校准 Calibration: `fanpin train`, `fanpin recalibrate`",
    "outcomes.yaml": "训练 Training: `fanpin train`",
    "lists.yaml": "训练中名单的度量 Lists as training measures them: `fanpin train`",
    "measures.yaml": "措施模拟 Measures as if taken: `fanpin what-if`",
    "watching.yaml": "模型监测 Watching: `fanpin watch`",
    "certainty.yaml": "评分的确定性 How sure a score is: `fanpin explain`, `fanpin ask`, the pages and the API",
    "ledgers.yaml": "保障台账 Ledgers of the guarantees: the page /ledgers",
    "procedure.yaml": "线索办理程序 The official procedure of leads: docs/procedure.md",
    "bands.yaml": "评分与名单 Scores and lists: `fanpin score`, the pages and the API",
}
"""Files whose values one part reads as a whole."""


def readers() -> dict[str, list[str]]:
    """What reads each value directly, in words of kind and name; for the files of OF_A_FILE nothing."""
    by_value: dict[str, list[str]] = defaultdict(list)
    for who, names in _every_reader():
        for name in names:
            if who not in by_value[name]:
                by_value[name].append(who)
    return dict(by_value)


def _every_reader() -> Iterator[tuple[str, Iterable[str]]]:
    for feature in features().values():
        yield f"特征 feature `{feature.name}`", sorted(values_among(feature.reads))
    for trigger in TRIGGERS:
        yield f"预警规则 rule `{trigger.name}`", [*sorted(trigger.policy_read), f"{MUST_INCLUDE}{trigger.name}"]
    for gap in GAPS:
        yield f"缺口清单 gap list `{gap.name}`", sorted(gap.policy_read)
    for check in checks().values():
        yield f"核查 check `{check.id}`", check.policy
    for rule in (rule for table in TABLES for rule in rules(table).values()):
        if isinstance(rule, RowRule | FileRule) and rule.limit is not None:
            yield f"记录界限 limit `{rule.id}`", [rule.limit]
    yield "数据新鲜度 `fanpin deliveries`", [GRACE, *(rhythm_of(source) for source in catalogue().expected)]
