"""What an office expects where records are incomplete, doubled or contradictory."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from features.frame.fingerprint import fingerprint
from features.policy.loading import Policy, PolicyError
from features.records.gate import Records
from features.registry import declarations
from features.triggers.evaluating import trigger_frame
from tests.drawn_tables import POLICY, drawn, value
from training.contenders.registry import CONTENDERS
from training.settings import Experiment

AS_OF = "2024-06-30"


def rules(**tables: pl.DataFrame) -> set[str]:
    index = pl.DataFrame({"household_id": ["H1"], "as_of": [dt.date(2024, 6, 30)]})
    row = trigger_frame(Records(tables), index, POLICY).row(0, named=True)
    return {name.removeprefix("trigger.") for name, hit in row.items() if name.startswith("trigger.") and hit}


def test_a_household_of_unknown_ages_is_not_told_to_be_elders_only() -> None:
    unknown = drawn("members", "event_date | person_id | listing | birth_month\n2023-12-31 | P1 | full | ")
    assert value("elders_only", AS_OF, members=unknown) is None


def test_a_household_of_unknown_labour_is_not_told_to_have_none() -> None:
    unknown = drawn("members", "event_date | person_id | listing | labour\n2023-12-31 | P1 | full | ")
    assert value("household_without_labour", AS_OF, members=unknown) is None
    assert value("labour_share", AS_OF, members=unknown) is None


def test_a_death_told_by_two_departments_is_one_death() -> None:
    told = """
        record_id | event_date | person_id | listing | left_on    | left_reason
        police    | 2024-03-10 | P1        | change  | 2024-03-10 | died
        roster    | 2024-03-31 | P1        | change  | 2024-03-10 | died
    """
    assert value("deaths_12m", AS_OF, members=drawn("members", told)) == 1


def test_a_change_of_one_thing_leaves_the_rest_known() -> None:
    told = """
        event_date | person_id | listing | birth_month | labour   | chronic
        2023-12-31 | P1        | full    | 1980-01-01  | ordinary | no
        2024-03-10 | P1        | change  |             |          | yes
    """
    assert value("people_with_labour", AS_OF, members=drawn("members", told)) == 1


def test_wages_of_a_household_known_to_be_out_of_work_are_nothing() -> None:
    ended = "event_date | person_id | started_on | ended_on | monthly_wage_yuan\n2024-01-01 | P1 | 2023-01-01 | 2024-06-01 | 4000"
    assert value("people_working", AS_OF, employment=drawn("employment", ended)) == 0
    assert value("monthly_wages_now", AS_OF, employment=drawn("employment", ended)) == 0


@pytest.mark.parametrize("other", ["insurance_payout | 9000 | 12", "compliant_self_paid | 500 | 12"])
def test_what_is_no_income_does_not_hide_the_income(other: str) -> None:
    rows = f"event_date | category | amount_yuan | period_months\n2023-12-31 | wage | 30000 | 12\n2024-02-28 | {other}"
    assert value("net_income_year", AS_OF, income=drawn("income", rows)) == 30000


def test_figures_of_two_calibers_are_not_added() -> None:
    rows = "event_date | category | amount_yuan | period_months | caliber\n2023-12-31 | wage | 30000 | 12 | national\n2023-12-31 | wage | 21000 | 12 | dibao"
    assert value("wage_year", AS_OF, income=drawn("income", rows)) == 30000


def test_a_pupils_aid_does_not_pay_for_college() -> None:
    rows = "event_date | person_id | stage | status | cost_yuan | aid_yuan\n2023-09-01 | P1 | college | enrolled | 12001 | 0\n2023-09-01 | P2 | primary | enrolled | 0 | 2500"
    assert "education_cost" in rules(education=drawn("education", rows))


@pytest.mark.parametrize(
    ("kind", "rule"), [("business_failure", "project_failure"), ("disaster_flood", "disaster_loss")]
)
def test_an_event_whose_loss_nobody_states_is_an_event(kind: str, rule: str) -> None:
    assert rule in rules(shocks=drawn("shocks", f"event_date | kind | loss_yuan\n2024-05-01 | {kind} | "))


def test_a_bill_without_its_whole_amount_does_not_make_the_reimbursed_share_negative() -> None:
    rows = "event_date | person_id | setting | total_yuan | self_paid_yuan\n2024-05-01 | P1 | inpatient | 1000 | 200\n2024-05-02 | P1 | inpatient |  | 3000"
    assert value("reimbursed_share_12m", AS_OF, illness=drawn("illness", rows)) in (None, pytest.approx(0.8))


def test_work_months_that_fell_by_exactly_the_line_hit_the_rule() -> None:
    # 8.1 person-months before, 2.1 since: six less. As floats 10.2 - 2 * 2.1 is 5.999999999999999.
    spells = """
        event_date | person_id | started_on | ended_on
        2020-01-01 | P1        | 2020-01-01 | 2023-12-30
        2023-07-01 | P2        | 2023-07-01 | 2023-09-02
        2024-01-01 | P3        | 2024-01-01 | 2024-03-05
    """
    employment = drawn("employment", spells)
    assert value("months_worked_12m", AS_OF, employment=employment) == 10.2
    assert value("months_worked_6m", AS_OF, employment=employment) == 2.1
    assert "fewer_work_months" in rules(employment=employment)


def test_the_fingerprint_covers_the_words_that_a_definition_uses(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint(["oldest_open_hazard"])
    declared = declarations.features()["oldest_open_hazard"]
    # The same text of the function over another UNSAFE.
    changed = replace(declared, source=declared.source.replace("['C', 'D']", "['D']"))
    assert changed != declared
    monkeypatch.setattr(declarations, "features", lambda: {"oldest_open_hazard": changed})
    assert fingerprint(["oldest_open_hazard"]) != before


POLICY_FILE = """
line:
  unit: yuan
  meaning: {zh: 线, en: line}
  steps:
    - {from: 2021-01-01, value: 6000, scope: "", source: a notice of the county, status: sourced}
