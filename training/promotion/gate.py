"""The gate: what a version's card, its features and a fresh comparison have to show before it may score.

Nothing here looks anything up. Each question is a function of what was found, so that every answer can be drawn in a
test and told in the audit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from features.bilingual import Bilingual
from models.promotions.checks import Approval, Check, Finding
from training.promotion.lines import Lines
from training.promotion.soundness import answers_agree, engines_agree, nothing_leaks, person
from training.promotion.weighing import (
    beats_chance,
    beats_todays_ways,
    calibrated,
    fair,
    holds_against_the_champion,
    positives_suffice,
)

if TYPE_CHECKING:
    from models.card.schema import Card
    from training.promotion.against import Against
    from training.promotion.parity import Parity


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


def examined(evidence: Evidence, approval: Approval, lines: Lines, *, deciding: bool = True) -> list[Finding]:
    """Every check, in order; one that depends on a card that is not there fails with it.

    Args:
        deciding: False where the gate is only asked: nobody has to answer for it yet.
    """
    findings = [*([person(approval)] if deciding else []), card_is_its_own(evidence), features_are_the_same(evidence)]
    card = evidence.card
    if card is not None:
        findings += [
            nothing_leaks(card),
            *([] if evidence.parity is None else [answers_agree(evidence.parity), engines_agree(evidence.parity)]),
            positives_suffice(card, lines),
            beats_chance(card),
            beats_todays_ways(card, lines),
            holds_against_the_champion(evidence.against, lines),
            calibrated(card),
            fair(card),
        ]
    return [_accepted(one, approval.accepted) for one in findings]


def card_is_its_own(evidence: Evidence) -> Finding:
    card = evidence.card
    to_do = Bilingual("重新训练以生成模型卡", "train again, which writes the card")
    if card is None:
        observed = Bilingual(
            f"没有可读的模型卡：{evidence.card_problem}", f"no card can be read: {evidence.card_problem}"
        )
    else:
        observed = Bilingual(
            f"{card.model.name} 第 {card.model.version} 版的模型卡",
            f"the card of {card.model.name} {card.model.version}",
        )
    its_own = card is not None and (card.model.name, card.model.version) == (evidence.name, evidence.version)
    needed = Bilingual(
        f"{evidence.name} 第 {evidence.version} 版的模型卡", f"the card of {evidence.name} {evidence.version}"
    )
    return Finding(Check.CARD, its_own, observed, needed, to_do)


def features_are_the_same(evidence: Evidence) -> Finding:
    on_card = evidence.card.model.fingerprint if evidence.card else None
    same = evidence.model_problem is None and on_card in (None, evidence.fingerprint)
    if evidence.model_problem is not None:
        observed = Bilingual(f"模型不能使用：{evidence.model_problem}", f"it can't be used: {evidence.model_problem}")
    else:
        observed = Bilingual(
            f"模型 {evidence.fingerprint}，模型卡 {on_card}", f"model {evidence.fingerprint}, card {on_card or 'none'}"
        )
    return Finding(
        Check.FEATURES,
        same,
        observed,
        Bilingual("模型、模型卡与本系统三者一致", "model, card and this installation agree"),
        Bilingual("用本版本重新训练", "train again with this version of fanpin"),
    )


def to_accept(finding: Finding) -> str:
    """The options that accept what there is too little evidence of; empty where nothing can be accepted."""
    left = {part for one in finding.acceptable if one not in finding.accepted for part in one.split("+")}
    return " ".join(f"--accept {word}" for word in sorted(left))


def _accepted(finding: Finding, accepted: frozenset[str]) -> Finding:
    """The finding, passed when everything that lacks evidence was accepted by name."""
    if finding.passed or not finding.acceptable:
        return finding
    taken = tuple(one for one in finding.acceptable if one in accepted or set(one.split("+")) <= accepted)
    left = tuple(one for one in finding.acceptable if one not in taken)
    if not left:
        return replace(finding, passed=True, accepted=taken)
    words = to_accept(replace(finding, accepted=taken))
    to_do = Bilingual(f"在命令中写明，以接受证据不足：{words}", f"to accept that the evidence is missing: {words}")
    return replace(finding, to_do=to_do, accepted=taken)
