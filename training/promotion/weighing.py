"""Questions that weigh evidence: enough of it, better than the alternatives, calibrated, fair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from features.bilingual import Bilingual
from models.card.verdicts import Verdict
from models.promotions.checks import Check, Finding
from training.promotion.lines import Lines

if TYPE_CHECKING:
    from models.card.schema import Card, GroupVerdict, Interval
    from training.promotion.against import Against

RANDOM = "random"
LEARNED = frozenset({"boosting", "logistic", "scorecard", "explainable_boosting"})
"""Opponents that were learned in the same run: the run chose among them by its own rule. All others are what an office
does without a model."""


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
            f"，比随机名单多 {_interval_text(drawn.difference)}",
            f", recall over a random list {_interval_text(drawn.difference)}",
        )
    )
    return Finding(
        Check.CHANCE,
        passed,
        Bilingual(f"AUC {_interval_text(auc)}", f"AUC {_interval_text(auc)}").and_also(than_random),
        Bilingual(
            "AUC 区间下限高于 0.5，且确实多于随机名单", "AUC's interval above 0.5, and recall above a random list's"
        ),
        Bilingual("核对结局与特征是否对应", "check that outcomes and features belong together"),
    )


def beats_todays_ways(card: Card, lines: Lines) -> Finding:
    """Above every way of today by value, and not below by more than the margin; no learned opponent clearly better."""
    behind = []
    for method, opponent in card.quality.opponents.items():
        difference = opponent.difference
        if difference.value is None or difference.low is None or difference.high is None:
            clearly_better = method not in LEARNED
        elif method in LEARNED:
            clearly_better = difference.high < 0
        else:
            clearly_better = difference.value <= 0 or difference.low < -lines.recall_margin
        if clearly_better:
            behind.append((opponent, difference))
    against = len(card.quality.opponents)
    observed = Bilingual(
        f"与 {against} 种做法相比，未胜过 {len(behind)} 种"
        + "".join(f"；{one.name.zh} {_interval_text(by)}" for one, by in behind[:3]),
        f"of {against} ways compared, {len(behind)} are not beaten"
        + "".join(f"; {one.name.en} {_interval_text(by)}" for one, by in behind[:3]),
    )
    return Finding(
        Check.OPPONENTS,
        against > 0 and not behind,
        observed,
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
        return Finding(Check.CHAMPION, True, Bilingual("没有另一个现用模型", "no other version is champion"), needed)
    to_do = Bilingual("保留现用模型，或说明为何仍要更换", "keep the champion, or say why it should go all the same")
    if against.problem is not None:
        return Finding(Check.CHAMPION, False, against.problem, needed, to_do)
    enough = against.positive_households >= lines.fewest_positive_households
    observed = Bilingual(
        f"与第 {against.champion} 版相比 {_range(*against.difference)}，共同的阳性 {against.positive_households} 户",
        f"against version {against.champion} {_range(*against.difference)}, {against.positive_households} positive "
        "households in common",
    )
    return Finding(Check.CHAMPION, enough and against.difference[1] >= -lines.recall_margin, observed, needed, to_do)


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
    observed = Bilingual(
        f"{len(verdicts)} 项判定，超出范围 {len(outside)} 项{_named(outside, zh=True)}，证据不足 {len(unknown)} 项",
        f"{len(verdicts)} verdicts, {len(outside)} outside{_named(outside, zh=False)}, {len(unknown)} without enough "
        "evidence",
    )
    return Finding(
        Check.FAIRNESS,
        bool(verdicts) and not outside and not unknown,
        observed,
        Bilingual("全部在范围内；证据不足的逐项接受", "all within; what lacks evidence accepted by name"),
        Bilingual("查看模型卡的公平性部分", "look at the fairness part of the card"),
        acceptable=() if outside else names,
    )


def _grouping(verdict: GroupVerdict) -> str:
    return "+".join(verdict.groups)


def _named(verdicts: list[GroupVerdict], *, zh: bool) -> str:
    if not verdicts:
        return ""
    shown = [f"{one.name.zh} {one.metric_name.zh}" if zh else f"{one.name.en} {one.metric_name.en}" for one in verdicts]
    more = ("等" if zh else ", …") if len(shown) > 3 else ""
    return f"（{'、'.join(shown[:3])}{more}）" if zh else f" ({', '.join(shown[:3])}{more})"


def _interval_text(interval: Interval) -> str:
    if interval.value is None or interval.low is None or interval.high is None:
        return "—"
    return _range(interval.value, interval.low, interval.high)


def _range(value: float, low: float, high: float) -> str:
    return f"{value:.3f} ({low:.3f}, {high:.3f})"
