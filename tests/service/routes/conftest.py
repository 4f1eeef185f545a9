"""An office for each module of these stories: what one of them brings along another must not meet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.service.kept_runs import KeptRuns
from tests.service.office import Office, opened


@pytest.fixture(scope="module")
def office(kept: KeptRuns, empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with opened(kept, empty_sqlite, tmp_path_factory.mktemp("secure-office")) as office:
        yield office
