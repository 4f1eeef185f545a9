"""How fast this machine is just now: what stands beside each time that is written down."""

from __future__ import annotations

import time


def loop() -> float:
    """Seconds of ten million additions in plain Python."""
    began, total = time.perf_counter(), 0
    for number in range(10_000_000):
        total += number
    return time.perf_counter() - began
