"""The gate, question by question, on drawn cards: what passes, what doesn't, and what the person is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from features.policy.loading import Policy
from models.card.schema import Card
from models.card.verdicts import Verdict
from models.promotions.checks import OVERRIDABLE, Approval, Check, Finding, refused
from tests.models.card.drawn_card import drawn_card, group_verdict, interval, opponent
from training.promotion.against import Against
from training.promotion.gate import Evidence, examined
from training.promotion.lines import Lines
from training.promotion.parity import Parity

ON = dt.date(2026, 3, 31)
FINGERPRINT = "0123456789abcdef"
LINES = Lines(fewest_positive_households=50, widest_interval=0.3, recall_margin=0.05, parity_households=25)
APPROVAL = Approval("张三", "季度更新")
GOOD = Evidence(
    name="fanpin-entry",
    version="7",
    card=drawn_card(),
    card_problem=None,
    fingerprint=FINGERPRINT,
    model_problem=None,
    parity=Parity(ON, 25, (), 1e-14),
    against=Against("6", 180, (0.02, -0.03, 0.07)),
)


def failed(evidence: Evidence = GOOD, approval: Approval = APPROVAL) -> set[str]:
    return {one.check.value for one in refused(examined(evidence, approval, LINES), approval.despite)}


def with_card(**drawn: Any) -> Evidence:
    return replace(GOOD, card=drawn_card(**drawn))


def with_quality(**changes: Any) -> Evidence:
    card = drawn_card()
    return replace(GOOD, card=card.model_copy(update={"quality": card.quality.model_copy(update=changes)}))


def one(findings: list[Finding], check: Check) -> Finding:
    return next(finding for finding in findings if finding.check is check)


def test_a_good_model_passes_every_check_in_order() -> None:
    findings = examined(GOOD, APPROVAL, LINES)
    assert [finding.check for finding in findings] == list(Check)
    assert all(finding.passed for finding in findings)
    assert failed() == set()


@pytest.mark.parametrize(
    ("evidence", "check"),
    [
        (replace(GOOD, card=None, card_problem="no card.json"), "card"),
        (with_card(version="6"), "card"),
        (with_card(version=None), "card"),
        (replace(GOOD, name="fanpin-relapse"), "card"),
        (with_card(fingerprint="fedcba9876543210"), "features"),
        (replace(GOOD, model_problem="trained on other features", fingerprint=None, parity=None), "features"),
        (with_card(proved=False), "leak"),
        (replace(GOOD, parity=Parity(ON, 25, ("probability",), 0.0)), "parity"),
        (replace(GOOD, parity=Parity(ON, 0, (), 0.0)), "parity"),
        (replace(GOOD, parity=Parity(ON, 25, (), 1.1e-5)), "engines"),
        (replace(GOOD, parity=Parity(ON, 25, (), float("inf"))), "engines"),
        (replace(GOOD, parity=Parity(ON, 25, (), float("nan"))), "engines"),
        (with_card(households=49), "positives"),
        (with_quality(recall_at_capacity=interval(0.3, 0.151)), "positives"),
        (with_quality(recall_at_capacity=interval(None)), "positives"),
        (with_quality(auc=interval(0.51, 0.02)), "chance"),
        (with_quality(auc=interval(None)), "chance"),
        (
            with_card(opponents={"random": opponent(interval(0.01, 0.02)), "triggers": opponent(interval(0.1))}),
            "chance",
        ),
        (with_card(opponents={}), "opponents"),
        (with_card(opponents={"triggers": opponent(interval(0.0, 0.01))}), "opponents"),
        (with_card(opponents={"triggers": opponent(interval(0.02, 0.08))}), "opponents"),
        (with_card(opponents={"triggers": opponent(interval(None))}), "opponents"),
        (
            with_card(opponents={"triggers": opponent(interval(0.1)), "logistic": opponent(interval(-0.05))}),
            "opponents",
        ),
        (replace(GOOD, against=Against("6", 180, (0.0, -0.051, 0.05))), "champion"),
        (replace(GOOD, against=Against("6", 49, (0.2, 0.1, 0.3))), "champion"),
        (replace(GOOD, against=Against.impossible("6", "没有保存", "not kept")), "champion"),
        (with_card(calibration=Verdict.OUTSIDE), "calibration"),
        (with_card(calibration=Verdict.INSUFFICIENT), "calibration"),
        (with_card(verdicts=()), "fairness"),
        (with_card(verdicts=(group_verdict(verdict=Verdict.OUTSIDE),)), "fairness"),
        (with_card(verdicts=(group_verdict(), group_verdict(verdict=Verdict.INSUFFICIENT))), "fairness"),
    ],
)
def test_each_check_can_refuse_by_itself(evidence: Evidence, check: str) -> None:
    assert failed(evidence) == {check}
    finding = one(examined(evidence, APPROVAL, LINES), Check(check))
    assert finding.to_do is not None
    assert "None" not in f"{finding.observed}{finding.needed}{finding.to_do}" or check == "card"


@pytest.mark.parametrize(
    "evidence",
    [
        replace(GOOD, against=None),
        with_card(households=50),
        with_quality(recall_at_capacity=interval(0.3, 0.149)),
        # The run's own rule chose among what it learned; the gate asks only that none of it is clearly better.
        with_card(opponents={"triggers": opponent(interval(0.1)), "logistic": opponent(interval(-0.01))}),
        with_card(opponents={"triggers": opponent(interval(0.1)), "boosting": opponent(interval(None))}),
        replace(GOOD, against=Against("6", 50, (0.0, -0.05, 0.05))),
        replace(GOOD, parity=Parity(ON, 25, (), 1e-5)),
    ],
)
def test_what_lies_on_the_line_passes(evidence: Evidence) -> None:
    assert failed(evidence) == set()


@pytest.mark.parametrize(
    ("approver", "reason", "passes"),
    [("张三", "季度更新", True), ("", "季度更新", False), ("张三", " ", False), ("13800000000", "季度更新", False)],
)
def test_somebody_answers_for_it_by_name(approver: str, reason: str, passes: bool) -> None:
    assert (failed(approval=Approval(approver, reason)) == set()) is passes


def test_a_check_is_overridden_only_by_its_own_name() -> None:
    few = with_card(households=12, calibration=Verdict.OUTSIDE)
    assert failed(few) == {"positives", "calibration"}
    assert failed(few, replace(APPROVAL, despite=frozenset({Check.POSITIVES}))) == {"calibration"}
    assert failed(few, replace(APPROVAL, despite=frozenset({Check.POSITIVES, Check.CALIBRATION}))) == set()


@pytest.mark.parametrize("check", [check for check in Check if check not in OVERRIDABLE])
def test_what_is_broken_or_missing_can_not_be_overridden(check: Check) -> None:
    broken = {
        Check.PERSON: (GOOD, replace(APPROVAL, approver="")),
        Check.CARD: (with_card(version="6"), APPROVAL),
        Check.FEATURES: (with_card(fingerprint="f" * 16), APPROVAL),
        Check.LEAK: (with_card(proved=False), APPROVAL),
        Check.PARITY: (replace(GOOD, parity=Parity(ON, 25, ("raw_score",), 0.0)), APPROVAL),
        Check.ENGINES: (replace(GOOD, parity=Parity(ON, 25, (), 1e-4)), APPROVAL),
    }
    evidence, approval = broken[check]
    assert failed(evidence, replace(approval, despite=frozenset(Check))) == {check.value}


def test_missing_evidence_is_accepted_group_by_group() -> None:
    pair = group_verdict(verdict=Verdict.INSUFFICIENT).model_copy(
        update={"groups": ("disability", "relocated"), "members": ("yes", "yes")}
    )
    card = drawn_card(verdicts=(group_verdict("township", "990101001", verdict=Verdict.INSUFFICIENT), pair))
    evidence = replace(GOOD, card=card)
    assert failed(evidence) == {"fairness"}
    left = one(examined(evidence, replace(APPROVAL, accepted=frozenset({"township"})), LINES), Check.FAIRNESS)
    assert not left.passed
    assert left.to_do is not None
    assert "--accept disability --accept relocated" in left.to_do.en
    for accepted in ({"township", "disability", "relocated"}, {"township", "disability+relocated"}):
        passed = one(examined(evidence, replace(APPROVAL, accepted=frozenset(accepted)), LINES), Check.FAIRNESS)
        assert passed.passed
        assert passed.accepted == ("township", "disability+relocated")


def test_a_group_outside_the_bounds_can_not_be_accepted_away() -> None:
    verdicts = (group_verdict(verdict=Verdict.OUTSIDE), group_verdict("township", verdict=Verdict.INSUFFICIENT))
    accepted = replace(APPROVAL, accepted=frozenset({"township", "sex_of_head", "fairness"}))
    assert failed(with_card(verdicts=verdicts), accepted) == {"fairness"}
    told = one(examined(with_card(verdicts=verdicts), APPROVAL, LINES), Check.FAIRNESS)
    assert "户主性别：女 查全率" in told.observed.zh
    assert "sex of the head: female recall" in told.observed.en


def test_too_little_to_judge_calibration_by_is_accepted_by_name() -> None:
    unknown = with_card(calibration=Verdict.INSUFFICIENT)
    assert failed(unknown, replace(APPROVAL, accepted=frozenset({"calibration"}))) == set()
    outside = with_card(calibration=Verdict.OUTSIDE)
    assert failed(outside, replace(APPROVAL, accepted=frozenset({"calibration"}))) == {"calibration"}


def test_a_model_of_shuffled_labels_is_refused() -> None:
    """An AUC of one half within its interval, and a list like a random one."""
    card = drawn_card(opponents={name: opponent(interval(0.001, 0.015)) for name in ("random", "triggers")})
    quality = card.quality.model_copy(update={"auc": interval(0.507, 0.03)})
    shuffled: Card = card.model_copy(update={"quality": quality})
    assert "chance" in failed(replace(GOOD, card=shuffled))


def test_the_lines_come_from_policy() -> None:
    lines = Lines.of(Policy.load(), None, ON)
    assert lines.fewest_positive_households >= 10
    assert 0 < lines.recall_margin < lines.widest_interval < 1
    assert lines.parity_households >= 10


def test_asked_without_deciding_nobody_has_to_answer_for_it() -> None:
    findings = examined(GOOD, Approval("", ""), LINES, deciding=False)
    assert [finding.check for finding in findings] == [check for check in Check if check is not Check.PERSON]
    assert refused(findings, ()) == []
