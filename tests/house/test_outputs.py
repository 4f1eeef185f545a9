"""A csv that people open in a spreadsheet is written in one place, which keeps texts texts."""

from __future__ import annotations

import re

from tests.house.repository import PACKAGES, modules, name

WRITERS = {
    "features/outputs.py": "the one place",
    "training/simulator/writing.py": "what departments export, faults included",
}

_WRITES = re.compile(r"\.(?:write_csv|to_csv|sink_csv)\(|csv\.(?:Dict)?[wW]riter\(")


def test_every_csv_is_written_where_formulas_become_text() -> None:
    writing = {name(path) for path in modules(*PACKAGES) if _WRITES.search(path.read_text(encoding="utf-8"))}
    assert writing == set(WRITERS), "use features.outputs.write_csv"
