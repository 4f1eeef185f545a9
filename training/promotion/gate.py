"""The gate: what a version's card, its features and a fresh comparison have to show before it may score.

Nothing here looks anything up. Each question is a function of what was found, so that every answer can be drawn in a
test and told in the audit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from features.bilingual import Bilingual
from features.policy.loading import Policy
from models.card.verdicts import Verdict
from training.promotion.checks import OVERRIDABLE, Approval, Check, Finding

if TYPE_CHECKING:
    from models.card.schema import Card, GroupVerdict, Interval
    from training.promotion.against import Against
    from training.promotion.parity import Parity

RANDOM = "random"
LEARNED = frozenset({"boosting", "logistic", "scorecard", "explainable_boosting"})
"""Opponents that were learned in the same run: the run chose among them by its own rule. All others are what an office
does without a model."""


LINES = ("fewest_positive_households", "widest_interval", "recall_margin", "parity_households")
"""The policy's names of the lines, each after `promotion_`."""


@dataclass(frozen=True)
class Lines:
    """The policy's lines, in force where and when the promotion takes place."""

    fewest_positive_households: int
    widest_interval: float
    recall_margin: float
    parity_households: int

    @classmethod
    def of(cls, policy: Policy, region_code: str | None, on: dt.date) -> Lines:
        """Raises PolicyError where a line has no value on the day."""

        def value(name: str) -> float:
            return policy.value(f"promotion_{name}", region_code, on)

        return cls(
            int(value("fewest_positive_households")),
            value("widest_interval"),
            value("recall_margin"),
            int(value("parity_households")),
        )


@dataclass(frozen=True)
class Evidence:
    """What is known of a version.

    Attributes:
        card: None where it can't be read; `card_problem` says why.
        model_problem: why the model can't be used with this installation's features; None where it can.
        fingerprint: of the model's features.
        parity: None where the model can't be used.
        against: the comparison with the champion on the same rows; None where there is no champion.
    """

    name: str
    version: str
    card: Card | None
    card_problem: str | None
    fingerprint: str | None
    model_problem: str | None
    parity: Parity | None
    against: Against | None


def examined(evidence: Evidence, approval: Approval, lines: Lines) -> list[Finding]:
    """Every check, in order; one that depends on a card that is not there fails with it."""
    findings = [person(approval), card_is_its_own(evidence), features_are_the_same(evidence)]
    card = evidence.card
    if card is not None:
        findings += [
            nothing_leaks(card),
            *([] if evidence.parity is None else [answers_agree(evidence.parity)]),
            positives_suffice(card, lines),
            beats_chance(card),
            beats_todays_ways(card, lines),
            holds_against_the_champion(evidence.against, lines),
            calibrated(card),
            fair(card),
        ]
    return [_accepted(one, approval.accepted) for one in findings]


def refused(findings: Iterable[Finding], despite: Iterable[Check]) -> list[Finding]:
    """The failed checks that stand against a promotion, overridden ones left out."""
    overridden = OVERRIDABLE & set(despite)
    return [one for one in findings if not one.passed and one.check not in overridden]


def person(approval: Approval) -> Finding:
    named = any(letter.isalpha() for letter in approval.approver) and bool(approval.reason.strip())
    return Finding(
        Check.PERSON,
        named,
        Bilingual("已写明", "both are given") if named else Bilingual("没有写明", "one of them is missing"),
        Bilingual("批准人姓名与理由", "the approver's name and a reason"),
        Bilingual("写明 --approver 与 --reason", "give --approver and --reason"),
    )


def card_is_its_own(evidence: Evidence) -> Finding:
    card = evidence.card
    to_do = Bilingual("重新训练以生成模型卡", "train again, which writes the card")
    if card is None:
        found = Bilingual(f"没有可读的模型卡：{evidence.card_problem}", f"no card can be read: {evidence.card_problem}")
    else:
        found = Bilingual(
            f"{card.model.name} 第 {card.model.version} 版的模型卡",
            f"the card of {card.model.name} {card.model.version}",
        )
    its_own = card is not None and (card.model.name, card.model.version) == (evidence.name, evidence.version)
    needed = Bilingual(
        f"{evidence.name} 第 {evidence.version} 版的模型卡", f"the card of {evidence.name} {evidence.version}"
    )
    return Finding(Check.CARD, its_own, found, needed, to_do)


def features_are_the_same(evidence: Evidence) -> Finding:
    told = evidence.card.model.fingerprint if evidence.card else None
    same = evidence.model_problem is None and told in (None, evidence.fingerprint)
    if evidence.model_problem is not None:
        found = Bilingual(f"模型不能使用：{evidence.model_problem}", f"it can't be used: {evidence.model_problem}")
    else:
        found = Bilingual(
            f"模型 {evidence.fingerprint}，模型卡 {told}", f"model {evidence.fingerprint}, card {told or 'none'}"
        )
    return Finding(
        Check.FEATURES,
        same,
        found,
        Bilingual("模型、模型卡与本系统三者一致", "model, card and this installation agree"),
        Bilingual("用本版本重新训练", "train again with this version of fanpin"),
    )


