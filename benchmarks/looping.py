"""How fast this machine is just now: what stands beside each time that is written down."""

from __future__ import annotations

import subprocess
import sys

PLAIN = """
import time
began, total = time.perf_counter(), 0
for number in range(10_000_000):
    total += number
print(time.perf_counter() - began)
"""


def loop() -> float:
    """Seconds of ten million additions in plain Python, at a module's level, where every name is looked up."""
    done = subprocess.run([sys.executable, "-c", PLAIN], stdout=subprocess.PIPE, check=True)  # noqa: S603 - our own
    return float(done.stdout)
