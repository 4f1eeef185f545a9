"""`fanpin features`: the catalogue as people read it, and what holds for every entry."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from features.catalogue.delivered import delivered_by
from features.catalogue.document import document, summary
from features.catalogue.entry import NoSuchFeatureError, domains, entries, entry, strangers
from features.catalogue.example import example_of, households
from features.catalogue.page import render
from features.cli import app
from features.registry import features
from features.registry.wording import COUNTED, UNIT_WORDS, value_in_words
from features.vocabulary import RiskType
from tests.drawn_tables import POLICY

NAMES = sorted(features())
PAGE = Path(__file__).parents[3] / "docs" / "features.md"

NOBODY_DELIVERS: set[str] = set()
"""Columns for which headers.yaml has no header yet. What reads one alone is unknown for every household."""


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "220")


def told(*arguments: str) -> str:
    answer = CliRunner().invoke(app, ["features", *arguments])
    assert answer.exit_code == 0, answer.exception
    return answer.output


# What holds for every feature.


def test_a_meaning_is_one_line_in_each_language() -> None:
    for name, declared in features().items():
        assert not re.search(r"[。.;；|\n]$|\s{2,}", declared.zh), (
            f"{name}: write the Chinese meaning without a full stop at its end"
        )
        assert not re.search(r"[,;:!?]", declared.zh), (
            f"{name}: write Chinese punctuation in the Chinese meaning: ，；：！？"
        )
        assert re.fullmatch(r"[A-Z0-9][^。；，]*[^.]\.", declared.en), (
            f"{name}: write the English meaning as one sentence, capital to full stop"
        )
        assert not re.search(r"\.\s+[A-Z]", declared.en), (
            f"{name}: write the English meaning as one sentence: notes belong in a comment"
        )


def test_a_window_that_a_meaning_tells_is_the_one_that_is_read() -> None:
    """近12个月 is what a window of 12 months reads: a combination tells those of its ingredients."""
    for name in NAMES:
        said, read = set(map(int, re.findall(r"近(\d+)个月", entry(name).feature.zh))), looked_back(name)
        assert said <= read, f"{name}: the meaning says {said}, the definition looks back {read} months"


def looked_back(name: str) -> set[int]:
    one = entry(name)
    return set(one.windows).union(*(looked_back(made_of) for made_of in one.made_of))


def test_the_catalogue_knows_where_each_column_comes_from() -> None:
    unknown = {name: found for name, declared in features().items() if (found := strangers(declared))}
    assert unknown == {}, (
        "the view works these columns out: say in features.catalogue.entry.WORKED_OUT from which columns of its table"
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_feature_has_an_example_that_says_something(name: str) -> None:
    declared = features()[name]
    example = example_of(entry(name), POLICY)
    assert example is not None
    assert example.value not in (None, 0.0, declared.when_no_rows), (
        "no household of features/catalogue/example.yaml has a telling value: add the rows that make one"
    )
    assert declared.view is None or example.rows["counts"].any()


def test_every_unit_has_words() -> None:
    assert {f.unit for f in features().values()} <= {*UNIT_WORDS, "yes/no", "share", "stage"}


def test_a_count_says_what_it_counts() -> None:
    counts = [f for f in features().values() if f.unit == "count"]
    unsaid = [f.name for f in counts if "次" not in f.zh and f.name not in COUNTED]
    assert not unsaid, "write 次数 in the meaning, or in features.registry.wording.COUNTED what is counted"
    assert set(COUNTED) <= {f.name for f in counts}


@pytest.mark.parametrize(
    ("name", "value", "zh", "en"),
    [
        ("admissions_12m", 1, "1次", "1 time"),
        ("admissions_12m", 2, "2次", "2 times"),
        ("people_working", 1, "1人", "1 person"),
        ("measures_underway", 2, "2项", "2 measures"),
        ("self_paid_12m", 1, "1元", "1 yuan"),
        ("most_severe_grade", 2, "2级", "2"),
        ("dwelling_grade", 3, "3", "3"),
    ],
)
def test_a_value_is_said_with_what_it_counts(name: str, value: float, zh: str, en: str) -> None:
    said = value_in_words(features()[name], value)
    assert (said.zh, said.en) == (zh, en)


def test_what_nobody_delivers_is_known() -> None:
    read = {f"{one.table}.{column.name}": column.delivered_by for one in entries() for column in one.columns}
    nobody = {column for column, delivered in read.items() if not delivered}
    assert nobody <= NOBODY_DELIVERS, "give each a header in headers.yaml and land it, or list it here"
    delivered = {column for column in NOBODY_DELIVERS if delivered_by(*column.split("."))}
    assert not delivered, "these are delivered by now: strike them off the list"


def test_the_kinds_of_file_that_fill_a_column_are_found() -> None:
    assert delivered_by("employment", "ended_on") == ("人社 · 农村劳动力就业实名制台账",)
    assert delivered_by("disability", "grade") == ("残联 · 残疾人证办理名单",)
    assert delivered_by("members", "left_on") == ("公安 · 人口自然变动",)
    assert len(delivered_by("housing", "grade")) == 3
    assert "应急 · 灾害损失台账" in delivered_by("housing", "disaster_damage")
    assert delivered_by("employment", "event_date") == ("人社 · 农村劳动力就业实名制台账",)
    assert not delivered_by("housing", "no_such_column")


# As a person reads it.


def test_the_committed_page_is_the_generated_one() -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert written == render(), "Run `fanpin features --format markdown > docs/features.md`."


def test_the_list_names_every_feature_once_with_its_meaning() -> None:
    listed = told()
    for declared in features().values():
        assert len(re.findall(rf"^ ?{declared.name} ", listed, re.MULTILINE)) == 1
        assert declared.zh in listed
    assert f"共 {len(features())} 项" in listed


def test_domain_and_risk_type_choose_a_part() -> None:
    chosen = json.loads(told("--format", "json", "--domain", "illness"))["features"]
    assert [one["name"] for one in chosen] == [f.name for f in features().values() if f.domain == "illness"]
    housing = json.loads(told("--format", "json", "--risk-type", "housing"))["features"]
    assert {one["risk_type"] for one in housing} == {"housing"}
    both = entries(domain="illness", risk_type=RiskType.WATER)
    assert both == []


def test_a_domain_that_does_not_exist_says_which_there_are() -> None:
    with pytest.raises(NoSuchFeatureError, match="members, income"):
        entries(domain="conjured")
    assert list(domains())[:3] == ["members", "income", "illness"]


def test_a_name_that_does_not_exist_gets_the_nearest() -> None:
    answer = CliRunner().invoke(app, ["features", "show", "self_paid_12_m"])
    assert isinstance(answer.exception, NoSuchFeatureError)
    assert "self_paid_12m" in str(answer.exception)
    with pytest.raises(NoSuchFeatureError, match=r"There is no feature zzz\. `fanpin features`"):
        entry("zzz")


def test_one_feature_is_told_in_full() -> None:
    shown = told("show", "dwelling_open")
    declared = features()["dwelling_open"]
    for part in (
        declared.zh,
        declared.en,
        "无记录时为未知 | unknown without a record",
        "因安全住房",
        "remedied_on  整改完成日期",
        "住建 · 农村房屋安全鉴定",
        'OPEN = pl.col("remedied_on").is_null()',
        "def dwelling_open() -> Measure:",
        "= 是 | yes",
    ):
        assert part in shown, part
    assert "check unsafe_house_not_monitored" in told("show", "unsafe_dwelling")


def test_a_rule_that_became_a_feature_shows_the_rule() -> None:
    assert "def medical_burden() -> Condition:" in entry("screened_medical_burden").definition
    assert "def unsafe_dwelling() -> " in entry("unsafe_dwelling").definition
    assert "any_such(" not in entry("unsafe_dwelling").definition


@pytest.mark.parametrize(
    ("name", "zh"),
    [
        ("unsafe_dwelling", "无记录时为未知"),
        ("self_paid_12m", "无记录时为0元"),
        ("dwelling_damaged_12m", "无记录时为否"),
        ("people_with_card", "无记录时为0人"),
    ],
)
def test_nought_and_unknown_are_told_apart(name: str, zh: str) -> None:
    assert entry(name).absence.zh == zh


def test_what_a_view_works_out_is_told_by_what_it_is_made_of() -> None:
    *_, birth_month = entry("children").columns
    assert birth_month.name == "birth_month"
    assert "公安 · 人口自然变动" in birth_month.delivered_by


def test_what_a_feature_is_made_of_and_what_stands_on_it() -> None:
    share, paid = entry("self_paid_to_income"), entry("self_paid_12m")
    assert share.made_of == ("net_income_year", "self_paid_12m")
    assert share.table is None
    assert {"self_paid_to_income", "self_paid_per_person_12m"} <= set(paid.used_by)
    assert "self_paid_to_income" not in share.used_by
    assert "self_paid_against_rural_income" in paid.triggers
    assert "nursing_subsidy_missing" in entry("severe_without_nursing_subsidy").gaps
    assert paid.gaps == ()
    assert paid.made_of == ()
    assert paid.windows == (12,)


@pytest.mark.parametrize(("on", "value"), [("2023-12-31", "7,500"), ("2024-01-01", "8,500")])
def test_policy_values_are_those_of_the_day(on: str, value: str) -> None:
    shown = told("show", "income_to_line", "--on", on)
    assert re.search(rf"monitoring_line  监测范围（人均纯收入）：{value} 元/人·年，自 202\d-01-01，各地 ", shown)
    early = told("show", "income_to_line", "--on", "2019-12-31")
    assert "没有取值 no value" in early


def test_policy_values_are_those_of_the_place() -> None:
    one = entry("income_to_line")
    [everywhere] = one.policy_on(dt.date(2024, 6, 30), None, POLICY)
    assert everywhere.step is not None
    assert everywhere.step.scope == ""


def test_an_example_is_worked_out_on_what_was_known_that_day() -> None:
    """Of the bills below, that of June 2023 is over a year old, and that of 20 June 2024 became known in July."""
    example = example_of(entry("self_paid_12m"), POLICY)
    assert example is not None
    assert example.household.as_of == dt.date(2024, 6, 30)
    assert example.rows["known_date"].max() <= example.household.as_of  # type: ignore[operator]
    counted = example.rows.filter("counts")
    assert example.value == counted["self_paid_yuan"].sum() == 31_600
    left_out = example.rows.filter(~pl.col("counts"))
    assert left_out["event_date"].to_list() == [dt.date(2024, 3, 2), dt.date(2023, 6, 12)]


def test_a_row_that_cannot_tell_does_not_count() -> None:
    """The wife is known to be uninsured; of the grandson nobody wrote it down."""
    example = example_of(entry("uninsured_people"), POLICY)
    assert example is not None
    assert example.value == 1
    assert example.rows.filter("counts")["person_id"].to_list() == ["妻子"]
    assert example.rows.filter(pl.col("insured").is_null())["person_id"].to_list() == ["孙子"]


def test_a_combination_s_example_shows_what_it_is_made_of() -> None:
    example = example_of(entry("income_to_line"), POLICY)
    assert example is not None
    made_of = example.ingredients
    assert set(made_of) == {"net_income_per_person", "policy.monitoring_line"}
    assert example.value == made_of["net_income_per_person"] / made_of["policy.monitoring_line"]  # type: ignore[operator]
    assert example.rows.is_empty()


def test_the_made_up_households_have_names_of_their_own() -> None:
    assert len({one.id for one in households()}) == len(households()) >= 4


def test_the_documents_are_json_and_a_summary_is_part_of_its_document() -> None:
    listed = {one["name"]: one for one in json.loads(told("--format", "json"))["features"]}
    assert list(listed) == [one.name for one in entries()]
    for name in ("self_paid_12m", "income_to_line", "school_age_not_at_school"):
        whole = json.loads(told("show", name, "--format", "json", "--on", "2024-06-30"))
        assert whole == document(entry(name), POLICY, dt.date(2024, 6, 30))
        assert {key: whole[key] for key in listed[name] if key != "policy"} == {
            key: value for key, value in summary(entry(name)).items() if key != "policy"
        }
