"""An interpreter that has imported the libraries once, and runs tests in a fork of itself for each list of them.

It has imported nothing of the tree: every fork reads the tree's own modules, as they stand at that moment.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

LIBRARIES = ("pytest", "polars", "dataframely", "deltalake", "typer", "rich.console")


class Interpreter:
    """Runs tests in one folder; made by `interpreter_in`."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, tests: Iterable[str]) -> tuple[int, str]:
        """Exit status of pytest, which stops at the first failure, and what it printed."""
        asked, answers = self._process.stdin, self._process.stdout
        if asked is None or answers is None:
            raise RuntimeError("The interpreter that runs tests has to be started with pipes.")
        print(json.dumps(["-x", "-q", "-p", "no:cacheprovider", *tests]), file=asked, flush=True)
        if not (answer := answers.readline()):
            raise RuntimeError(f"The interpreter that runs tests ended with {self._process.wait()}.")
        status, printed = json.loads(answer)
        return status, printed


@contextmanager
def interpreter_in(folder: Path) -> Iterator[Interpreter]:
    """An interpreter that runs in a folder and finds its modules there."""
    # No compiled module is kept: a file that changes twice within a second could be taken for unchanged.
    command = [sys.executable, "-B", str(Path(__file__))]
    environment = os.environ | {"PYTHONPATH": str(folder)}
    with subprocess.Popen(  # noqa: S603 - our own tests, in a copy of our own tree
        command, cwd=folder, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Interpreter(process)


def _serve() -> None:
    # The folder of this file would hide the standard library's modules of the same names.
    sys.path.remove(str(Path(__file__).parent))
    for name in LIBRARIES:
        importlib.import_module(name)
    for line in sys.stdin:
        print(json.dumps(_forked(json.loads(line))), flush=True)


def _forked(arguments: list[str]) -> tuple[int, str]:
    with tempfile.TemporaryFile("w+", encoding="utf-8") as printed:
        if (child := os.fork()) == 0:
            os.dup2(printed.fileno(), 1)
            os.dup2(printed.fileno(), 2)
            import pytest

            status = int(pytest.main(arguments))
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
        _, ended = os.waitpid(child, 0)
        printed.seek(0)
        return os.waitstatus_to_exitcode(ended), printed.read()


if __name__ == "__main__":
    _serve()
