"""What is counted of requests, for Prometheus. Labels are the route as it is declared, never an address: no code, no name.

Several workers count into one folder (`PROMETHEUS_MULTIPROC_DIR`, which `fanpin serve --workers` makes), and any of them
tells what all have counted.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import Metric
from prometheus_client.multiprocess import MultiProcessCollector

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
MEDIA_TYPE = CONTENT_TYPE_LATEST
NO_ROUTE = "(no route)"

SECONDS = (0.005, 0.01, 0.02, 0.04, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

REQUESTS = Counter("fanpin_requests", "Requests that were answered.", ["method", "route", "status"])
DURATION = Histogram(
    "fanpin_request_seconds", "From the first byte of a request to the last of its answer.", ["route"], buckets=SECONDS
)
FAILURES = Counter("fanpin_failures", "Failures that nobody foresaw.", ["kind"])
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""Others count as one: a label that strangers choose fills the memory."""


def count_request(method: str, route: str, status: int | None, seconds: float) -> None:
    """One request; without a status where the caller left before there was any."""
    REQUESTS.labels(method if method in METHODS else "other", route, str(status or "left")).inc()
    DURATION.labels(route).observe(seconds)


def exposition(present: Iterable[Metric]) -> bytes:
    """Everything that was counted, by all workers, and the present state, as Prometheus reads it."""
    registry = CollectorRegistry()
    if os.environ.get(FOLDER):
        MultiProcessCollector(registry)
    else:
        registry.register(REGISTRY)
    registry.register(_Present(present))
    return generate_latest(registry)


class _Present:
    def __init__(self, present: Iterable[Metric]) -> None:
        self._present = list(present)

    def collect(self) -> Iterable[Metric]:
        return self._present