"""


@pytest.mark.parametrize(
    "more",
    [
        "    - {from: 2022-01-01 00:00:00, value: 7000, scope: '99', source: a notice of the county, status: sourced}\n",
        "    - {from: 2022-01-01, value: .nan, scope: '', source: a notice of the county, status: sourced}\n",
        "    - {from: 2022-01-01, value: .inf, scope: '', source: a notice of the county, status: sourced}\n",
        POLICY_FILE.replace("6000", "1"),  # the same name twice in one file
    ],
)
def test_what_can_not_be_a_step_is_refused(tmp_path: Path, more: str) -> None:
    (tmp_path / "line.yaml").write_text(POLICY_FILE + more, encoding="utf-8")
    with pytest.raises(PolicyError):
        Policy.load(tmp_path)


def test_a_policy_file_that_is_a_list_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "line.yaml").write_text("- a\n- b\n", encoding="utf-8")
    with pytest.raises(PolicyError, match=r"line\.yaml"):
        Policy.load(tmp_path)


def test_an_empty_scope_is_the_whole_country(tmp_path: Path) -> None:
    step = "    - {from: 2022-01-01, value: 7000, scope: , source: a notice of the county, status: sourced}\n"
    (tmp_path / "line.yaml").write_text(POLICY_FILE + step, encoding="utf-8")
    assert Policy.load(tmp_path).value("line", "990101001001", dt.date(2023, 1, 1)) == 7000


def test_an_income_that_nobody_states_orders_nobody() -> None:
    nobody = pl.DataFrame(
        {"net_income_per_person": [None, None], "label": [1, 0]},
        schema={"net_income_per_person": pl.Float32, "label": pl.Int8},
    )
    fitted = CONTENDERS["income"].fit(nobody, nobody, Experiment.load())
    assert len(set(fitted.scores(nobody).tolist())) == 1
