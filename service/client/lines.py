"""Streams of lines: given as they come, and refused where their end did not come."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import httpx2

from features.texts.unrepeated import read_json
from service.client.errors import CutOffError

Item = TypeVar("Item")

CUT = (httpx2.TransportError, httpx2.DecodingError)
"""What a cut line looks like; the second where the answer came compressed."""


def items_of(lines: Iterable[str], item: Callable[[str], Item]) -> Iterator[Item]:
    """A batch: a line for each household, and one with the counts.

    Raises:
        CutOffError: after what came, where the line with the counts is missing or counts others.
    """
    given, held = 0, None
    for line in _whole(lines):
        if held is not None:
            yield item(held)
            given += 1
        held = line
    if held is None or _read(held).get("asked") != given:
        raise _cut_off()


def chain_of(lines: Iterable[str]) -> Iterator[str]:
    """An export of the audit: a head that names the last line's hash, and the lines.

    Raises:
        CutOffError: after what came, where the last line is another.
    """
    end, line = None, None
    for line in _whole(lines):
        if end is None:
            end = _read(line).get("end", {}).get("hash")
        yield line
    if line is None or end is None or _read(line).get("hash") != end:
        raise _cut_off()


def _whole(lines: Iterable[str]) -> Iterator[str]:
    try:
        yield from lines
    except CUT:
        raise _cut_off() from None


def _read(line: str) -> dict[str, Any]:
    try:
        content = read_json(line)
    except json.JSONDecodeError:
        return {}
    return content if isinstance(content, dict) else {}


def _cut_off() -> CutOffError:
    return CutOffError(
        "数据没有传完就断了：已收到的不是全部，请重新请求 | The stream was cut off before its end: what came is not all. Ask again."
    )
