"""A card says what the report of its run says, and nothing that the report does not."""

from __future__ import annotations

import json
import math
import re

import pytest

from models.card.page import Language, card_page
from models.card.schema import Card, CardError
from models.card.verdicts import Verdict
from tests.training.drawn_predictions import drawn_predictions
from tests.training.drawn_report import POLICY, SETTINGS, drawn_report
from training.calibration.reporting import calibration_section
from training.card.making import SECTIONS, calibration_of, card_of
from training.card.sentences import NOT_INTENDED
from training.cohorts.maturity import Maturity
from training.fairness.metrics import Metric


def test_every_part_is_that_of_the_report() -> None:
    report = drawn_report()
    card = card_of(report, POLICY)
    recall = report["lists"]["methods"]["model"]["recall@capacity"]
    assert card.quality.recall_at_capacity.model_dump() == pytest.approx(recall)
    advantage = report["lists"]["differences"]["model-logistic"]["recall@capacity"]
    assert card.quality.opponents["logistic"].difference.model_dump() == pytest.approx(advantage)
    assert card.quality.opponents["logistic"].name.zh == "逻辑回归"
    assert set(card.quality.opponents) == {"logistic", "random"}
    assert card.positives.model_dump() == {
        "rows": report["positives"]["test"],
        "households": report["households"]["test"],
    }
    assert card.calibration.verdict.value == report["calibration"]["verdict"]
    assert len(card.fairness.verdicts) == len(report["fairness"]["groups"]) * len(Metric)
    assert card.ships.method == "boosting"
    assert card.cohort.immature[0].rows == 400
    assert card.cohort.immature[0].reason.zh == Maturity.DIED.zh
    assert (str(card.periods.final.first), str(card.periods.final.last), card.periods.final.dates) == (
        "2021-03-31",
        "2022-12-31",
        22,
    )
    assert {domain.name.en: domain.features for domain in card.domains} == {"members": 2, "income": 1}
    assert card.policy.examples[0].meaning.zh == "高风险档可能性下限"


def test_a_card_survives_its_json_and_has_no_version_before_it_is_registered() -> None:
    card = card_of(drawn_report(), POLICY)
    assert card.model.version is None
    assert Card.load(card.dump()) == card
    registered = drawn_report()
    registered["model"] = {**registered["model"], "version": "12"}
    assert card_of(registered, POLICY).model.version == "12"


def test_a_report_read_back_from_its_file_makes_the_same_card() -> None:
    report = drawn_report()
    lists = json.loads(json.dumps(report["lists"]).replace("NaN", "null"))
    assert card_of({**report, "lists": lists}, POLICY) == card_of(report, POLICY)


@pytest.mark.parametrize("missing", SECTIONS)
def test_no_card_is_made_of_a_report_that_leaves_something_out(missing: str) -> None:
    report = drawn_report()
    del report[missing]
    with pytest.raises(CardError, match=missing):
        card_of(report, POLICY)


def test_what_the_rows_cannot_tell_is_null_and_not_a_number() -> None:
    report = drawn_report()
    methods = report["lists"]["methods"]
    nothing = dict.fromkeys(("value", "low", "high"), math.nan)
    lists = {**report["lists"], "methods": {**methods, "model": {**methods["model"], "roc_auc": nothing}}}
    assert card_of({**report, "lists": lists}, POLICY).quality.auc.value is None


def test_limits_tell_of_evidence_that_is_missing_and_of_examples() -> None:
    card = card_of(drawn_report(), POLICY)
    told = " ".join(limit.en for limit in card.limits)
    insufficient = sum(one.verdict is Verdict.INSUFFICIENT for one in card.fairness.verdicts)
    assert f"{insufficient:,} figures are insufficient evidence" in told
    assert "1 policy values are examples" in told
    assert "400 rows" in told


def test_what_lies_outside_is_named_by_what_it_was_parted_by() -> None:
    outside = [{"by": "all", "group": "all"}, {"by": "half_year", "group": "2023H2"}, {"by": "decile", "group": "9"}]
    calibration = {**drawn_report()["calibration"], "because": outside}
    why = card_of(drawn_report(calibration=calibration), POLICY).calibration.why
    assert why.zh.endswith("；超出范围：按半年（预测日期） 2023H2、按预测概率十等分（10为最高） 9。")
    assert why.en.endswith(
        "; outside: half-years of the as-of date 2023H2, tenths of the probability, 10 the highest 9."
    )


def test_the_law_stands_on_every_card() -> None:
    card = card_of(drawn_report(), POLICY)
    assert card.not_intended == NOT_INTENDED
    assert "个人信息保护法第24条" in card_page(card, Language.CHINESE)


@pytest.mark.parametrize("language", list(Language))
def test_a_made_card_has_a_page(language: Language) -> None:
    page = card_page(card_of(drawn_report(), POLICY), language)
    assert not re.search(r"\bnan\b|None|\{\{|Interval\(", page)


def test_a_recalibrated_model_gets_the_new_part_alone() -> None:
    card = card_of(drawn_report(), POLICY)
    shifted = drawn_predictions(households=2_000, base_rate=0.05)
    part = calibration_of(calibration_section(shifted, SETTINGS, POLICY))
    again = card.model_copy(update={"calibration": part})
    assert again.calibration != card.calibration
    assert again.quality == card.quality