def nothing_leaks(card: Card) -> Finding:
    proof = card.leak_proof
    return Finding(
        Check.LEAK,
        proof.passed and proof.households > 0 and len(proof.days) > 0,
        Bilingual(
            f"{'通过' if proof.passed else '未通过'}：{proof.households} 户，{len(proof.days)} 个日期",
            f"{'passed' if proof.passed else 'failed'} on {proof.households} households and {len(proof.days)} days",
        ),
        Bilingual("至少一户一日，且全部不变", "at least one household and day, and no change in any"),
        Bilingual("运行 fanpin verify-no-leak 查出特征", "run fanpin verify-no-leak, which names the feature"),
    )


def answers_agree(parity: Parity) -> Finding:
    agree = parity.households > 0 and not parity.differences
    columns = ", ".join(sorted(set(parity.differences)))
    return Finding(
        Check.PARITY,
        agree,
        Bilingual(
            f"{parity.as_of} 抽检 {parity.households} 户，{len(parity.differences)} 处不同"
            + (f"：{columns}" if columns else ""),
            f"{parity.households} households drawn as of {parity.as_of}, {len(parity.differences)} differences"
            + (f" in {columns}" if columns else ""),
        ),
        Bilingual("至少抽检一户，逐位相同", "at least one household, the same to the last bit"),
        Bilingual("请把此情况报告给维护人员", "report this to whoever maintains fanpin"),
    )


def positives_suffice(card: Card, lines: Lines) -> Finding:
    recall = card.quality.recall_at_capacity
    width = None if recall.low is None or recall.high is None else recall.high - recall.low
    enough = card.positives.households >= lines.fewest_positive_households
    narrow = width is not None and width <= lines.widest_interval
    shown = "—" if width is None else f"{width:.3f}"
    return Finding(
        Check.POSITIVES,
        enough and narrow,
        Bilingual(
            f"检验期阳性 {card.positives.households} 户，查全率区间宽 {shown}",
            f"{card.positives.households} positive households, the interval of recall is {shown} wide",
        ),
        Bilingual(
            f"至少 {lines.fewest_positive_households} 户，宽度不超过 {lines.widest_interval:g}",
            f"at least {lines.fewest_positive_households} households, no wider than {lines.widest_interval:g}",
        ),
        Bilingual("积累更多月份后再训练", "collect more months, then train again"),
    )


def beats_chance(card: Card) -> Finding:
    auc = card.quality.auc
    drawn = card.quality.opponents.get(RANDOM)
    passed = (auc.low or 0) > 0.5 and (drawn is None or (drawn.difference.low or 0) > 0)
    than_random = (
        Bilingual("", "")
        if drawn is None
        else Bilingual(
            f"，比随机名单多 {_told(drawn.difference)}", f", recall over a random list {_told(drawn.difference)}"
        )
    )
    return Finding(
        Check.CHANCE,
        passed,
        Bilingual(f"AUC {_told(auc)}", f"AUC {_told(auc)}").and_also(than_random),
        Bilingual(
            "AUC 区间下限高于 0.5，且确实多于随机名单", "AUC's interval above 0.5, and recall above a random list's"
        ),
        Bilingual("核对结局与特征是否对应", "check that outcomes and features belong together"),
    )


def beats_todays_ways(card: Card, lines: Lines) -> Finding:
    """Above every way of today by value, and not below by more than the margin; no learned opponent clearly better."""
    behind = []
    for method, opponent in card.quality.opponents.items():
        told = opponent.difference
        if told.value is None or told.low is None or told.high is None:
            clearly_better = method not in LEARNED
        elif method in LEARNED:
            clearly_better = told.high < 0
        else:
            clearly_better = told.value <= 0 or told.low < -lines.recall_margin
        if clearly_better:
            behind.append((opponent, told))
    against = len(card.quality.opponents)
    found = Bilingual(
        f"与 {against} 种做法相比，未胜过 {len(behind)} 种"
        + "".join(f"；{one.name.zh} {_told(by)}" for one, by in behind[:3]),
        f"of {against} ways compared, {len(behind)} are not beaten"
        + "".join(f"; {one.name.en} {_told(by)}" for one, by in behind[:3]),
    )
    return Finding(
        Check.OPPONENTS,
        against > 0 and not behind,
        found,
        Bilingual(
            f"同等走访量下查全率高于各现行做法，区间下限不低于 -{lines.recall_margin:g}",
            f"more recall at capacity than each way of today, lower end not below -{lines.recall_margin:g}",
        ),
        Bilingual("暂用现行做法，积累数据后再训练", "stay with today's way, and train again with more months"),
    )


