"""What measures would do to a score, in words, Chinese first: always as the model's sensitivity, never as a promise."""

from __future__ import annotations

from collections.abc import Iterator

from features.bilingual import Bilingual
from models.bands import RiskBand
from models.targets import TargetKind
from models.what_if.effects import Effect, WhatIf
from models.wording import NOT_A_STATUS

NO_PROMISE = Bilingual(
    "以下数字是模型的敏感程度，不是措施的承诺效果：假设措施已在当日登记入各部门台账，其他记录不变，看模型的可能性变化多少",
    "These figures are the model's sensitivity, not a promised effect: the measure is supposed to be in the departments' registers "
    "that day, everything else stays, and the model is asked again",
)
NEVER_WITHHELD = Bilingual(
    "可能性上升不是措施有害：过去享受这项措施的户往往本来就困难，模型只看到两者常在一起；符合条件的，不得因此不办",
    "A rise does not say that the measure harms: who had it in the past was often in hardship already, and the model only sees that they "
    "go together. A measure is never withheld for it",
)
FEASIBLE = Bilingual(
    "按记录条件具备的措施（能不能办，由部门核定）",
    "Feasible on what is recorded; whether it is granted the department decides",
)
NONE_FEASIBLE = Bilingual("按现有记录，没有条件具备的措施", "No measure is feasible on what is recorded")
UNMOVED = 0.0005
"""Half a tenth of a point of probability: less is not told as a change."""


def what_if_in_words(answer: WhatIf) -> list[str]:
    """Lines about one household's measures."""
    now = answer.assessed.household
    months, event, band = now["horizon_months"], TargetKind(now["target"]), RiskBand(now["band"])
    chance = f"{now['probability'] * 100:.1f}%"
    feasible, others = list(answer.effects.feasible), list(answer.effects.not_feasible)
    lines = [
        f"户 {now['household_id']}（{now['region_code']}），截至 {now['as_of']}",
        f"未来{months}个月{event.zh}的可能性：{chance}（{band.zh}风险档） | probability of being {event.en} within {months} months: "
        f"{chance} ({band.en} band)",
        "",
        str(NO_PROMISE),
        "",
        str(FEASIBLE if feasible else NONE_FEASIBLE),
    ]
    for position, effect in enumerate(feasible, start=1):
        lines += _feasible(position, effect, now["probability"], band)
    if any((effect.probability or 0.0) - now["probability"] >= UNMOVED for effect in feasible):
        lines += ["", str(NEVER_WITHHELD)]
    if others:
        lines += ["", "条件不具备的（不计算） | Not feasible, and not computed:"]
        lines += [line for effect in others for line in _not_feasible(effect)]
    return [*lines, "", f"模型 {now['model']} 第 {now['model_version']} 版", *NOT_A_STATUS]


def _feasible(position: int, effect: Effect, before: float, band: RiskBand) -> Iterator[str]:
    after, after_band = effect.probability or 0.0, effect.band or band
    measure, chances = effect.measure, f"{before * 100:.1f}% → {after * 100:.1f}%"
    moved = moved_in_words(after - before)
    bands = Bilingual(f"{band.zh}风险档", f"{band.en} band")
    if after_band is not band:
        bands = Bilingual(f"{band.zh} → {after_band.zh}风险档", f"{band.en} → {after_band.en} band")
    yield f"{position}. {measure.meaning.zh}（{measure.department.zh}）：{effect.sentence.zh}"
    yield f"   可能性 {chances}，{moved.zh}；{bands.zh}"
    yield f"   {measure.meaning.en} ({measure.department.en}): {effect.sentence.en}"
    yield f"   {chances}, {moved.en}; {bands.en}"


def moved_in_words(by: float) -> Bilingual:
    points = f"{abs(by) * 100:.1f}"
    if abs(by) < UNMOVED:
        return Bilingual("基本不变", "hardly moves")
    zh, en = ("下降", "down") if by < 0 else ("上升", "up")
    return Bilingual(f"{zh}{points}个百分点", f"{en} {points} points")


def _not_feasible(effect: Effect) -> Iterator[str]:
    measure = effect.measure
    yield f"- {measure.meaning.zh}（{measure.department.zh}）：{effect.sentence.zh}"
    yield f"  {measure.meaning.en}: not feasible: {effect.sentence.en}"
