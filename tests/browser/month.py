"""An office whose month is beginning: one day is scored, and nothing is listed yet."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from features.policy.loading import Policy
from features.records.store import RecordStore
from models.risk_model import RiskModel
from models.runs import make_run
from service.deliveries.landing import land_uploads
from service.landing.waiting import land_waiting
from service.rounds import comparisons, reception_of, runs
from service.routes.doing import now
from tests.service.kept_runs import BEFORE, DAY, KeptRuns
from tests.service.office import Office, opened

FIRST, SECOND, DECIDED = dt.date(2024, 6, 3), dt.date(2024, 6, 4), dt.date(2024, 6, 13)
NEXT_MONTH = dt.date(2024, 7, 1)
COUNTY_POLICY = """
export_rows_alone:
  steps:
    - {from: 2020-01-01, value: 20, scope: "", source: notice 3 of the made-up county, status: sourced}
"""


@contextmanager
def office_of_a_month(store: RecordStore, model: RiskModel, empty: Path, folder: Path) -> Iterator[Office]:
    """With records and a policy of its own, scored on the last day of the month before."""
    shutil.copytree(store.path, folder / "records")
    (folder / "county" / "policy").mkdir(parents=True)
    (folder / "county" / "policy" / "exports.yaml").write_text(COUNTY_POLICY)
    own = RecordStore.open(folder / "records")
    run = make_run(model, own, Policy.load(county=folder / "county"), BEFORE)
    with opened(KeptRuns(own, model, run, run), empty, folder, folder / "county") as office:
        yield office


class Nights:
    """What the service does by itself between two days; the rounds of the story's service are made by hand."""

    def __init__(self, office: Office) -> None:
        self._held, self._kept = office.app.state.resources, office.kept

    def files_are_taken_in(self) -> None:
        land_uploads(reception_of(self._held), now)

    def the_month_is_scored(self) -> None:
        """What the office recorded lands among the records, and everybody is scored by them."""
        store = RecordStore.open(self._held.settings.records)
        land_waiting(self._held.door.database, store.path, now())
        make_run(self._kept.model, store, Policy.load(county=self._held.settings.county), DAY)
        runs(self._held)

    def lists_are_compared(self) -> None:
        comparisons(self._held)