def holds_against_the_champion(against: Against | None, lines: Lines) -> Finding:
    needed = Bilingual(
        f"同一批住户上的查全率，区间下限不低于 -{lines.recall_margin:g}",
        f"recall on the same rows, lower end of the difference not below -{lines.recall_margin:g}",
    )
    if against is None:
        return Finding(Check.CHAMPION, True, Bilingual("还没有现用模型", "there is no champion yet"), needed)
    to_do = Bilingual("保留现用模型，或说明为何仍要更换", "keep the champion, or say why it should go all the same")
    if against.problem is not None:
        return Finding(Check.CHAMPION, False, against.problem, needed, to_do)
    enough = against.positive_households >= lines.fewest_positive_households
    found = Bilingual(
        f"与第 {against.champion} 版相比 {_range(*against.difference)}，共同的阳性 {against.positive_households} 户",
        f"against version {against.champion} {_range(*against.difference)}, {against.positive_households} positive "
        "households in common",
    )
    return Finding(Check.CHAMPION, enough and against.difference[1] >= -lines.recall_margin, found, needed, to_do)


def calibrated(card: Card) -> Finding:
    verdict = card.calibration.verdict
    return Finding(
        Check.CALIBRATION,
        verdict is Verdict.WITHIN,
        Bilingual(f"{verdict.zh}：{card.calibration.why.zh}", f"{verdict.en}: {card.calibration.why.en}"),
        Bilingual(Verdict.WITHIN.zh, Verdict.WITHIN.en),
        Bilingual("运行 fanpin recalibrate", "run fanpin recalibrate"),
        acceptable=(Check.CALIBRATION.value,) if verdict is Verdict.INSUFFICIENT else (),
    )


def fair(card: Card) -> Finding:
    """No verdict outside the bounds; what there is too little evidence of has to be accepted by name."""
    verdicts = card.fairness.verdicts
    outside = [one for one in verdicts if one.verdict is Verdict.OUTSIDE]
    unknown = [one for one in verdicts if one.verdict is Verdict.INSUFFICIENT]
    # A card that judges no group has shown nothing.
    names = tuple(dict.fromkeys(_grouping(one) for one in unknown)) if verdicts else (Check.FAIRNESS.value,)
    found = Bilingual(
        f"{len(verdicts)} 项判定，超出范围 {len(outside)} 项{_named(outside, zh=True)}，证据不足 {len(unknown)} 项",
        f"{len(verdicts)} verdicts, {len(outside)} outside{_named(outside, zh=False)}, {len(unknown)} without enough "
        "evidence",
    )
    return Finding(
        Check.FAIRNESS,
        bool(verdicts) and not outside and not unknown,
        found,
        Bilingual("全部在范围内；证据不足的逐项接受", "all within; what lacks evidence accepted by name"),
        Bilingual("查看模型卡的公平性部分", "look at the fairness part of the card"),
        acceptable=() if outside else names,
    )


def _accepted(finding: Finding, accepted: frozenset[str]) -> Finding:
    """The finding, passed when everything that lacks evidence was accepted by name."""
    if finding.passed or not finding.acceptable:
        return finding
    taken = tuple(one for one in finding.acceptable if one in accepted or set(one.split("+")) <= accepted)
    left = tuple(one for one in finding.acceptable if one not in taken)
    if not left:
        return replace(finding, passed=True, accepted=taken)
    words = sorted({part for one in left for part in one.split("+")})
    command = " ".join(f"--accept {word}" for word in words)
    to_do = Bilingual(f"如接受证据不足：{command}", f"to accept that the evidence is missing: {command}")
    return replace(finding, to_do=to_do, accepted=taken)


def _grouping(verdict: GroupVerdict) -> str:
    return "+".join(verdict.groups)


def _named(verdicts: list[GroupVerdict], *, zh: bool) -> str:
    if not verdicts:
        return ""
    shown = [f"{one.name.zh} {one.metric_name.zh}" if zh else f"{one.name.en} {one.metric_name.en}" for one in verdicts]
    more = ("等" if zh else ", …") if len(shown) > 3 else ""
    return f"（{'、'.join(shown[:3])}{more}）" if zh else f" ({', '.join(shown[:3])}{more})"


def _told(interval: Interval) -> str:
    if interval.value is None or interval.low is None or interval.high is None:
        return "—"
    return _range(interval.value, interval.low, interval.high)


def _range(value: float, low: float, high: float) -> str:
    return f"{value:.3f} ({low:.3f}, {high:.3f})"
