"""One small county on disk for the stories about its files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.training.simulator.files import SmallCounty
from training.simulator import simulate


@pytest.fixture(scope="session")
def small_county(tmp_path_factory: pytest.TempPathFactory) -> SmallCounty:
    out: Path = tmp_path_factory.mktemp("small-county")
    simulate(1_500, 14, 9, out)
    return SmallCounty(out)
