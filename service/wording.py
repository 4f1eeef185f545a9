"""The words of the office pages and lists: risk types, standings, problems. Chinese first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from features.basis import TABLE_NAMES
from features.bilingual import Bilingual
from features.checks.registry import checks
from features.triggers.wording import unclear_in_words
from features.vocabulary import HouseholdType, RiskType
from models.bands import RiskBand
from models.lists import Slot
from models.reasons import NO_REASON, NOTHING_TO_CHECK, main_risk_types, points_in_words
from models.scope import Standing
from models.sheets.wording import chance
from models.targets import TargetKind

STANDING_WORDS: dict[Standing, str] = {
    Standing.UNKNOWN: "截至该日，尚无该户的家庭情况记录，无法评估。",
    Standing.MONITORED: "截至该日，该户已是监测对象，不属于本模型的评估范围；请按既定帮扶措施跟进。",
    Standing.NOT_REMOVED: "截至该日，没有该户风险消除的记录；本模型只评估风险已消除的户。",
    Standing.NOBODY_LEFT: "截至该日，该户已知的成员均已去世或迁出，不再评估。",
    Standing.NOT_DESCRIBED_LATELY: "截至该日，该户的家庭情况记录过旧，无法评估；请先更新名册。",
}

PROBLEM_WORDS: dict[str, tuple[str, str]] = {
    "unknown-household": ("没有这一户", "您的辖区内没有该户编号的记录。请核对编号（含前面的零）。"),
    "unknown-region": (
        "没有这个区域",
        "您的辖区内，该日没有可评估的户的区划代码以此开头。请核对位数（县6位、乡镇9位、村12位）。",
    ),
    "not-allowed": ("没有权限", "请联系安全管理员授权。"),
    "too-many-requests": ("请求过于频繁", "没有执行任何操作，请过一分钟再试。"),
    "out-of-scope": ("该户不在评估范围内", "没有给出得分。"),
    "invalid-request": ("查询条件有误", "请按下列提示修改后重试。"),
    "not-ready": ("系统尚未就绪", "缺少可用的模型或数据，请联系数据管理员。"),
    "being-prepared": ("还在计算", "该日的评分或该月的村级统计正在计算，请过几秒钟刷新本页。"),
    "unexplained": ("得分无法解释", "解释与得分不一致，因此不显示得分。请联系数据管理员。"),
    "no-such-address": ("没有这个页面", "请从名单页重新进入。"),
    "too-large": ("请求过大", "发送的内容超过了限度，没有执行任何操作。请返回后重新操作。"),
    "too-slow": ("请求发送得太慢", "没有在限定时间内收完，没有执行任何操作。请检查网络后重试。"),
    "unreadable": ("请求无法读取", "没有执行任何操作。请返回后重新操作。"),
    "wrong-media-type": ("请求无法读取", "表单的格式不对，没有执行任何操作。请从本系统的页面操作。"),
    "wrong-method": ("这个地址不能这样使用", "没有执行任何操作。请从名单页重新进入。"),
    "from-another-site": (
        "请求来自其他网站",
        "没有执行任何操作。请从本系统的页面操作；若经反向代理访问仍出现本页，请数据管理员让代理原样传递请求头 Host。",
    ),
    "form-expired": ("表单已失效", "没有执行任何操作。请重新打开页面，再提交。"),
    "unauthorised": ("没有密钥", "该地址供业务系统调用，须带接口密钥。"),
    "unknown-feature": ("没有这项特征", "请核对名称。"),
    "impossible-records": ("该户记录无法计算", "记录中有不可能的金额或数量，没有给出得分。请按核对结果更正后重试。"),
    "records-contradict": ("该户记录相互矛盾", "没有给出得分。请按提示核对并更正后重试。"),
    "stale-sources": ("关键部门的数据逾期太久", "没有给出得分。请催交并导入数据，或改问更早的日期。"),
    "idempotency-key-used": ("重复提交的内容不同", "没有执行任何操作。请返回后重新提交。"),
    "no-idempotency-key": ("请求无法读取", "没有执行任何操作。请从本系统的页面操作。"),
    "changed-meanwhile": ("内容已被他人更改", "没有执行任何操作。请刷新后核对再提交。"),
    "unknown-lead": ("没有这条线索", "您的辖区内没有该编号的线索。"),
    "reference-used": ("该线索编号已用于另一户", "没有执行任何操作。请换一个编号。"),
    "move-not-open": ("这一步现在不能办", "没有执行任何操作，原因见下。"),
    "unknown-run": ("没有这次评分", "没有该编号的评分，或还没有完成。"),
    "unknown-list": ("没有这份名单", "没有该编号的、与您的辖区有关的名单。"),
    "not-scored": ("该区域或该日没有评分", "请核对区域和日期，或请数据人员安排评分。"),
    "list-issued": ("该日该区域已下发过名单", "没有执行任何操作，已下发的名单不再改变。"),
    "list-changed": ("名单与生成时不一致", "没有下发。请联系安全管理员查明原因。"),
    "no-department": ("没有代表任何部门", "没有执行任何操作。请安全管理员登记您或该程序代表的部门。"),
    "other-department": ("这是另一个部门的文件", "没有执行任何操作。代表某个部门的人和程序只能交付本部门的文件。"),
    "not-all-places": ("辖区不是全县", "没有执行任何操作。须由辖区为全县的人办理。"),
    "too-many-waiting": ("待导入的文件太多", "没有执行任何操作。请等前面的文件导入后再发送。"),
    "unknown-delivery": ("没有这次交付", "没有该编号的、与您的辖区有关的交付。"),
    "unknown-fact": ("没有这项事实", "没有该编号的、由您报送或在您辖区内的事实。"),
    "whole-installation-only": ("审计记录不分辖区", "只有辖区为“全部”的审计员能看，请联系安全管理员授权。"),
    "unknown-user": ("没有这个用户", "您的辖区内没有该编号的用户。"),
    "unknown-client": ("没有这个程序", "您的辖区内没有该编号的程序。"),
    "nobody-named": ("没有该户的姓名", "身份库中没有该户的人，请联系数据人员。"),
    "looked-at-enough": ("查看姓名的户数已到上限", "请明天再看，或请主管调整政策数值。"),
    "unknown-unmasking": ("没有这条查看记录", "请核对编号：审计记录中 unmasking 一项的值。"),
    "people-only": ("只供人员查看", "请以审计员身份登录后查看。"),
    "unknown-export": ("没有这个导出申请", "您的辖区内没有该编号的、可由您办理的导出申请。"),
    "list-not-issued": ("名单还没有下发", "没有执行任何操作。请先下发名单，再导出走访表。"),
    "export-not-open": ("导出不能这样办", "没有执行任何操作。请查看申请的状态，或重新申请。"),
    "not-administered": ("没有办理", "没有执行任何操作。"),
    "unknown-webhook": ("没有这个推送地址或推送", "您的辖区内没有该编号的推送地址或推送。"),
    "unknown-model-version": ("没有这个模型版本", "请核对模型名和版本号。"),
    "no-model-card": ("没有可读的模型卡", "请数据人员重新训练。"),
    "refused-by-gate": ("未通过上线检查", "现用模型不变，原因见下。"),
    "already-champion": ("该版本已是现用模型", "没有执行任何操作。"),
    "no-model-before": ("没有上一任模型可回退", "没有执行任何操作。"),
    "another-promotions-audit": ("上线审计与登记处不符", "没有执行任何操作。请联系数据人员查明原因。"),
    "sources-gone": ("当时的结果无法重新计算", "当时所用的记录、模型或政策已不在。请联系数据管理员。"),
    "failed": ("系统出错", "没有给出得分。请联系数据管理员。"),
}
"""Of each kind of problem: a title, and advice."""

PARAMETER_WORDS: dict[str, tuple[str, str]] = {
    "as_of": (
        "评估日期",
        "须为有效日期，写成 2024-06-30 这样，不早于首次数据交付，不晚于最近一次交付后的一个预测期，且当日有可评估的户和有效的政策标准。",
    ),
    "region": (
        "乡镇或村代码",
        "须为区划代码的前2至12位数字（县6位、乡镇9位、村12位），且该区域有可评估的户；不填则为您的全部辖区。",
    ),
    "capacity": ("走访名额", "须为1至10000的整数；不填则按本县政策规定的走访能力。"),
    "state": ("环节", "请从列表中选。"),
    "source": ("来源", "请从列表中选。"),
    "assigned": ("承办人", "请从列表中选。"),
    "household_id": ("户编号", "须为1至200个字符，与名单上的一致（含前面的零）。"),
}
"""What the pages can be asked for: its name, and what holds for it."""


def chance_in_words(probability: float) -> Bilingual:
    """A probability as a percentage that never looks like never or always."""
    if probability < 0.001:
        return Bilingual(chance(probability), "below 0.1%")
    if probability > 0.999:
        return Bilingual(chance(probability), "above 99.9%")
    return Bilingual(chance(probability), chance(probability))


def check(name: str) -> Bilingual:
    """What a cross-table check finds."""
    found = checks()[name]
    return Bilingual(found.zh, found.en)


def no_reasons(band: str, severe: Collection[Any] = ()) -> Bilingual:
    """What stands in place of the score's reasons, where none is told.

    Args:
        severe: rules that the county calls severe and the household hits, told before: then only of the score itself.
    """
    if severe:
        return SCORE_IS_LOW if band == RiskBand.LOW else SCORE_IS_SILENT
    return NO_REASON if band == RiskBand.LOW else NOTHING_TO_CHECK


SCORE_IS_LOW = Bilingual("得分本身在低风险档", "the score itself is in the low band")
SCORE_IS_SILENT = Bilingual(
    "得分本身没有可以单独说明的原因", "no single fact on record stands out behind the score itself"
)


def no_hits(unclear: Iterable[str]) -> Bilingual:
    """That no department's rule is hit, or that this can't be told of all."""
    unclear, none = list(unclear), Bilingual("没有命中部门预警", "no department's rule is hit")
    return none.and_also(Bilingual("；", "; ")).and_also(unclear_in_words(unclear)) if unclear else none


def risks(risk_types: Iterable[Mapping[str, Any]]) -> list[RiskType]:
    """The main official risk types (`models.reasons.main_risk_types`)."""
    return list(main_risk_types(risk_types))


FILTERS: dict[str, Callable[..., Any]] = {
    "band": RiskBand,
    "chance": chance_in_words,
    "check_words": check,
    "event": TargetKind,
    "household_type": HouseholdType,
    "no_hits": no_hits,
    "no_reasons": no_reasons,
    "points": points_in_words,
    "risk": RiskType,
    "risks": risks,
    "slot": Slot,
    "table_words": TABLE_NAMES.__getitem__,
    "unclear": unclear_in_words,
}
"""What templates turn into words; each gives both languages, and the reader's is written."""
