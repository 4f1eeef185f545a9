"""`docs/experiments.md`, made from the settings themselves."""

from __future__ import annotations

import datetime as dt
import types
from enum import StrEnum
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from training.settings import DEFAULT_EXPERIMENT, Experiment

HEAD = """# Experiment files

An experiment file says what a training run predicts, for whom, on which dates, with what and how it is measured:
`fanpin train --experiment FILE`. Every setting that is left out takes its default. A wrong file is refused with all of
its problems at once. This page is made from the code (`training/settings/`).

A panel of another country, yearly or quarterly, enters by three things: its records (`docs/records.md`), its policy
(`--county DIR`, docs/policy.md) and an experiment file with its own cadence, horizon and features. `docs/panels.md` follows one
from end to end.

The as-of dates are parted in time into train, later data and test, several times over, with one horizon between the parts,
so that nothing of a later part's time lies in an earlier part's outcomes; `training/plan/windows.py` works one example
out, and docs/backtests.md explains what comes of it.

"""


def render() -> str:
    """The page as Markdown."""
    sections = [_section("The file", "", Experiment)]
    for name, field in Experiment.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            sections.append(_section(f"`{name}`", f"{name}.", field.annotation))
    own = sorted(DEFAULT_EXPERIMENT.parent.glob("*.yaml"))
    examples = [f"```yaml\n{path.read_text(encoding='utf-8').strip()}\n```\n" for path in own]
    return HEAD + "\n".join(sections) + "\n## fanpin's own experiments\n\n" + "\n".join(examples)


def _section(title: str, prefix: str, settings: type[BaseModel]) -> str:
    introduction = (settings.__doc__ or "").strip()
    rows = ["| setting | takes | default | meaning |", "|---|---|---|---|"]
    for name, field in settings.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            rows.append(f"| `{prefix}{name}` | settings | {_default(field)} | {(kind.__doc__ or '').strip()} |")
        else:
            rows.append(f"| `{prefix}{name}` | {_kind(kind)} | {_default(field)} | {field.description} |")
    return f"## {title}\n\n{introduction}\n\n" + "\n".join(rows) + "\n"


def _kind(annotation: Any) -> str:
    if get_origin(annotation) in (Union, types.UnionType):
        return " or ".join("empty" if part is type(None) else _kind(part) for part in get_args(annotation))
    if get_origin(annotation) is tuple:
        return f"list of {_kind(get_args(annotation)[0])}"
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return "one of " + ", ".join(f"`{member.value}`" for member in annotation)
    return {int: "whole number", float: "number", str: "text", bool: "true or false", dt.date: "date"}[annotation]


def _default(field: FieldInfo) -> str:
    value = field.default
    if value is PydanticUndefined:
        return "required"
    if value is None:
        return "empty"
    if isinstance(value, BaseModel):
        return "as below"
    if isinstance(value, tuple):
        return ", ".join(f"`{item}`" for item in value)
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"
