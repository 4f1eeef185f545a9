"""The first walk of docs/architecture.md is walked: a delivered file becomes a table by the steps that are written there."""

from __future__ import annotations

from pathlib import Path

from features.records.store import RecordStore
from tests.features.intake.files import deliver, rosters, take_in
from tests.house.walks import calls_here, first_named

WALK = "From a delivered file to a table"


def test_a_delivered_file_becomes_a_table_by_the_steps_of_the_page(tmp_path: Path, store: RecordStore) -> None:
    root = deliver(tmp_path, "2024-02-01", rosters())
    with calls_here() as calls:
        report = take_in(root, store)
    assert not report.refused
    assert calls.of(first_named(WALK)) == first_named(WALK)
