"""Hits in words, rules as features, and the rules that put a household on the list by themselves."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from features.frame import feature_frame, index_of
from features.frame.fingerprint import fingerprint
from features.policy.loading import Policy
from features.records.gate import Records
from features.registry import features
from features.rules import RuleDeclarationError, any_such
from features.triggers.asking import ASK, LOOK
from features.triggers.declaring import latest_of, trigger
from features.triggers.evaluating import screen, trigger_policy
from features.triggers.including import must_include
from features.triggers.rules import TRIGGERS
from features.triggers.wording import hit_in_words, severe_in_words
from features.vocabulary import Department, RiskType
from tests.drawn_tables import POLICY, drawn
from tests.features.drawn_records import index, some_records

SINCE = dt.date(2026, 3, 4)


def in_words(name: str, value: float, threshold: float) -> tuple[str, str]:
    words = hit_in_words({"trigger": name, "value": value, "threshold": threshold, "since": SINCE})
    return words.zh, words.en


def test_a_hit_is_told_with_value_line_and_day() -> None:
    assert in_words("inpatient_self_paid", 23400, 5000) == (
        "医保：年度住院自付 23,400元，达到预警线 5,000元（自 2026-03-04 起）",
        "medical insurance: In-patient bills paid by the household in 12 months: 23,400 yuan, at or above the line of 5,000 yuan "
        "(since 2026-03-04)",
    )
    assert (
        in_words("income_drop", 0.42, 0.3)[0] == "乡村振兴：纯收入比上一年减少 42%，达到预警线 30%（自 2026-03-04 起）"
    )
    assert (
        in_words("income_low", 9000, 12412)[0]
        == "乡村振兴：人均纯收入 9,000元，不高于预警线 12,412元（自 2026-03-04 起）"
    )


def test_any_such_event_has_no_line_to_tell() -> None:
    assert in_words("new_major_disease", 1, 1)[0] == "卫健：近6个月新确诊大病人数 1人（自 2026-03-04 起）"
    assert in_words("zero_employment", 1, 1)[0] == "人社：有劳动力但无人就业（自 2026-03-04 起）"


def hit(name: str, severity: int) -> dict[str, object]:
    return {"trigger": name, "value": 1, "threshold": 1, "since": SINCE, "severity": severity}


def test_severe_rules_are_told_with_what_to_ask_the_most_severe_first() -> None:
    first, second = severe_in_words([hit("new_major_disease", 1), hit("zero_employment", 0), hit("dropped_out", 3)])
    assert first["zh"] == "教育：义务教育阶段疑似辍学人数 1人（自 2026-03-04 起）"
    assert "孩子现在在哪、为什么没上学" in first["ask_zh"]
    assert (second["zh"], second["en"]) == in_words("new_major_disease", 1, 1)
    assert severe_in_words([hit("zero_employment", 0)]) == []


def test_of_every_rule_and_no_other_it_is_said_what_to_ask() -> None:
    assert list(ASK) == [one.name for one in TRIGGERS]
    assert all(ask.zh[0] in "问看" and ask.en.split()[0] in ("Ask", "Look") for ask in ASK.values())


def test_a_kept_hit_of_a_rule_that_is_gone_is_told_as_it_was_kept() -> None:
    (told,) = severe_in_words([{**hit("a_rule_of_before", 1), "zh": "旧规则", "en": "an old rule"}])
    assert (told["zh"], told["en"], told["ask_zh"]) == ("旧规则", "an old rule", LOOK.zh)


@pytest.mark.parametrize("one", TRIGGERS, ids=lambda one: one.name)
def test_every_rule_is_declared_whole_and_told(one) -> None:
    zh, en = in_words(one.name, 2.0, 1.0)
    assert zh.startswith(one.department.zh)
    assert str(SINCE) in zh
    assert str(SINCE) in en
    assert len(one.source.split()) >= 4
    assert one.reads_the_label is (one.feature not in features())


def test_the_policy_of_the_rules_exists() -> None:
    assert trigger_policy() <= set(Policy.load().values)
    assert {"income_drop_share", "water_litres_per_day"} <= trigger_policy()


def test_a_rule_without_a_meaning_says_what_to_write() -> None:
    def silent():
        return any_such("dropped_out")

    declare = trigger(
        Department.EDUCATION, unit="persons", risk_type=RiskType.EDUCATION, source="", since=latest_of("dropped_out")
    )
    with pytest.raises(RuleDeclarationError, match=r"trigger silent needs a meaning: .*; a source"):
        declare(silent)


def test_a_rule_that_asks_what_a_feature_tells_already_is_that_feature() -> None:
    by_name = {one.name: one.feature for one in TRIGGERS}
    assert by_name["zero_employment"] == "zero_employment"
    # It speaks of lifted-out households only, so it says something of its own.
    assert by_name["uninsured"] == "screened_uninsured"
    assert "screened_zero_employment" not in features()


def test_each_rule_is_a_feature_and_says_what_the_screening_says() -> None:
    frame = feature_frame(Records(some_records()), index(), POLICY)
    rows = screen(Records(some_records()), index(), POLICY)
    may_be = [one for one in TRIGGERS if not one.reads_the_label]
    for one in may_be:
        assert frame[one.feature].to_list() == rows.filter(trigger=one.name)["hit"].cast(pl.Float64).to_list(), one.name


def test_a_changed_rule_changes_the_fingerprint_of_its_feature() -> None:
    assert "compared(" in features()["screened_income_drop"].source
    assert fingerprint(["screened_income_drop"]) != fingerprint(["screened_income_low"])


def test_what_the_policy_marks_is_included_whatever_its_score(tmp_path: Path) -> None:
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy" / "ours.yaml").write_text(
        """
must_include_dropped_out:
  meaning: {zh: 疑似辍学户必列, en: Households with a suspected drop-out are always listed}
  steps:
    - {from: 2020-01-01, value: 0, scope: "", source: "Notice of the county of this test, 2020", status: sourced}
    - {from: 2024-06-30, value: 2, scope: "", source: "Notice of the county of this test, 2024", status: sourced}
""",
        encoding="utf-8",
    )
    policy = Policy.load(county=tmp_path)
    left = "household_id | event_date | person_id | stage | status\nH1 | 2024-06-01 | P1 | junior | dropped_out"
    flood = "household_id | event_date | kind\nH2 | 2024-06-01 | disaster_flood"
    records = Records({"education": drawn("education", left), "shocks": drawn("shocks", flood)})

    def included(day: str) -> list[tuple[str, list[str], int, dt.date]]:
        rows = screen(records, index_of(["H1", "H2"], dt.date.fromisoformat(day)), policy)
        return must_include(rows, policy).select("household_id", "triggers", "severity", "hit_since").rows()

    assert included("2024-06-29") == []
    assert included("2024-06-30") == [("H1", ["dropped_out"], 2, dt.date(2024, 6, 1))]
