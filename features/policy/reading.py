"""Reading policy files: what each step must hold, with every problem of every file told at once."""

from __future__ import annotations

import datetime as dt
import difflib
import itertools
import math
import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from features.policy.steps import SCOPE_DIGITS, PolicyValue, Status, Step
from features.policy.units import Unit
from features.texts.unrepeated import RepeatedNameError, read_yaml

VALUE_KEYS = ("unit", "meaning", "steps")
STEP_KEYS = ("from", "value", "scope", "source", "status")
ENDINGS = (".yaml", ".yml")

WORDS = re.compile(r"[\u3400-\u9fff]|[A-Za-z0-9]+")
WORDS_OF_A_SOURCE = 4
"""Below that nobody could find the text again: "county notice" cites nothing. A Chinese character counts as a word."""

PLACEHOLDERS = re.compile(
    r"placeholder|unknown|to be (added|found|replaced)|tbd|n/a|不详|待补|待定|未知", re.IGNORECASE
)


def policy_files(folder: Path) -> list[Path]:
    """The policy files of a folder, by name."""
    return sorted(path for path in folder.glob("*") if path.suffix in ENDINGS)


@cache
def names_in(folder: Path = Path(__file__).parent) -> frozenset[str]:
    """The names of the values in a folder's files, which stand at the margin: quicker than reading every step."""
    texts = (path.read_text(encoding="utf-8") for path in policy_files(folder))
    return frozenset(name for text in texts for name in re.findall(r"^([a-z]\w*):", text, re.MULTILINE))


def read_files(
    files: list[Path], shown: str, known: Mapping[str, PolicyValue]
) -> tuple[dict[str, PolicyValue], list[str]]:
    """The values that these files state, and every problem in them.

    Args:
        shown: what stands before a file's name in messages.
        known: values that the files may add steps to without repeating unit and meaning.
    """
    values: dict[str, PolicyValue] = {}
    problems: list[str] = []
    for path in files:
        file = f"{shown}{path.name}"
        try:
            content = path.read_bytes()
            read = _parsed(content) or {}
        except RepeatedNameError as error:
            problems.append(f"{file}: {error}")
            continue
        except (OSError, yaml.YAMLError) as error:
            problems.append(f"{file}: not YAML in UTF-8: {' '.join(str(error).split())}")
            continue
        if not isinstance(read, dict):
            problems.append(f"{file} needs policy values by name.")
            continue
        for name, raw in read.items():
            if name in values:
                problems.append(f"{file}: {name} is in {values[name].file} already.")
                continue
            value, wrong = _value(str(name), raw, file, known) if known else _alone(content, file)[name]
            problems += wrong
            if value is not None:
                values[value.name] = value
    return values, problems


@lru_cache(maxsize=64)
def _parsed(content: bytes) -> Any:
    """What a file says, for reading only: one process asks for the same files several times, and parsing is what takes."""
    return read_yaml(content)


@lru_cache(maxsize=64)
def _alone(content: bytes, file: str) -> Mapping[Any, tuple[PolicyValue | None, list[str]]]:
    """The values of a file that adds to no other, each checked once in a process: every command and delivery asks."""
    return {name: _value(str(name), raw, file, {}) for name, raw in _parsed(content).items()}


def _value(name: str, raw: Any, file: str, known: Mapping[str, PolicyValue]) -> tuple[PolicyValue | None, list[str]]:
    where = f"{file}: {name}"
    own = known.get(name)
    needed = "a list of `steps`" if own else "`unit`, `meaning` and a list of `steps`"
    if not isinstance(raw, dict) or not isinstance(raw.get("steps"), list) or not raw["steps"]:
        return None, [f"{where} needs {needed}."]
    problems = [
        f"{where}: unknown key {key}; known are {', '.join(VALUE_KEYS)}." for key in raw if key not in VALUE_KEYS
    ]
    lacking = [key for key in ("unit", "meaning") if not raw.get(key)] if own is None else []
    if lacking and known:
        near = difflib.get_close_matches(name, known, 1)
        meant = f" Is {near[0]} meant?" if near else ""
        problems.append(
            f"{where}: fanpin has no value of that name, and a new one needs {' and '.join(lacking)}.{meant}"
        )
    else:
        problems += [f"{where} lacks its {key}." for key in lacking]
    unit, wrong = _unit(raw.get("unit"), own, where)
    problems += wrong
    meaning = raw.get("meaning") or ({"zh": own.zh, "en": own.en} if own else {})
    if raw.get("meaning") and not (
        isinstance(meaning, dict) and set(meaning) == {"zh", "en"} and all(meaning.values())
    ):
        problems.append(f"{where}: meaning needs zh and en, and nothing else.")
    steps = []
    for position, step in enumerate(raw["steps"], start=1):
        wrong = _step_problems(step, unit)
        problems += [f"{where}, step {position}: {message}" for message in wrong]
        if not wrong:
            steps.append(_step(step, file))
    problems += [f"{where}{message}" for message in _order_problems(steps)]
    if problems or unit is None:
        return None, problems
    return PolicyValue(name, unit, meaning["zh"], meaning["en"], file, tuple(steps)), []


