"""Every notebook runs from top to bottom on the small county, as data staff would run it.

They take turns in one kernel, which forgets every name before the next begins: what the libraries take to be imported is
paid once.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Awaitable, Iterator
from pathlib import Path
from typing import Any

import jupytext
import nbclient
import pytest
from jupyter_client.manager import AsyncKernelManager
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from tests.conftest import County
from tests.house.repository import ROOT

NOTEBOOKS = ROOT / "notebooks"

PICTURES = {"01_data": 3, "02_features": 3, "03_backtests": 7, "04_explanations": 4, "05_lists": 4}
"""At least so many pictures does each show."""


FORGET = "%reset -f"


@pytest.fixture(scope="module")
def kernel(county: County) -> Iterator[AsyncKernelManager]:
    # A socket's path may be a hundred characters long, which a folder of pytest's can exceed.
    with tempfile.TemporaryDirectory(prefix="fanpin-") as place:
        folder = Path(place)
        # Sockets in a folder instead of open ports.
        made = AsyncKernelManager(transport="ipc", connection_file=str(folder / "kernel.json"), kernel_name="python3")
        own = {"PYTHONPATH": str(ROOT), "IPYTHONDIR": str(folder / "ipython"), "MLFLOW_DISABLE_TELEMETRY": "true"}
        started = {"cwd": str(NOTEBOOKS), "env": {**os.environ, **county.environment, **own}}
        asyncio.run(_done(made.start_kernel(**started)))
        yield made
        asyncio.run(_done(made.shutdown_kernel(now=True)))


async def _done(waited_for: Awaitable[Any]) -> None:
    await waited_for


def run(notebook: Path, kernel: AsyncKernelManager) -> NotebookNode:
    """The notebook with its outputs."""
    read = jupytext.read(notebook)
    read.cells.insert(0, new_code_cell(FORGET))
    client = nbclient.NotebookClient(read, km=kernel, timeout=300)
    try:
        client.execute()
    finally:
        if client.kc is not None:
            client.kc.stop_channels()
    return read


@pytest.mark.parametrize("name", PICTURES)
def test_a_notebook_runs_on_the_small_county(name: str, kernel: AsyncKernelManager) -> None:
    cells = run(NOTEBOOKS / f"{name}.py", kernel).cells
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    # A warning in a notebook is as unwelcome as in a test.
    assert [output["text"] for output in outputs if output.get("name") == "stderr"] == []
    assert sum("image/png" in output.get("data", {}) for output in outputs) >= PICTURES[name]
