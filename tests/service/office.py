"""A service whose office can work: records with kept runs, taken up, and people of every office who came in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from features.deliveries.departments import DeliveringDepartment
from features.records.store import RecordStore
from service.app import create_app
from service.client import Client, Patience
from service.jurisdiction import EVERYWHERE, Jurisdiction
from service.principal import Permission, Role
from service.rounds import runs
from service.settings import Settings
from tests.service.kept_runs import KeptRuns
from tests.service.people import CHEAP, Grant, code_for, code_with, copied, key_of

COUNTY, TOWNSHIP = "990101", "990101001"


@dataclass(frozen=True)
class Office:
    """The service, and whoever asks it."""

    app: FastAPI
    kept: KeptRuns

    def program(
        self,
        *scopes: Permission,
        where: Jurisdiction = EVERYWHERE,
        department: DeliveringDepartment | None = None,
    ) -> TestClient:
        """A program with these scopes, or all that a program may have."""
        key = key_of(self.app, "program", *scopes, jurisdiction=where, department=department)
        return TestClient(self.app, headers={"X-API-Key": key}, follow_redirects=False)

    def person(self, role: Role, place: str = "", department: DeliveringDepartment | None = None) -> TestClient:
        """Somebody who came in with a link."""
        return self._with(code_for(self.app, role, place, department))

    def person_with(self, *grants: Grant) -> TestClient:
        """Somebody new who holds several roles, or one as nobody is granted it any more."""
        return self._with(code_with(self.app, *grants))

    def _with(self, code: str) -> TestClient:
        somebody = TestClient(self.app, follow_redirects=False)
        assert somebody.get(f"/login?code={code}").status_code == 303
        return somebody

    def client(self, somebody: TestClient) -> Client:
        """The client for programs in Python, as somebody; whoever fails here is not asked again."""
        return Client.over(somebody, patience=Patience(tries=1))

    def households(self, place: str = "") -> list[str]:
        """Codes of scored households that live in a place."""
        scores = self.kept.run.scores
        return scores.filter(scores["region_code"].str.starts_with(place))["household_id"].sort().to_list()


@pytest.fixture(scope="module")
def office(kept: KeptRuns, empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with opened(kept, empty_sqlite, tmp_path_factory.mktemp("office")) as office:
        yield office


@pytest.fixture
def own_office(kept: KeptRuns, empty_sqlite: Path, tmp_path: Path) -> Iterator[Office]:
    """The same with records of its own, for a story that changes them."""
    shutil.copytree(kept.store.path, tmp_path / "records")
    own = replace(kept, store=RecordStore.open(tmp_path / "records"))
    with opened(own, empty_sqlite, tmp_path) as office:
        yield office


@contextmanager
def opened(kept: KeptRuns, empty: Path, folder: Path, county: Path | None = None) -> Iterator[Office]:
    """A service on these runs, which have been taken up.

    Args:
        county: the county's own folder.
    """
    settings = Settings(
        records=kept.store.path,
        model_copy=folder / "model",
        database=copied(kept.taken_up or empty, folder),
        keys=folder / "service.keys",
        anchors=folder / "audit.anchors",
        county=county,
    )
    app = create_app(settings, kept.model, CHEAP)
    with TestClient(app):
        runs(app.state.resources)
        yield Office(app, kept)
