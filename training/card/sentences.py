"""What a card says in words: what the model is for and not for, of whom it speaks, and what limits it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from models.card.schema import Card, Text
from models.card.verdicts import Verdict
from models.targets import TargetKind
from training.calibration.reporting import Split

WHOLE = "all"
"""The group of all rows in the section on calibration."""

INTENDED = (
    Text(
        zh="为县、乡监测办公室排定每月走访次序提供线索：先看谁、为什么、先核实什么。",
        en="A lead for the monitoring offices of a county: whom to visit first this month, why, and what to check first.",
    ),
    Text(
        zh="由人作出决定；按既有程序入户核实、评议、公示、审批。",
        en="People decide, by the procedure in force: home visit, village review, public notice, approval.",
    ),
)
NOT_INTENDED = (
    Text(
        zh="不得自动纳入或清退任何户，也不是任何户的身份或等级；当事人可要求说明并拒绝仅由机器作出的决定（个人信息保护法第24条）。",
        en="Never to include or exclude anybody by itself, and no status of a household; people may ask for reasons and refuse "
        "a decision made by a machine alone (Personal Information Protection Law, article 24).",
    ),
    Text(
        zh="不得用于执法、信贷、征信、就业或任何与帮扶无关的用途。",
        en="Not for enforcement, lending, credit files, hiring, or anything but help.",
    ),
    Text(
        zh="得分低不等于没有困难：不得据此拒绝申报、减少走访或停止帮扶。",
        en="A low score does not say that all is well: it is no reason to turn away a report, to visit less or to stop help.",
    ),
    Text(
        zh="未经在当地重新训练和检验，不得用于其他县。",
        en="Not for another county without training and testing on its own records.",
    ),
)

SCOPES = {
    TargetKind.ENTRY: Text(
        zh="当日已有登记且未被监测的农户", en="households on the roll that are not monitored on the day"
    ),
    TargetKind.RELAPSE: Text(
        zh="当日风险已消除的监测对象",
        en="households whose risk was removed by the day and that are not monitored again",
    ),
}


def target_in_words(kind: TargetKind, months: int) -> Text:
    """`此后 6 个月内被识别为监测对象的可能性`."""
    return Text(
        zh=f"此后 {months} 个月内{kind.zh}的可能性", en=f"chance of being {kind.en} within the next {months} months"
    )


def calibration_in_words(section: Mapping[str, Any]) -> Text:
    """Why the verdict is what it is: the ratio with its interval, and what lies outside."""
    ratio = section["overall"]["ratio"]
    if ratio["value"] is None or math.isnan(ratio["value"]):
        return Text(zh="没有可比的结果。", en="There are no outcomes to compare with.")
    ratio_text = f"{ratio['value']:.2f} ({ratio['low']:.2f}, {ratio['high']:.2f})"
    outside = [(*_split_in_words(one["by"]), one["group"]) for one in section["because"] if one["group"] != WHOLE]
    zh = "、".join(f"{split} {group}" for split, _, group in outside)
    en = ", ".join(f"{split} {group}" for _, split, group in outside)
    return Text(
        zh=f"实际与预计之比 {ratio_text}" + (f"；超出范围：{zh}。" if outside else "。"),
        en=f"Observed over expected {ratio_text}" + (f"; outside: {en}." if outside else "."),
    )


def _split_in_words(name: str) -> tuple[str, str]:
    split = Split(name)
    return split.zh, split.en


def limits_of(card: Card) -> tuple[Text, ...]:
    """What a reader must keep in mind, from what the card itself tells."""
    insufficient = sum(one.verdict is Verdict.INSUFFICIENT for one in card.fairness.verdicts)
    outside = sum(one.verdict is Verdict.OUTSIDE for one in card.fairness.verdicts)
    limits = [
        Text(
            zh="学习的是官方识别结果，不是真实困难：从未被识别的困难户在数据中算作无困难；因得到帮助而未被识别的也一样。",
            en="It learned official identification, not hardship: whoever was in need and never identified counts as not in need, "
            "and so does whoever was helped in time.",
        ),
        Text(
            zh="只知道已交来的记录：未上报的事件、迟交的数据、无证的残疾和外地就医不在其中。",
            en="It knows what was delivered: events that nobody reported, late deliveries, disability without a certificate "
            "and treatment elsewhere are not in it.",
        ),
        Text(
            zh=f"各项数字以检验期内 {card.positives.households:,} 个不同的被识别户为依据；区间按村重抽样得出。",
            en=f"Its figures rest on {card.positives.households:,} different households that were identified in the tests; "
            "intervals draw whole villages.",
        ),
    ]
    if card.policy.examples:
        limits.append(
            Text(
                zh=f"有 {len(card.policy.examples)} 个政策数值是示例，须换成本县文件的数值。",
                en=f"{len(card.policy.examples)} policy values are examples, to be replaced by the county's own notices.",
            )
        )
    if insufficient:
        limits.append(
            Text(
                zh=f"公平性有 {insufficient:,} 项证据不足：不能说公平，也不能说不公平。",
                en=f"Of fairness {insufficient:,} figures are insufficient evidence: neither fair nor unfair can be said.",
            )
        )
    if outside:
        limits.append(
            Text(zh=f"公平性有 {outside:,} 项超出范围。", en=f"Of fairness {outside:,} figures lie outside the bounds.")
        )
    immature = sum(one.rows for one in card.cohort.immature)
    if immature:
        limits.append(
            Text(
                zh=f"检验期有 {immature:,} 户次的结局尚未完整，未计入。",
                en=f"{immature:,} rows of the tests were left out because their future is not fully known.",
            )
        )
    return tuple(limits)
