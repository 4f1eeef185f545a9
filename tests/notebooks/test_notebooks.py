"""Every notebook runs from top to bottom on the small county, as data staff would run it: in a kernel of its own."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import jupytext
import nbclient
import pytest
from nbformat import NotebookNode
from traitlets.config import Config

from tests.conftest import County
from tests.house.repository import ROOT

PICTURES = {"01_data": 3, "02_features": 3, "03_backtests": 7, "04_explanations": 4, "05_lists": 4}
"""At least so many pictures does each show."""


def run(notebook: Path, county: County, folder: Path) -> NotebookNode:
    """The notebook with its outputs."""
    read = jupytext.read(notebook)
    # Sockets in a folder instead of open ports.
    kernel = {"transport": "ipc", "connection_file": str(folder / "kernel.json")}
    settings = Config({"AsyncKernelManager": kernel})
    client = nbclient.NotebookClient(
        read, config=settings, timeout=300, resources={"metadata": {"path": str(notebook.parent)}}
    )
    of_this_code = {"PYTHONPATH": str(ROOT), "IPYTHONDIR": str(folder / "ipython"), "MLFLOW_DISABLE_TELEMETRY": "true"}
    client.execute(env={**os.environ, **county.environment, **of_this_code})
    return read


@pytest.mark.parametrize("name", PICTURES)
def test_a_notebook_runs_on_the_small_county(name: str, county: County) -> None:
    # A socket's path may be a hundred characters long, which a folder of pytest's can exceed.
    with tempfile.TemporaryDirectory(prefix="fanpin-") as folder:
        cells = run(ROOT / "notebooks" / f"{name}.py", county, Path(folder)).cells
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    # A warning in a notebook is as unwelcome as in a test.
    assert [output["text"] for output in outputs if output.get("name") == "stderr"] == []
    assert sum("image/png" in output.get("data", {}) for output in outputs) >= PICTURES[name]
