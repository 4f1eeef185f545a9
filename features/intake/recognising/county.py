"""A county's own alias table: `headers.yaml` in its folder, of the same shape as the installed one, merged over it.

aliases   canonical header -> the county's spellings, added to the installed ones
words     set of words -> the county's labels, each for a word that the set has already
sources   either an installed source, with the county's own headers for it, or a source of the county's own: `like` names the
          installed source that it becomes, `zh` what it is called. `headers`: the county's header and the installed one
          that means the same, in this source alone; `columns`: further headers, `recognised` or `never`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from features.errors import FanpinError
from features.texts.unrepeated import RepeatedNameError, read_yaml

HEADERS_FILE = "headers.yaml"

_PARTS = {"aliases": dict, "words": dict, "sources": dict}
_OF_A_SOURCE = {"like": str, "zh": str, "department": str, "headers": dict, "columns": dict, "required": list}


class HeadersError(FanpinError):
    """An alias table contradicts itself or the installed one."""


def read_county(county: Path) -> tuple[dict[str, Any], Path] | None:
    """The parsed table of a county's folder and its file; None when the folder has none. Raises HeadersError."""
    file = county / HEADERS_FILE
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise HeadersError(
            f"{file} 读不出：请另存为 UTF-8 编码的文本。 | {file} cannot be read ({error}). Save it as text in UTF-8."
        ) from None
    try:
        content = read_yaml(text) or {}
    except RepeatedNameError as error:
        raise HeadersError(f"{file}: {error}") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        at, line = (f"（第 {mark.line + 1} 行附近）", f" near line {mark.line + 1}") if mark else ("", "")
        raise HeadersError(
            f"{file} 不是有效的 YAML{at}：请对照示例检查缩进和冒号。 | {file} is not valid YAML{line}. Compare its indents and colons with the example."
        ) from None
    _check(content, _PARTS, str(file))
    for header, spellings in content.get("aliases", {}).items():
        _must_be(spellings, list, f"{file}: aliases, {header}")
    for name, labels in content.get("words", {}).items():
        _must_be(labels, dict, f"{file}: words, {name}")
    for name, entry in content.get("sources", {}).items():
        _check(entry, _OF_A_SOURCE, f"{file}: sources, {name}")
    return content, file


def merged(installed: Mapping[str, Any], own: Mapping[str, Any], file: Path) -> dict[str, Any]:
    """The installed table with the county's over it. Raises HeadersError naming file and entry."""
    aliases = {header: list(spellings) for header, spellings in installed["aliases"].items()}
    standard = {header for source in installed["sources"].values() for header in source["columns"]}
    for header, spellings in own.get("aliases", {}).items():
        if taken := [str(spelling) for spelling in spellings if spelling in standard and spelling != header]:
            raise HeadersError(
                f"{file}: aliases, {header}：{'、'.join(taken)} 本身就是标准表头，不能再作为“{header}”的写法，请删去。 | "
                f"{', '.join(taken)} is a standard header itself, with a meaning of its own. Take it out."
            )
        aliases[header] = [*aliases.get(header, []), *spellings]
    words = {name: dict(labels) for name, labels in installed["words"].items()}
    for name, labels in own.get("words", {}).items():
        if name not in words:
            raise HeadersError(
                f"{file}：words 中没有 {name} 这一组，已有的组见后 | {file}: words, {name}: no such set. The sets are: {', '.join(words)}."
            )
        allowed = sorted({str(word) for word in words[name].values()})
        for label, word in labels.items():
            if str(word) not in allowed:
                raise HeadersError(
                    f"{file}：words、{name}、{label}：{word} 不在该组之内，可用的见后 | {file}: words, {name}, {label}: {word} is no word of "
                    f"the set, which has {', '.join(allowed)}."
                )
        words[name].update(labels)
    sources = dict(installed["sources"])
    for name, entry in own.get("sources", {}).items():
        sources[name] = _source(name, entry, installed["sources"], file)
    return {**installed, "aliases": aliases, "words": words, "sources": sources}


def _source(name: str, entry: Mapping[str, Any], installed: Mapping[str, Any], file: Path) -> dict[str, Any]:
    """The entry with all that it does not say taken from the source that it is like, or that it adds to."""
    where = f"{file}: sources, {name}"
    if name in installed:
        if "like" in entry:
            raise HeadersError(
                f"{where}：与已有的来源同名，请另取名称。 | {where}: an installed source is called so. Give the county's own another name."
            )
        base = installed[name]
    elif entry.get("like") not in installed:
        mistake = (
            f"{entry['like']} is no installed source" if "like" in entry else "it is new and says not what it is like"
        )
        raise HeadersError(
            f"{where}：新来源要用 like 写明它像哪一个已有来源，可用的见后 | {where}: {mistake}. `like` is one of: {', '.join(installed)}."
        )
    else:
        base = installed[entry["like"]]
    for header, kind in entry.get("columns", {}).items():
        if kind not in ("recognised", "never"):
            raise HeadersError(
                f"{where}，columns，{header}：本县另加的列只能写 recognised 或 never；要用的列写在 headers 或 aliases 之下。 | "
                f"{where}, columns, {header}: a county's further column is `recognised` or `never`. What is to be used "
                "goes under `headers` or `aliases`, beside the installed header that means the same."
            )
    columns = {**base["columns"], **entry.get("columns", {})}
    counts_as = {"counts_as": base["counts_as"]} if "counts_as" in base else {}
    return {**base, **counts_as, **entry, "columns": columns}


def _check(content: object, parts: Mapping[str, type], where: str) -> None:
    for key, value in _entries(content, where).items():
        if key not in parts:
            raise HeadersError(
                f"{where}：不认识 {key}，可用的见后 | {where}: {key!r} is not known here. Known are: {', '.join(parts)}."
            )
        _must_be(value, parts[key], f"{where}, {key}")


def _entries(value: object, where: str) -> dict[Any, Any]:
    _must_be(value, dict, where)
    return dict(value) if isinstance(value, dict) else {}


def _must_be(value: object, kind: type, where: str) -> None:
    zh = {"list": "列表（[…, …]）", "dict": "“名称: 值”的条目", "str": "文本"}
    en = {"list": "a list ([…, …])", "dict": "entries of the form key: value", "str": "a text"}
    if not isinstance(value, kind):
        raise HeadersError(f"{where}：这里应当是{zh[kind.__name__]}。 | {where}: this must be {en[kind.__name__]}.")
