"""How long the tracking server is waited for, where something stands in for it.

By itself MLflow asks a server that does not answer again and again for some four minutes; so long nobody was scored after a start,
though a copy of the model lay beside it. Where the environment says how often and how long, that holds.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

BRIEFLY = {"MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1", "MLFLOW_HTTP_REQUEST_TIMEOUT": "10"}
"""Seconds, and how often again: MLflow's own names, which it reads for each request."""

_lock = threading.Lock()
_asking = 0
_set: list[str] = []


@contextmanager
def briefly() -> Iterator[None]:
    """What is asked of MLflow within, in whatever thread, is not waited for long."""
    global _asking  # noqa: PLW0603 - the environment is one for all threads, and so is who has changed it
    with _lock:
        _asking += 1
        if _asking == 1:
            _set[:] = [name for name in BRIEFLY if name not in os.environ]
            os.environ.update({name: BRIEFLY[name] for name in _set})
    try:
        yield
    finally:
        with _lock:
            _asking -= 1
            if _asking == 0:
                for name in _set:
                    os.environ.pop(name, None)


def be_brief() -> None:
    """The same for all that this process and those that it starts ask from now on: of one in which people wait for answers."""
    for name, value in BRIEFLY.items():
        os.environ.setdefault(name, value)
