"""What a unit takes for a slip, scopes that are none, sources that cite nothing: told on loading, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from features.catalogue.policy_readers import OF_A_FILE, readers
from features.policy.loading import Policy, PolicyError
from features.policy.units import Unit
from models.bands import THRESHOLDS
from tests.drawn_tables import POLICY
from training.plan.horizons import POLICY_VALUES


def problems(root: Path, *, unit: str = "share", **step: str) -> str:
    """What is wrong with a value of one step; nothing when it loads."""
    said = {"from": "2024-01-01", "value": "0.3", "source": "某县〔2024〕3号文件", "status": "sourced", **step}
    steps = ", ".join(f"{key}: {told}" for key, told in said.items())
    text = f"part: {{unit: {unit}, meaning: {{zh: 比例, en: part}}, steps: [{{{steps}}}]}}"
    (root / "part.yaml").write_text(text, encoding="utf-8")
    try:
        Policy.load(root)
    except PolicyError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("unit", "value", "fine"),
    [
        ("share", "0", True),
        ("share", "1", True),
        ("share", "1.01", False),
        ("share", "30", False),
        ("share", "-0.1", False),
        ("share of income", "1.2", True),
        ("share of income", "40", False),
        ("yes or no", "1", True),
        ("yes or no", "0.5", False),
        ("yes or no", "2", False),
        ("grade (A is 1, D is 4)", "4", True),
        ("grade (A is 1, D is 4)", "0", False),
        ("grade (A is 1, D is 4)", "2.5", False),
        ("months", "0", True),
        ("months", "-1", False),
        ("days in a year", "367", False),
        ("yuan", "-5", False),
    ],
)
def test_a_number_that_the_unit_can_not_be_is_a_slip(tmp_path: Path, unit: str, value: str, fine: bool) -> None:
    told = problems(tmp_path, unit=f'"{unit}"', value=value)
    assert (told == "") is fine
    assert fine or f"part.yaml: part, step 1: `value` {value} can't be in {unit}" in told


def test_a_unit_of_no_list_is_refused_with_the_list(tmp_path: Path) -> None:
    assert "no unit is called 'percent'. Units are: yuan; " in problems(tmp_path, unit="percent")


@pytest.mark.parametrize(
    ("scope", "fine"),
    [
        ('""', True),
        ('"61"', True),
        ('"6102"', True),
        ('"610203"', True),
        ('"610203101"', True),
        ('"610203101001"', True),
        ('"6"', False),
        ('"610"', False),
        ('"61020310100"', False),
        ('"6102031010012"', False),
        ('"陕西"', False),
        ('"6１"', False),
        ("610203", False),  # without quotes it is a number
        ("[]", False),
    ],
)
def test_a_scope_is_the_beginning_of_a_region_code(tmp_path: Path, scope: str, fine: bool) -> None:
    told = problems(tmp_path, scope=scope)
    assert (told == "") is fine
    assert fine or "`scope`" in told


@pytest.mark.parametrize(
    ("source", "status", "fine"),
    [
        ("某县通知", "sourced", True),
        ("县通知", "sourced", False),
        ("county notice 3", "sourced", False),
        ("county notice 3 of 2024", "sourced", True),
        ("Placeholder until the notice is read", "sourced", False),
        ("Placeholder until the notice is read", "example", True),
        ("'  '", "example", False),
        ("12", "example", False),  # a number is no text
    ],
)
def test_a_source_can_be_found_again(tmp_path: Path, source: str, status: str, fine: bool) -> None:
    told = problems(tmp_path, source=source, status=status)
    assert (told == "") is fine
    assert fine or "`source`" in told


def test_steps_are_in_order_within_their_scope_and_free_between_scopes(tmp_path: Path) -> None:
    step = "{from: %s, value: 1, scope: %r, source: 某县通知, status: sourced}"
    head = "line: {unit: yuan, meaning: {zh: 线, en: line}, steps: [%s]}"

    def told(*steps: tuple[str, str]) -> str:
        (tmp_path / "line.yaml").write_text(head % ", ".join(step % one for one in steps), encoding="utf-8")
        try:
            Policy.load(tmp_path)
        except PolicyError as error:
            return str(error)
        return ""

    assert told(("2024-01-01", "61"), ("2023-01-01", ""), ("2024-07-01", "61"), ("2023-07-01", "")) == ""
    between = told(("2024-01-01", "61"), ("2025-01-01", ""), ("2023-12-31", "61"))
    assert between == "line.yaml: line: the step of scope 61 from 2023-12-31 must come after the one from 2024-01-01."
    twice = told(("2024-01-01", "61"), ("2024-01-01", ""), ("2024-01-01", "61"))
    assert twice == "line.yaml: line: two steps of scope 61 begin on 2024-01-01; only one of them can hold."


def test_every_problem_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("one: {unit: yuan, meaning: {zh: 一}, steps: [{value: x}]}", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("two: {colour: red, steps: []}", encoding="utf-8")
    with pytest.raises(PolicyError) as refused:
        Policy.load(tmp_path)
    lines = str(refused.value).splitlines()
    assert [line.partition(":")[0] for line in lines] == ["a.yaml"] * 5 + ["b.yaml"]


@pytest.mark.parametrize("unit", Unit)
def test_every_unit_says_its_values_in_chinese(unit: Unit) -> None:
    assert unit.zh
    assert unit.allows(unit.high)
    assert not unit.allows(unit.high + 1)
    assert not unit.allows(unit.low - 1)


def test_values_are_said_as_people_write_them() -> None:
    assert Unit.YUAN_PER_PERSON_AND_YEAR.in_words(8500) == "8,500 元/人·年"
    assert Unit.SHARE.in_words(0.3) == "30%"
    assert (Unit.YES_OR_NO.in_words(0), Unit.YES_OR_NO.in_words(1)) == ("否", "是")
    assert Unit.GRADE.in_words(2) == "B级"
    assert Unit.TIMES_THE_LINE.in_words(1.5) == "1.5 倍（标准）"


def test_what_other_layers_read_stands_in_the_files_that_are_said_to_be_theirs() -> None:
    assert {POLICY.values[name].file for name in THRESHOLDS} == {"bands.yaml"}
    assert {POLICY.values[name].file for name in POLICY_VALUES.values()} == {"horizons.yaml"}
    assert set(OF_A_FILE) <= {value.file for value in POLICY.values.values()}
    assert "特征 feature `income_to_line`" in readers()["monitoring_line"]
    assert "预警规则 rule `inpatient_self_paid`" in readers()["inpatient_self_paid_general"]
