"""What a retraining ends with: the last line invites to nothing that the gate would refuse."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from features.bilingual import Bilingual
from models.promotions.checks import Check, Finding
from training.retraining.retrain import Retrained
from training.retraining.summary import summary


@dataclass(frozen=True)
class Version:
    name: str = "fanpin-entry"
    version: str = "7"


def finding(check: Check, *, passed: bool = True, acceptable: tuple[str, ...] = ()) -> Finding:
    words = Bilingual("……", "…")
    return Finding(check, passed, words, words, acceptable=acceptable)


PASSED = [finding(Check.CARD), finding(Check.CHANCE)]


def done(gate: list[Finding] | None = PASSED, *, challenger: bool = True, champion: str | None = "6") -> Retrained:
    return Retrained(
        key="k",
        version=Version(),  # type: ignore[arg-type]
        champion=champion,
        report={"choice": {"challenger": challenger}},
        watched=None,
        why_not_watched=None,
        gate=gate,
        why_not_asked="策略缺值 | no value" if gate is None else None,
    )


def test_a_challenger_that_the_gate_would_pass_is_for_a_named_person_to_decide() -> None:
    lines = "\n".join(summary(done()))
    assert "候选：fanpin-entry 第7版" in lines
    assert "现用第6版" in lines
    assert 'fanpin promote 7 --model fanpin-entry --approver "…" --reason "…"' in lines
    assert "--accept" not in lines


def test_missing_evidence_that_may_be_accepted_stands_in_the_command() -> None:
    gate = [*PASSED, finding(Check.FAIRNESS, passed=False, acceptable=("relocated", "relocated+sex"))]
    lines = "\n".join(summary(done(gate)))
    assert '--reason "…" --accept relocated --accept sex' in lines
    assert "证据不足" in lines


@pytest.mark.parametrize("check", [Check.CHANCE, Check.OPPONENTS, Check.CARD, Check.POSITIVES])
def test_nobody_is_invited_to_promote_what_the_gate_refuses(check: Check) -> None:
    lines = "\n".join(summary(done([*PASSED, finding(check, passed=False)])))
    assert "--approver" not in lines
    assert f"把关未通过：{check.zh}" in lines
    assert "fanpin promote 7 --model fanpin-entry --check" in lines


def test_the_champion_made_again_is_neither_a_challenger_nor_for_anybody_to_decide() -> None:
    # The same records and settings give the same version: a month without deliveries, or a command given twice.
    for challenger in (True, False):
        lines = "\n".join(summary(done([finding(Check.POSITIVES, passed=False)], challenger=challenger, champion="7")))
        assert "没有变化：fanpin-entry 第7版" in lines
        assert "得到的就是现用模型，没有新版本，无须决定" in lines
        assert not any(word in lines for word in ("候选", "promote", "把关"))


def test_without_a_challenger_there_is_nothing_to_promote() -> None:
    lines = "\n".join(summary(done(PASSED, challenger=False, champion=None)))
    assert "promote" not in lines
    assert "本次没有候选；仅登记：fanpin-entry 第7版" in lines
    assert "尚无现用模型" in lines


def test_a_gate_that_can_not_be_asked_says_why() -> None:
    lines = "\n".join(summary(done(None)))
    assert "把关未能询问 | the gate could not be asked: 策略缺值 | no value" in lines
    assert "--approver" not in lines


def test_the_watch_stands_first() -> None:
    assert summary(replace(done(), why_not_watched="特征已改 | features changed"))[0].startswith("现用模型未能监测")
