"""Places held out."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from training.settings.base import Settings


class Places(Settings):
    """The test in townships that were left out of training."""

    folds: Annotated[
        int, Field(ge=2, le=20, description="Parts into which the townships are dealt; each is left out once.")
    ] = 3
    windows: Annotated[
        int, Field(ge=0, le=60, description="The latest windows in which places are held out; 0 leaves the test out.")
    ] = 2
