"""Where files wait: whatever does not wait any more is removed, but not what is just being written."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from service.deliveries.custody import destroy_others

NOW = dt.datetime(2026, 1, 9, 4, tzinfo=dt.UTC)


def test_what_was_left_behind_is_removed(tmp_path: Path) -> None:
    ages = {"waiting": 9, "left": 9, "coming": 0}
    for name, hours in ages.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "delivered.csv").write_bytes(b"a")
        then = (NOW - dt.timedelta(hours=hours)).timestamp()
        os.utime(tmp_path / name, (then, then))
    assert destroy_others(tmp_path, {"waiting"}, NOW) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["coming", "waiting"]
