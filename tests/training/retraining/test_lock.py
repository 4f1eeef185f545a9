"""One retraining at a time; a dead process holds nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from training.retraining.lock import AlreadyRetrainingError, one_at_a_time

HOLD = """
import sys, time
from pathlib import Path
from training.retraining.lock import one_at_a_time
with one_at_a_time(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_the_second_is_told_who_is_first_and_a_killed_one_lets_go(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        with pytest.raises(AlreadyRetrainingError, match=str(first.pid)), one_at_a_time(tmp_path):
            pass
        first.send_signal(signal.SIGKILL)
        first.wait()
    with one_at_a_time(tmp_path):
        assert (tmp_path / "lock").read_text(encoding="utf-8") == str(os.getpid())


def test_one_after_the_other_is_fine(tmp_path: Path) -> None:
    for _ in range(2):
        with one_at_a_time(tmp_path / "new"):
            pass
