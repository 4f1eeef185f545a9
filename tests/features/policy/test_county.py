"""A county's own policy files over fanpin's: whose word counts, where and from which day."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from textwrap import dedent

import polars as pl
import pytest
from typer.testing import CliRunner

import fanpin
from features.policy.loading import Policy, PolicyError

FANPIN = """
    line:
      unit: yuan per person and year
      meaning: {zh: 线, en: line}
      steps:
        - {from: 2020-01-01, value: 6000, scope: "", source: national guideline of that year, status: sourced}
        - {from: 2023-01-01, value: 7500, scope: "", source: another county's, status: example}
        - {from: 2025-01-01, value: 9000, scope: "", source: another county's, status: example}
        - {from: 2024-01-01, value: 19560, scope: "350526", source: notice 5 of the county of Dehua, status: sourced}
"""


def county(root: Path, text: str, file: str = "lines.yaml") -> Path:
    (root / "county" / "policy").mkdir(parents=True, exist_ok=True)
    (root / "county" / "policy" / file).write_text(dedent(text), encoding="utf-8")
    return root / "county"


def policy(root: Path, text: str) -> Policy:
    (root / "fanpin").mkdir(exist_ok=True)
    (root / "fanpin" / "lines.yaml").write_text(dedent(FANPIN), encoding="utf-8")
    return Policy.load(root / "fanpin", county=county(root, text))


def line(own: Policy, day: str, region: str = "610203101001") -> float:
    return own.value("line", region, dt.date.fromisoformat(day))


WRITTEN_FOR_2024 = """
    line:
      steps:
        - {from: 2024-01-01, value: 8700, source: 某县〔2024〕3号文件, status: sourced}
"""


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2022-12-31", 6000),  # before the county wrote anything, fanpin's steps hold
        ("2023-12-31", 7500),
        ("2024-01-01", 8700),  # the county's first day
        ("2025-01-01", 8700),  # fanpin's example of a later date does not take over
        ("2030-01-01", 8700),
    ],
)
def test_from_its_first_day_the_county_s_file_is_the_whole_truth(tmp_path: Path, day: str, expected: float) -> None:
    assert line(policy(tmp_path, WRITTEN_FOR_2024), day) == expected


@pytest.mark.parametrize(("day", "expected"), [("2023-12-31", 7500), ("2024-01-01", 8700), ("2024-06-01", 8700)])
def test_a_smaller_place_that_fanpin_knows_does_not_win_over_the_county(
    tmp_path: Path, day: str, expected: float
) -> None:
    assert line(policy(tmp_path, WRITTEN_FOR_2024), day, "350526101001") == expected


WRITTEN_IN_JULY = """
    line:
      steps:
        - {from: 2024-07-01, value: 8700, source: 某县〔2024〕9号文件, status: sourced}
"""


@pytest.mark.parametrize(("day", "expected"), [("2024-06-30", 19560), ("2024-07-01", 8700), ("2024-07-02", 8700)])
def test_a_smaller_place_s_own_step_ends_on_the_county_s_first_day(tmp_path: Path, day: str, expected: float) -> None:
    assert line(policy(tmp_path, WRITTEN_IN_JULY), day, "350526101001") == expected


OF_A_TOWNSHIP = """
    line:
      steps:
        - {from: 2024-01-01, value: 8700, scope: "350526", source: 某县〔2024〕3号文件, status: sourced}
        - {from: 2024-07-01, value: 8800, scope: "350526", source: 某县〔2024〕9号文件, status: sourced}
        - {from: 2024-07-01, value: 9100, scope: "350526101", source: 某县〔2024〕9号文件, status: example}
"""


@pytest.mark.parametrize(
    ("region", "day", "expected"),
    [
        ("350526101001", "2024-06-30", 8700),  # of one scope and one date the county's wins
        ("350526101001", "2024-07-01", 9100),
        ("350526102001", "2024-07-01", 8800),
        ("350527101001", "2024-07-01", 7500),  # a place of which the county says nothing
        ("350527101001", "2025-01-01", 9000),
    ],
)
def test_a_scope_of_the_county_s_leaves_other_places_alone(
    tmp_path: Path, region: str, day: str, expected: float
) -> None:
    assert line(policy(tmp_path, OF_A_TOWNSHIP), day, region) == expected


def test_an_example_that_the_county_replaced_is_none_any_more(tmp_path: Path) -> None:
    own = policy(tmp_path, WRITTEN_FOR_2024)
    here = "610203101001"
    assert own.examples(["line"], [(here, dt.date(2023, 12, 31))]) == ["line"]
    assert own.examples(["line"], [(here, dt.date(2024, 1, 1)), (here, dt.date(2025, 6, 1))]) == []
    assert own.examples(["line"], [(None, dt.date(2022, 12, 31))]) == []
    assert own.examples(["line"], [(here, dt.date(2022, 12, 31)), (here, dt.date(2023, 12, 31))]) == ["line"]


def test_a_household_asked_about_on_two_days_of_one_year_has_the_value_of_each(tmp_path: Path) -> None:
    own = policy(tmp_path, WRITTEN_IN_JULY)
    for day, expected in (("2024-06-30", 7500), ("2024-07-01", 8700), ("2024-06-30", 7500)):
        alone = pl.DataFrame({"region_code": ["610203101001"], "as_of": [dt.date.fromisoformat(day)]})
        assert own.add_columns(alone, ["policy.line"])["policy.line"].to_list() == [expected]


def test_a_value_of_the_county_s_own_is_written_whole(tmp_path: Path) -> None:
    frost = """
        frost:
          unit: yuan
          meaning: {zh: 果园冻害, en: frost}
          steps: [{from: 2024-01-01, value: 3000, source: 某县〔2024〕9号文件, status: sourced}]
    """
    assert policy(tmp_path, frost).value("frost", None, dt.date(2024, 1, 1)) == 3000


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("lines: {steps: [{from: 2024-01-01, value: 1, source: 某县某某文件, status: sourced}]}", "Is line meant?"),
        (
            "line: {unit: share, steps: [{from: 2024-01-01, value: 1, source: a, status: example}]}",
            "its unit is yuan per",
        ),
        ("line: {steps: []}", "county/policy/lines.yaml: line needs a list of `steps`"),
        (
            "line: {steps: [{from: 2024-01-01, value: 1, source: 县通知, status: sourced}]}",
            "too short to find the text by",
        ),
        ("line: {steps: [{from: 2024-01-01, value: 1, source: 待补充的文件, status: sourced}]}", "is a placeholder"),
        ("line: {scope: '61', steps: [{from: 2024-01-01, value: 1, source: a, status: example}]}", "unknown key scope"),
    ],
)
def test_a_wrong_file_of_the_county_says_where_and_what(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(PolicyError) as refused:
        policy(tmp_path, text)
    assert told in str(refused.value)
    assert "county/policy/lines.yaml: line" in str(refused.value)


def test_two_files_of_the_county_do_not_state_the_same_value(tmp_path: Path) -> None:
    county(tmp_path, WRITTEN_FOR_2024, "more.yml")
    with pytest.raises(PolicyError, match=r"more\.yml: line is in county/policy/lines\.yaml already"):
        policy(tmp_path, WRITTEN_FOR_2024)


def test_the_version_covers_both_folders_and_a_county_without_policy_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "county").mkdir()
    assert Policy.load(county=tmp_path / "county").version == Policy.load().version
    written = Policy.load(county=county(tmp_path, "monitoring_line: {steps: [" + STEP % 8700 + "]}"))
    again = Policy.load(county=county(tmp_path, "monitoring_line: {steps: [" + STEP % 8701 + "]}"))
    assert len({Policy.load().version, written.version, again.version}) == 3


STEP = "{from: 2024-01-01, value: %d, source: 某县〔2024〕3号文件, status: sourced}"


def told(*words: str) -> str:
    fanpin._mount()
    answer = CliRunner().invoke(fanpin.app, ["policy", *words])
    assert answer.exit_code == 0, answer.output
    return answer.output


def test_the_command_lists_what_is_in_force_and_whose_word_it_is(tmp_path: Path) -> None:
    own = str(county(tmp_path, "monitoring_line: {steps: [" + STEP % 8700 + "]}"))
    for day, *expected in (
        ("2023-12-31", 7500, "example", "lines.yaml"),
        ("2024-01-01", 8700, "sourced", "county/policy/lines.yaml"),
    ):
        listed = json.loads(told("--on", day, "--region", "990101", "--county", own, "--format", "json"))
        one = next(each for each in listed if each["name"] == "monitoring_line")
        assert [one["value"], one["status"], one["file"]] == expected
        assert one["unit_zh"] == "元/人·年"
    table = told("--on", "2024-01-01", "--county", own)
    assert "本县自定1项" in table
    assert "自 2024-01-01，全县" in table


def test_before_everything_the_command_says_that_there_is_no_value() -> None:
    listed = json.loads(told("--on", "1948-01-01", "--format", "json"))
    assert {each["value"] for each in listed} == {None}
    assert "没有取值" in told("--on", "1948-01-01")


@pytest.mark.parametrize("mistyped", ["abc", "990101x", "99010", "990101001001001"])
def test_a_mistyped_region_is_refused_not_taken_for_everywhere(mistyped: str) -> None:
    fanpin._mount()
    answer = CliRunner().invoke(fanpin.app, ["policy", "--region", mistyped])
    assert answer.exit_code != 0
    assert "不是行政区划代码" in str(answer.exception)
