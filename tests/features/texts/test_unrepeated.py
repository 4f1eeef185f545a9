"""A name that stands twice in a file or a body is told, wherever it stands: the last must not win in silence."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from features.intake.recognising.county import HeadersError, read_county
from features.policy.loading import Policy, PolicyError
from features.records.store.creating import buckets_of
from features.records.store.integrity import StoreError
from features.texts.unrepeated import RepeatedNameError, json_with_repeats, read_json, read_yaml
from models.card.schema import Card, CardError
from models.risk_model import ModelError, RiskModel
from tests.house.repository import modules, name
from training.settings import DEFAULT_EXPERIMENT, Experiment, ExperimentError

OTHER_DOORS = re.compile(r"\b(json|yaml)\.(loads?|safe_load|full_load|unsafe_load|SafeLoader)\(")
BY_OTHER_HANDS = {
    # Made and read by one run: what a child process sends, and a cell that intake itself wrote.
    "features/intake/files/apart.py",
    "features/intake/who/waiting.py",
    "training/watching/storage.py",
    "benchmarks/intake.py",
    "benchmarks/features.py",
    "benchmarks/forking.py",
}


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ('{"a": 1, "a": 1}', "a"),
        ('{"a": [{"b": 1}, {"b": 1, "c": 2, "b": 3}]}', "a[1].b"),
        ('{"a": {"b": 1, "b": 2, "b": 3}, "c": 1, "a": 2}', "a.b, a"),
        ('{"a": 1, "\\u0061": 2}', "a"),
        ('[{"a": {"b": {"c": 1, "c": 1}}}]', "[0].a.b.c"),
    ],
)
def test_json_with_a_name_twice_is_refused_with_its_place(text: str, paths: str) -> None:
    with pytest.raises(RepeatedNameError, match="重复") as told:
        read_json(text)
    assert f"：{paths}；" in str(told.value)


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("a: 1\na: 1\n", "a"),
        ("a:\n  - b: 1\n  - {b: 1, b: 2}\n", "a[1].b"),
        ("yes: 1\ntrue: 2\n", "true"),
        ("'a': 1\n\"a\": 2\n", "a"),
        ("1: x\n1.0: y\n", "1.0"),
        ("base: &base {x: 1, x: 2}\nother: *base\n", "base.x"),
        ("<<: {a: 1}\n<<: {a: 2}\n", "<<"),
    ],
)
def test_yaml_with_a_name_twice_is_refused_with_its_place(text: str, paths: str) -> None:
    with pytest.raises(RepeatedNameError, match="重复") as told:
        read_yaml(text)
    assert f"：{paths}；" in str(told.value)


def test_what_stands_once_is_read_as_ever() -> None:
    text = "base: &base {x: 1, y: [a, 2.5, null]}\nother:\n  <<: *base\n  x: 2\n1: a\n'1': b\n"
    assert read_yaml(text) == yaml.safe_load(text)
    assert read_yaml("") is None
    sound = {"a": {"b": [1, {"a": 2.5}]}, "b": None, "": "零"}
    assert read_json(json.dumps(sound)) == sound


def test_a_number_beyond_every_number_is_infinite_and_not_an_error_of_reading() -> None:
    value, repeated = json_with_repeats('{"a": ' + "9" * 5000 + "}")
    assert (value, repeated) == ({"a": float("inf")}, [])


def test_every_file_is_read_through_the_one_door() -> None:
    read = {
        name(path)
        for path in modules()
        if not name(path).startswith(("tests/", "notebooks/")) and OTHER_DOORS.search(path.read_text(encoding="utf-8"))
    }
    assert read - BY_OTHER_HANDS == {"features/texts/unrepeated.py"}


def _written(folder: Path, file: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / file).write_text(text, encoding="utf-8")
    return folder


def test_an_experiment_with_a_setting_twice_is_no_experiment(tmp_path: Path) -> None:
    text = DEFAULT_EXPERIMENT.read_text(encoding="utf-8") + "\nname: another\n"
    with pytest.raises(ExperimentError, match=r"another\.yaml: .*重复出现：name；"):
        Experiment.load(_written(tmp_path, "another.yaml", text) / "another.yaml")


def test_a_county_s_headers_and_policy_with_a_name_twice_are_refused(tmp_path: Path) -> None:
    headers = "aliases:\n  姓名: [人名]\n  姓名: [名字]\n"
    with pytest.raises(HeadersError, match=r"headers\.yaml: .*重复出现：aliases\.姓名；"):
        read_county(_written(tmp_path, "headers.yaml", headers))
    step = "{from: 2024-01-01, value: 8000, value: 80000, scope: '99', source: 某县通知某号文件, status: sourced}"
    _written(tmp_path / "policy", "lines.yaml", f"monitoring_line:\n  steps:\n    - {step}\n")
    with pytest.raises(PolicyError, match=r"重复出现：monitoring_line\.steps\[0\]\.value；"):
        Policy.load(county=tmp_path)


def test_a_model_and_a_card_with_a_fact_twice_are_no_model_and_no_card(tmp_path: Path) -> None:
    _written(tmp_path, "model.json", '{"name": "fanpin-entry", "name": "fanpin-relapse"}')
    with pytest.raises(ModelError, match="RepeatedNameError"):
        RiskModel.load(tmp_path)
    with pytest.raises(CardError, match="重复出现：limits；"):
        Card.load('{"limits": [], "limits": []}')


def test_a_damaged_store_says_which_file_is_damaged(tmp_path: Path) -> None:
    for text in ('{"format": 1, "buckets": 4, "buckets": 8}', "{", "{}"):
        with pytest.raises(StoreError, match=r"store\.json 读不出"):
            buckets_of(_written(tmp_path, "store.json", text))