def _unit(raw: Any, own: PolicyValue | None, where: str) -> tuple[Unit | None, list[str]]:
    if not raw:
        return (own.unit if own else None), []
    if raw not in list(Unit):
        return None, [f"{where}: no unit is called {raw!r}. Units are: {'; '.join(Unit)}."]
    if own and raw != own.unit:
        return None, [f"{where}: its unit is {own.unit}, not {raw}; leave the unit out, or convert the values."]
    return Unit(raw), []


def _step(raw: dict[str, Any], file: str) -> Step:
    return Step(
        raw["from"], float(raw["value"]), raw.get("scope") or "", raw["source"].strip(), Status(raw["status"]), file
    )


def _step_problems(step: Any, unit: Unit | None) -> list[str]:
    if not isinstance(step, dict):
        return ["needs from, value, source and status."]
    problems = [f"unknown key {key}; known are {', '.join(STEP_KEYS)}." for key in step if key not in STEP_KEYS]
    if not isinstance(step.get("from"), dt.date) or isinstance(step["from"], dt.datetime):
        problems.append("`from` must be a date like 2021-01-01.")
    value = step.get("value")
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        problems.append("`value` must be a number.")
    elif unit is not None and not unit.allows(value):
        problems.append(f"`value` {value:g} can't be in {unit} ({unit.zh}), which goes {unit.range_in_words}.")
    return [*problems, *_scope_problems(step.get("scope")), *_source_problems(step.get("source"), step.get("status"))]


def _scope_problems(scope: Any) -> list[str]:
    if scope is None or scope == "":
        return []
    if isinstance(scope, int) and not isinstance(scope, bool):
        return [f'`scope` must stand in quotes: "{scope}".']
    if isinstance(scope, str) and scope.isascii() and scope.isdigit() and len(scope) in SCOPE_DIGITS:
        return []
    return [
        f"`scope` {scope!r} is no prefix of region codes: the first 2 digits (province), 4 (prefecture), 6 (county), "
        "9 (township) or all 12 (village); empty for everywhere."
    ]


def _source_problems(source: Any, status: Any) -> list[str]:
    if status not in Status.values():
        return ["`status` must be sourced or example.", *([] if source else ["names no `source`."])]
    if not isinstance(source, str) or not source.strip():
        return ["names no `source`."]
    if status == Status.SOURCED and PLACEHOLDERS.search(source):
        return [f"`source` {source!r} is a placeholder: cite the text, or set `status: example`."]
    if status == Status.SOURCED and len(WORDS.findall(source)) < WORDS_OF_A_SOURCE:
        return [f"`source` {source!r} is too short to find the text by: say who decided it, when and in which text."]
    return []


def _order_problems(steps: list[Step]) -> list[str]:
    by_scope = defaultdict(list)
    for step in steps:
        by_scope[step.scope].append(step)
    problems = []
    for scope, those in by_scope.items():
        place = f" of scope {scope}" if scope else ""
        for earlier, later in itertools.pairwise(those):
            if later.since == earlier.since:
                problems.append(f": two steps{place} begin on {later.since}; only one of them can hold.")
            elif later.since < earlier.since:
                problems.append(f": the step{place} from {later.since} must come after the one from {earlier.since}.")
    return problems
