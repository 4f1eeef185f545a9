"""A csv that people open in a spreadsheet is written in one place, which keeps texts texts."""

from __future__ import annotations

import re

from tests.house.repository import PACKAGES, modules, name

WRITERS = {
    "features/outputs.py": "the one place",
    "training/simulator/writing.py": "what departments export, faults included",
}

PARTS = {
    "features/outputs.py": "writes a csv by write_whole",
    "features/context/keeping.py": "by write_whole",
    "features/cli/by_rule.py": "by write_whole",
    "features/cli/findings.py": "by write_whole",
    "features/cli/people.py": "by write_whole",
    "features/intake/who/identity_table.py": "into memory",
    "features/intake/who/waiting.py": "into memory",
    "models/card/page.py": "by write_whole",
    "models/registry/local_copy.py": "into a folder that is moved when it is whole",
    "models/risk_model.py": "into a folder that its caller moves when it is whole",
    "models/scorers/trees.py": "into a folder that its caller moves when it is whole",
    "models/writing.py": "by write_whole",
    "models/shadow/scoring.py": "by write_whole",
    "training/promotion/kept.py": "by write_whole",
    "training/reports/writing.py": "by write_whole",
    "training/retraining/kept.py": "beside its place, then moved",
    "training/cli/watching.py": "by write_whole",
}
"""Where files are written, and why none of them can be left half written on a full disk."""

_FILES = re.compile(r"\.(?:write_text|write_bytes|write_parquet|sink_parquet|to_parquet)\b")
_WRITES = re.compile(r"\.(?:write_csv|to_csv|sink_csv)\(|csv\.(?:Dict)?[wW]riter\(")


def test_every_csv_is_written_where_formulas_become_text() -> None:
    writing = {name(path) for path in modules(*PACKAGES) if _WRITES.search(path.read_text(encoding="utf-8"))}
    assert writing == set(WRITERS), "use features.outputs.write_csv"


def test_every_file_is_written_whole_or_not_at_all() -> None:
    writing = {name(path) for path in modules(*PACKAGES) if _FILES.search(path.read_text(encoding="utf-8"))}
    outside = {one for one in writing if not one.startswith(("training/simulator/", "benchmarks/", "training/truths/"))}
    assert outside == set(PARTS) - {"features/outputs.py"}, "use features.disk.write_whole"
