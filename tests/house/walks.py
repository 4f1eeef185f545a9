"""The walks of docs/architecture.md: what their steps name, and what is called while one is walked."""

from __future__ import annotations

import importlib
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType, FrameType, ModuleType

from tests.house.repository import PACKAGES, ROOT

PAGE = ROOT / "docs" / "architecture.md"
NAMED = re.compile(rf"\[`((?:{'|'.join(PACKAGES)})\.[\w.]+)`\]\(([^)]+)\)")
STEP = re.compile(r"^(\d+)\. \*\*.+?\.\*\*(.*?)(?=^\d+\. |^\S|\Z)", re.MULTILINE | re.DOTALL)


def walks() -> dict[str, list[tuple[int, str]]]:
    """The numbered steps of each walk, by its heading."""
    sections = PAGE.read_text(encoding="utf-8").split("\n## ")[1:]
    steps_of = {section.partition("\n")[0]: STEP.findall(section) for section in sections}
    return {heading: [(int(number), text) for number, text in steps] for heading, steps in steps_of.items() if steps}


def first_named(heading: str) -> list[str]:
    """The function that each step of a walk names first: it is called in this order."""
    return [match[1] for _, text in walks()[heading] if (match := NAMED.search(text))]


def module_and_rest(dotted: str) -> tuple[ModuleType, list[str]]:
    """The module that a dotted name begins with, and the names within it that follow.

    Raises:
        LookupError: no file of the tree is meant.
    """
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        if ROOT.joinpath(*parts[:length]).with_suffix(".py").is_file():
            return importlib.import_module(".".join(parts[:length])), parts[length:]
    raise LookupError(f"no file of the tree is meant by {dotted}")


def definition(dotted: str) -> object:
    """What a dotted name means. Raises LookupError, AttributeError."""
    value: object
    value, rest = module_and_rest(dotted)
    for name in rest:
        value = getattr(value, name)
    return value


def code_of(dotted: str) -> CodeType:
    """The code of the function that a dotted name means, under whatever decorates it."""
    function = definition(dotted)
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    code: CodeType = function.__code__  # type: ignore[attr-defined]
    return code


class Calls:
    """Which functions were called while watched, in the order of their first calls; in threads begun meanwhile too."""

    def __init__(self) -> None:
        self._seen: dict[CodeType, None] = {}
        self.watching = True

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        if self.watching and event == "call":
            self._seen.setdefault(frame.f_code)

    def forget(self) -> None:
        self._seen.clear()

    def of(self, names: list[str]) -> list[str]:
        """Those of these functions that were called, in the order in which they were."""
        names_of = {code_of(name): name for name in names}
        return [names_of[code] for code in self._seen if code in names_of]


@contextmanager
def calls_here(*, watching: bool = True) -> Iterator[Calls]:
    """Watches this thread and those that it begins."""
    calls = Calls()
    calls.watching = watching
    before = sys.getprofile()
    threading.setprofile(calls)
    sys.setprofile(calls)
    try:
        yield calls
    finally:
        sys.setprofile(before)
        threading.setprofile(None)
