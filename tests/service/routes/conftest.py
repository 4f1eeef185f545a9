"""One office for all these stories: none of them changes what another looks at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.service.kept_runs import KeptRuns
from tests.service.office import Office, opened


@pytest.fixture(scope="package")
def office(kept: KeptRuns, empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with opened(kept, empty_sqlite, tmp_path_factory.mktemp("secure-office")) as office:
        yield office
