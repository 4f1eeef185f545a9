"""Several workers on one address, each a process of its own; what one knows that another needs lies in the database."""

from __future__ import annotations

import atexit
import logging
import os
import socket
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn
from uvicorn.supervisors import Multiprocess

from service.connections import PatientConnection
from service.logs import begin_logging, form_of_log
from service.metrics import FOLDER

if TYPE_CHECKING:
    from fastapi import FastAPI

FACTORY = "service.cli.workers:application"
SECONDS_TO_FINISH = 5
"""For requests under way, once the service is told to stop."""

SECONDS_TO_START = 120
SECONDS_WITHOUT_A_SIGN = 60
"""A worker that says nothing for so long hangs, and is replaced. A county that is being scored can keep it silent for some."""

SECONDS_OF_A_TURN = 0.0005
"""How long a thread keeps Python to itself while others want it. An answer gives it up some hundred times, and by default
would get it back after 5 ms each time while a county is being scored in another thread."""


def application() -> FastAPI:
    """The application of one worker, by the environment."""
    from service.app import create_app
    from service.settings import Settings

    begin_logging(form_of_log(os.environ))
    atexit.register(end_whatever_is_worked_out)
    sys.setswitchinterval(SECONDS_OF_A_TURN)
    return create_app(Settings.from_environment())


def configuration(served: FastAPI | str) -> uvicorn.Config:
    """How an application is served: by our own connections, without Uvicorn's own lines in the log.

    Args:
        served: the application, or the name of what makes it in each worker.
    """
    # Uvicorn's own access log holds whole addresses: household codes and login codes. Ours does not.
    return uvicorn.Config(
        served,
        factory=isinstance(served, str),
        http=PatientConnection,
        ws="none",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
    )


class _Workers(Multiprocess):
    """Uvicorn's workers, announced when each of them answers."""

    def __init__(self, config: uvicorn.Config, listening: socket.socket, announce: Callable[[], None]) -> None:
        super().__init__(config, [listening])
        self._announce = announce

    def init_processes(self) -> None:
        super().init_processes()
        if all(each.wait_until_ready(SECONDS_TO_START, self.should_exit) for each in self.processes):
            self._announce()


def serve_by(workers: int, listening: socket.socket, county: Path | None, announce: Callable[[], None]) -> None:
    """Serve by so many processes until Ctrl-C; one that ends by itself is replaced.

    Args:
        county: the county's folder as the command line told it, for those who are started.
        announce: what is told when all answer.
    """
    if county is not None:
        os.environ["FANPIN_COUNTY"] = str(county)
    config = configuration(FACTORY)
    config.workers, config.timeout_worker_healthcheck = workers, SECONDS_WITHOUT_A_SIGN
    with tempfile.TemporaryDirectory(prefix="fanpin-metrics-") as folder:
        os.environ[FOLDER] = folder
        # That a worker ended and another began, with their process numbers.
        logging.getLogger("uvicorn.error").setLevel(logging.INFO)
        _Workers(config, listening, announce).run()


def end_whatever_is_worked_out() -> None:
    """End the process at once where something is still worked out ahead, of which nothing is to be kept.

    Polars and LightGBM would go on in their own threads while Python takes itself apart, and now and then that crashes.
    """
    if any(thread.daemon for thread in threading.enumerate() if thread is not threading.main_thread()):
        logging.shutdown()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)
