"""The front door of fanpin, called in this process as a person calls it in a shell.

A start of Python costs seconds and tells nothing about a command; that `python fanpin.py` starts at all is told by the
journeys that start it.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import warnings
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path

import pytest
import typer.main

import fanpin
from tests.house.repository import ROOT

WIDE = "250"
"""Columns of the terminal: no line of a table is folded."""

_command = cache(typer.main.get_command)
"""The commands as they are read from their functions: some hundred of them, which would take half a second at each call."""


def called(folder: Path, environment: Mapping[str, str], *arguments: str) -> tuple[int, str]:
    """The exit status of `fanpin ARGUMENTS` in a folder, and all that it printed; an exception that nobody tells goes on.

    Of the variables that fanpin reads, it sees those of `environment` alone.
    """
    printed = io.StringIO()
    mask = os.umask(0o077)
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(printed), redirect_stderr(printed):
        for name in [name for name in os.environ if name.startswith(("FANPIN_", "MLFLOW_TRACKING"))]:
            patch.delenv(name)
        for name, value in {"COLUMNS": WIDE, **environment}.items():
            patch.setenv(name, value)
        patch.chdir(folder)
        patch.setattr(sys, "argv", ["fanpin", *arguments])
        patch.setattr(typer.main, "get_command", _command)
        if fanpin.app.registered_groups:
            patch.setattr(fanpin, "_mount", lambda: None)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                fanpin.main()
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        else:
            status = 0
        finally:
            os.umask(mask)
    return status, printed.getvalue()


def started(folder: Path, environment: Mapping[str, str], *arguments: str) -> tuple[int, str]:
    """The same of `python fanpin.py ARGUMENTS`, in a process of its own that knows no other variables."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(ROOT / "fanpin.py"), *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "COLUMNS": WIDE, **environment},
    )
    return done.returncode, done.stdout + done.stderr
