"""What stands beside a listed household is what was known on the run's day."""

from __future__ import annotations

import datetime as dt

from features.records.gate import EVENT_DATE
from service.issuing.beside import UNKNOWN, beside
from tests.service.kept_runs import KeptRuns


def test_people_and_settlement_are_those_of_the_day(kept: KeptRuns) -> None:
    codes = kept.run.listed["household_id"].to_list()
    found = beside(kept.store, kept.run, codes)
    assert set(found) == set(codes)
    day = kept.run.made_from.as_of
    rows = kept.store.records(households=codes)["households"].filter(EVENT_DATE <= day)
    sizes = {code: set(rows.filter(rows["household_id"] == code)["household_size"].to_list()) for code in codes}
    for code, known in found.items():
        assert known.people is None or known.people in sizes[code]
    assert {known.settlement for known in found.values()} - {None}
    assert isinstance(day, dt.date)


def test_nobody_is_asked_about_nobody(kept: KeptRuns) -> None:
    assert beside(kept.store, kept.run, []) == {}
    assert beside(kept.store, kept.run, ["unknown"]) == {"unknown": UNKNOWN}
