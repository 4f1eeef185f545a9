"""How long a page of 50 of a county's households takes, filtered and sorted, on SQLite and on PostgreSQL.

    python -m benchmarks.pages [--households 200000] [--postgresql postgresql://USER@HOST/NAME]

Without an address SQLite alone is timed. Whatever lies in the database that is named is left as it is: use an empty one.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.looping import loop
from service.jurisdiction import EVERYWHERE, Jurisdiction
from service.keyring import Keyring, load_or_create_keyring
from service.store import Database
from service.store.paging import Key, page
from service.store.repositories import runs
from service.store.upgrading import upgrade

NOW = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
RUNS, AT_ONCE, PAGES, ROWS = 3, 5_000, 40, 50
COUNTY, TOWNSHIP = "990101", "990101004"

Question = tuple[str, runs.Wanted, tuple[Key, ...]]
QUESTIONS: dict[str, Question] = {
    "everybody of the county, riskiest first": (COUNTY, runs.Wanted(), runs.RANK),
    "a township": (TOWNSHIP, runs.Wanted(), runs.RANK),
    "a village": (f"{TOWNSHIP}005", runs.Wanted(), runs.RANK),
    "a township, illness, middle band": (TOWNSHIP, runs.Wanted(risk_type="illness", band="medium"), runs.RANK),
    "the county, education, low band, lifted out": (
        COUNTY, runs.Wanted(risk_type="education", band="low", household_type="lifted_out"), runs.RANK,
    ),
    "the same by code": (
        COUNTY, runs.Wanted(region=COUNTY, risk_type="education", band="low", household_type="lifted_out"), runs.CODE,
    ),
    "the county village by village, middle band": (COUNTY, runs.Wanted(band="medium"), runs.PLACE),
    "codes that begin alike": (COUNTY, runs.Wanted(household="990101000000012"), runs.CODE),
    "a township, not listed": (TOWNSHIP, runs.Wanted(listed=False), runs.RANK),
}  # fmt: skip


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--households", type=int, default=200_000)
    asked.add_argument("--postgresql", help="address of an empty database")
    options = asked.parse_args()
    print(f"ten million additions in plain Python: {loop():.2f} s")
    with tempfile.TemporaryDirectory() as folder:
        keyring = load_or_create_keyring(Path(folder) / "keys")
        for address in (f"sqlite:///{folder}/pages.db", options.postgresql):
            if address:
                database = Database(address)
                upgrade(database)
                run_id = fill(database, options.households)
                print(database.url.get_backend_name())
                for name, question in QUESTIONS.items():
                    times = sorted(timed(database, keyring, run_id, name, question))
                    middle, late = statistics.median(times), times[int(len(times) * 0.95) - 1]
                    print(f"  {name:48} p50 {middle:6.1f} ms  p95 {late:6.1f} ms")
                database.close()


def fill(database: Database, households: int) -> str:
    """Some runs of so many households; the name of the last."""
    draw = random.Random(1)  # noqa: S311 - no secret
    run_id = ""
    for number in range(RUNS):
        with database.writing(EVERYWHERE, NOW) as work:
            facts: dict[str, Any] = {
                "model_version": "1",
                "target": "entry",
                "as_of": NOW.date(),
                "expires_on": NOW.date(),
            }
            run = runs.begin(
                work,
                model="fanpin-entry",
                kept_as=f"run-{number}",
                asked_by="bench",
                scored=households,
                made_from={},
                **facts,
            )
            codes = draw.sample(range(households), households)
            rows = [row(draw, place, households, codes[place]) for place in draw.sample(range(households), households)]
            for first in range(0, households, AT_ONCE):
                runs.add(work, run, rows[first : first + AT_ONCE], [])
            runs.complete(work, run, [])
            run_id = run.id
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # What the database knows of its rows after some time of use.
        connection.exec_driver_sql("ANALYZE")
    return run_id


def row(draw: random.Random, place: int, households: int, code: int) -> dict[str, Any]:
    """A household with the score of its place among so many; its code tells nothing of its risk."""
    share = place / households
    return {
        "household_id": f"9901010000{code:08d}",
        "region_code": f"{COUNTY}{draw.randrange(12) + 1:03d}{draw.randrange(17) + 1:03d}",
        "household_type": draw.choice(["general"] * 5 + ["lifted_out"]),
        "rank": place + 1,
        "probability": 1 - share,
        "probability_low": None,
        "probability_high": None,
        "raw_score": -share,
        "band": "high" if share < 0.01 else "medium" if share < 0.1 else "low",
        "main_risk_type": draw.choice(["illness"] * 4 + ["disability", "job_instability", "education", None]),
        "risk_types": ["illness"],
        "hits": 0,
        "listed": share < 0.0125,
    }


def timed(database: Database, keyring: Keyring, run_id: str, name: str, question: Question) -> Iterator[float]:
    """Milliseconds of pages, one after the other, with the session and its filter."""
    place, wanted, order = question
    cursor = None
    for _ in range(PAGES):
        began = time.perf_counter()
        with database.reading(Jurisdiction.of(place), NOW) as work:
            got = page(work, keyring, runs.assessments(run_id, wanted), order, question=name, limit=ROWS, cursor=cursor)
        yield (time.perf_counter() - began) * 1000
        cursor = got.next


if __name__ == "__main__":
    main()
