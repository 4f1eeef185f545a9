"""What the command lines of models share: which registered model, and where its local copy is."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

ModelName = Annotated[str, typer.Option("--model", help="模型名 Registered model.")]


def model_copy() -> Path:
    """Where the champion's copy is kept: FANPIN_MODEL_COPY, or ./var/model."""
    return Path(os.environ.get("FANPIN_MODEL_COPY", "var/model"))
