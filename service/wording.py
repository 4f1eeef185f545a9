"""The words of the office pages and lists: chances, risk types, standings, problems. Chinese first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from features.vocabulary import HouseholdType, RiskType
from models.bands import RiskBand
from models.scope import Standing
from models.targets import TargetKind

STANDING_WORDS: dict[Standing, str] = {
    Standing.UNKNOWN: "截至该日，尚无该户的家庭情况记录，无法评估。",
    Standing.MONITORED: "截至该日，该户已是监测对象，不属于本模型的评估范围；请按既定帮扶措施跟进。",
    Standing.NOT_REMOVED: "截至该日，没有该户风险消除的记录；本模型只评估风险已消除的户。",
    Standing.NOBODY_LEFT: "截至该日，该户已知的成员均已去世或迁出，不再评估。",
    Standing.NOT_DESCRIBED_LATELY: "截至该日，该户的家庭情况记录过旧，无法评估；请先更新名册。",
}

PROBLEM_WORDS: dict[str, tuple[str, str]] = {
    "unknown-household": ("没有这一户", "库中没有该户编号的记录。请核对编号（含前面的零）。"),
    "out-of-scope": ("该户不在评估范围内", "没有给出得分。"),
    "invalid-request": ("查询条件有误", "请按下列提示修改后重试。"),
    "not-ready": ("系统尚未就绪", "缺少可用的模型或数据，请联系数据管理员。"),
    "being-prepared": ("还在计算", "该日的评分或该月的村级统计正在计算，请过几秒钟刷新本页。"),
    "unexplained": ("得分无法解释", "解释与得分不一致，因此不显示得分。请联系数据管理员。"),
    "no-such-address": ("没有这个页面", "请从名单页重新进入。"),
    "too-large": ("请求过大", "请缩小查询范围。"),
    "failed": ("系统出错", "没有给出得分。请联系数据管理员。"),
}
"""Of each kind of problem: a title, and advice."""

PARAMETER_WORDS: dict[str, tuple[str, str]] = {
    "as_of": (
        "评估日期",
        "须为有效日期，不早于首次数据交付，不晚于最近一次交付后的一个预测期，且当日有可评估的户和有效的政策标准。",
    ),
    "region": ("乡镇或村代码", "须为2至12位数字，且该区域有可评估的户。"),
    "capacity": ("走访名额", "须为1至10000的整数。"),
}
"""What the pages can be asked for: its name, and what holds for it."""

TABLE_WORDS: dict[str, str] = {
    "households": "家庭情况",
    "members": "家庭成员",
    "income": "收入与支出",
    "illness": "就医与确诊",
    "disability": "残疾",
    "employment": "务工就业",
    "relocation": "易地搬迁",
    "education": "就学",
    "housing": "住房",
    "water": "饮水",
    "shocks": "灾害与事故",
    "support": "帮扶措施",
}
"""The record tables that features may read."""


def band(name: str) -> str:
    """A risk band in Chinese: 高, 中 or 低."""
    return RiskBand(name).zh


def chance(probability: float) -> str:
    """A probability as a percentage that never looks like never or always."""
    if probability < 0.001:
        return "不足0.1%"
    if probability > 0.999:
        return "99.9%以上"
    return f"{probability * 100:.1f}%"


def event(target: str) -> str:
    """The event of which a probability is told, in Chinese."""
    return TargetKind(target).zh


def household_type(value: str) -> str:
    return HouseholdType(value).zh


def main_risk_types(reasons: Iterable[Mapping[str, Any]], most: int = 3) -> list[str]:
    """The official risk types for which the reasons speak, the one that raises the score most first.

    其他 is named only where nothing else is: facts about a household's whole situation (income, burdens together) raise
    the score without saying where to look.
    """
    raised: dict[str, float] = {}
    for reason in reasons:
        raised[reason["risk_type"]] = raised.get(reason["risk_type"], 0.0) + reason["contribution"]
    ordered = sorted(raised, key=lambda risk: (-raised[risk], risk))
    ordered = [risk for risk in ordered if risk != RiskType.OTHER.value] or ordered
    return [RiskType(risk).zh for risk in ordered[:most]]
