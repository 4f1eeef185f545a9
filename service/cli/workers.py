"""Several workers on one address, each a process of its own; what one knows that another needs lies in the database."""

from __future__ import annotations

import atexit
import logging
import multiprocessing
import os
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from features.errors import FanpinError
from service.connections import PatientConnection
from service.logs import begin_logging, form_of_log
from service.metrics import FOLDER

if TYPE_CHECKING:
    from fastapi import FastAPI

log = logging.getLogger("fanpin.service")

FACTORY = "service.cli.workers:application"
SECONDS_TO_FINISH = 5
"""For requests under way, once the service is told to stop."""

SECONDS_TO_START = 120
SECONDS_BETWEEN_LOOKS = 0.5

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


def work(listening: socket.socket, ready: Event) -> None:
    """One worker, until it is told to end or whoever started it is gone."""

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                ready.set()

    threading.Thread(target=_end_with_whoever_started, name="parent", daemon=True).start()
    Server(configuration(FACTORY)).run(sockets=[listening])


def _end_with_whoever_started() -> None:
    """Nobody would replace this worker, nor ask it to end."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


@dataclass(frozen=True)
class Worker:
    """A process that was started, and whether it answers."""

    process: SpawnProcess
    ready: Event


class Workers:
    """So many workers on one address: one that ends by itself is replaced, all end together.

    Uvicorn's own supervisor asks each worker in turn whether it lives, for seconds: a worker that has died is replaced as late,
    one that is still being started is killed. Here the system tells at once which process ended.
    """

    def __init__(self, count: int, listening: socket.socket) -> None:
        self._count, self._listening = count, listening
        self._context = multiprocessing.get_context("spawn")
        self._workers: list[Worker] = []
        self._ends = self._renews = False

    def run(self, announce: Callable[[], None]) -> None:
        """Until SIGTERM or Ctrl-C; SIGHUP replaces one after the other.

        Raises:
            FanpinError: a worker ended before it answered; its reason stands in the log.
        """
        signal.signal(signal.SIGTERM, self._end)
        signal.signal(signal.SIGINT, self._end)
        signal.signal(signal.SIGHUP, self._renew)
        try:
            self._workers = [self._start() for _ in range(self._count)]
            if all(self._is_ready(worker) for worker in self._workers):
                announce()
            while not self._ends:
                wait([worker.process.sentinel for worker in self._workers], SECONDS_BETWEEN_LOOKS)
                self._look()
        finally:
            self._stop(self._workers)

    def _end(self, *_: object) -> None:
        self._ends = True

    def _renew(self, *_: object) -> None:
        self._renews = True

    def _start(self) -> Worker:
        ready = self._context.Event()
        process = self._context.Process(target=work, args=[self._listening, ready], name="worker")
        process.start()
        return Worker(process, ready)

    def _is_ready(self, worker: Worker) -> bool:
        ends = time.monotonic() + SECONDS_TO_START
        while not self._ends and time.monotonic() < ends:
            if worker.ready.wait(SECONDS_BETWEEN_LOOKS):
                return True
            if not worker.process.is_alive():
                break
        if not self._ends:
            raise FanpinError(
                "服务进程没有启动成功，原因见服务日志 | a worker did not come up; the service's log says why."
            )
        return False

    def _look(self) -> None:
        for number, worker in enumerate(self._workers):
            if not self._ends and not worker.process.is_alive():
                log.warning("worker %s ended (%s); another begins", worker.process.pid, worker.process.exitcode)
                self._workers[number] = self._start()
        if self._renews:
            self._renews = False
            for number, worker in enumerate(self._workers):
                following = self._start()
                self._workers[number] = following
                self._is_ready(following)
                self._stop([worker])

    def _stop(self, workers: list[Worker]) -> None:
        for worker in workers:
            worker.process.terminate()
        for worker in workers:
            worker.process.join(2 * SECONDS_TO_FINISH)
            if worker.process.is_alive():
                log.warning("worker %s did not end when it was told to", worker.process.pid)
                worker.process.kill()
                worker.process.join()


def serve_by(workers: int, listening: socket.socket, county: Path | None, announce: Callable[[], None]) -> None:
    """Serve by so many processes until Ctrl-C.

    Args:
        county: the county's folder as the command line told it, for those who are started.
        announce: what is told when all answer.

    Raises:
        FanpinError: a worker did not come up.
    """
    if county is not None:
        os.environ["FANPIN_COUNTY"] = str(county)
    with tempfile.TemporaryDirectory(prefix="fanpin-metrics-") as folder:
        os.environ[FOLDER] = folder
        Workers(workers, listening).run(announce)


def end_whatever_is_worked_out() -> None:
    """End the process at once where something is still worked out ahead, of which nothing is to be kept.

    Polars and LightGBM would go on in their own threads while Python takes itself apart, and now and then that crashes.
    """
    if any(thread.daemon for thread in threading.enumerate() if thread is not threading.main_thread()):
        logging.shutdown()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)
