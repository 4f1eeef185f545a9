"""Reading a scenario file: what is wrong in it is told whole, and what to write instead."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from features.texts.unrepeated import RepeatedNameError, read_yaml
from features.vocabulary import ShockKind
from models.stress.scenario import SHOCKS, Scenario, ScenarioError

EXAMPLES = Path(__file__).parent / "scenarios"
"""The scenarios that come with fanpin; a county copies one and changes it."""


def load_scenario(file: Path) -> Scenario:
    """Read a scenario file, or the one of this name that comes with fanpin where there is no such file.

    Raises:
        ScenarioError: it is not there, can't be read, or some of it is wrong; all problems at once.
    """
    path = file if file.exists() else _example(file)
    if path.is_dir():
        raise ScenarioError(
            f"{path} 是文件夹：请给出情景文件（.yaml） | {path} is a folder; name a scenario file (.yaml) in it."
        )
    try:
        read = read_yaml(path.read_text(encoding="utf-8"))
    except RepeatedNameError as error:
        raise ScenarioError(f"{path}: {error}") from error
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise ScenarioError(
            f"{path} 不是 UTF-8 的 YAML，请检查编码、缩进和冒号 | {path} is no YAML in UTF-8: {str(error).splitlines()[0]}"
        ) from error
    if not isinstance(read, dict):
        raise ScenarioError(
            f"{path}：情景文件要写 name 和 shocks，写法见 {EXAMPLES} 里的例子 | {path}: a scenario holds `name` and `shocks`; {EXAMPLES} "
            "has examples."
        )
    try:
        return Scenario(**{str(name): value for name, value in read.items()})
    except ValidationError as error:
        problems = [_problem(one) for one in _apart(error.errors())]
        raise ScenarioError(
            f"{path}：有 {len(problems)} 处须更正 | {path}: {len(problems)} to correct\n" + "\n".join(problems)
        ) from error


def example_scenarios() -> list[str]:
    """The names of the scenarios that come with fanpin."""
    return sorted(path.stem for path in EXAMPLES.glob("*.yaml"))


def _example(file: Path) -> Path:
    names = example_scenarios()
    if str(file) in names:
        return EXAMPLES / f"{file}.yaml"
    raise ScenarioError(
        f"没有情景文件 {file}：请写出文件的路径，或用自带的例子之一：{'、'.join(names)} | there is no scenario file {file}. Give its path, or "
        f"one of the examples that come with fanpin: {', '.join(names)}."
    )


def _apart(errors: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The errors without those that only follow from others: of a list whose one part is wrong it is said, too, that it is empty."""
    listed = list(errors)
    wrong_inside = {error["loc"][:length] for error in listed for length in range(len(error["loc"]))}
    return [error for error in listed if error["type"] != "too_short" or error["loc"] not in wrong_inside]


def _problem(error: Mapping[str, Any]) -> str:
    """One thing that is wrong in a scenario: where, and what to write."""
    kind, place, written = error["type"], list(error["loc"]), error["input"]
    # Behind a shock's number stands which shock it is.
    where = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in place if part not in SHOCKS)
    where = where.lstrip(".") or "文件 file"
    last = place[-1] if place else ""
    if kind == "bilingual":
        zh, _, en = error["ctx"]["sentence"].partition(" | ")
    elif kind == "model_attributes_type":
        zh, en = (
            f"“{written}”不是一项冲击，要写成“shock: wages”这样的条目",
            f"{written!r} is no shock; write entries like `shock: wages`",
        )
    elif kind in ("union_tag_invalid", "union_tag_not_found"):
        asked = written.get("shock") if isinstance(written, Mapping) else written
        shocks = "；".join(f"{name}（{what.zh}）" for name, (_, what) in SHOCKS.items())
        zh = f"没有叫“{asked}”的冲击，shock 可写：{shocks}" if asked else f"每个冲击要写 shock，可写：{shocks}"
        en = f"shock must be one of {', '.join(SHOCKS)}" + (
            f", not {asked!r}{_near(str(asked), SHOCKS)}" if asked else ""
        )
    elif kind == "missing":
        zh, en = f"缺少 {last}，请补上{_hint(last)}", f"{last} is missing"
    elif kind == "extra_forbidden":
        known = _known(place)
        zh, en = (
            f"没有 {last} 这一项，可写：{'、'.join(known)}",
            f"there is no {last}{_near(str(last), known)}; known are {', '.join(known)}",
        )
    elif kind == "too_short":
        zh, en = "不能为空，至少写一项", "must hold at least one"
    else:
        zh, en = f"“{written}”不能用，请核对数值和写法", f"{written!r} can't be used: {error['msg']}"
    return f"  {where}：{zh} | {where}: {en}"


def _hint(setting: object) -> str:
    return {
        "change": "，例如 change: -20%",
        "share": "，例如 share: 30%",
        "kind": f"，例如 kind: {ShockKind.DROUGHT.zh}",
        "name": "，例如 name: 外出务工工资下降20%",
        "shocks": "，写出一个或几个冲击",
    }.get(str(setting), "")


def _known(place: list[Any]) -> list[str]:
    """The settings that may stand at a place of the file."""
    of_a_shock = next((SHOCKS[part][0] for part in place if part in SHOCKS), None)
    settings = list((of_a_shock or Scenario).model_fields)
    # What every shock says, where it strikes, comes last.
    return [*settings[1:], settings[0]] if of_a_shock else settings


def _near(written: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(written, list(known), 1)
    return f" (is {near[0]} meant?)" if near else ""
