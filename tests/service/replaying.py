"""What stories of answers made again share: an answer, the command's work on files, a delivery that comes late."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import polars as pl
from fastapi.testclient import TestClient

from features.records.store import RecordStore
from features.records.store.side_tables import DELIVERIES
from features.records.tables import polars_schema
from models.answers.reading import read_answer
from models.answers.replaying import ReplayedAnswer, replay_answer
from tests.service.conftest import AS_OF


def stored(service: TestClient, household: str) -> dict[str, Any]:
    answer = service.get(f"/v1/households/{household}/assessment", params={"as_of": str(AS_OF)})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def replayed(answer: dict[str, Any], records: Path, document: Any = None) -> ReplayedAnswer:
    """What `fanpin replay` makes of files beside the records."""
    files = records.with_name("answer.json"), records.with_name("document.json")
    for file, content in zip(files, (answer, document), strict=True):
        file.write_text(json.dumps(content), encoding="utf-8")
    sent = None if document is None else files[1]
    return replay_answer(read_answer(files[0]), records, None, records.with_name("model"), sent)


def land_late(records: Path, household: str) -> None:
    """A department sends late what it had known long before the day."""
    store = RecordStore.open(records)
    bill = {
        "household_id": household,
        "record_id": "late",
        "event_date": dt.date(2024, 5, 1),
        "known_date": dt.date(2024, 6, 20),
        "delivery_id": "late",
        "person_id": "P",
        "setting": "inpatient",
        "disease_class": "major",
        "self_paid_yuan": 90_000.0,
    }
    rows = pl.DataFrame([bill], schema=polars_schema("illness"))
    delivery = {"delivery_id": "late", "known_date": dt.date(2024, 6, 20), "source": "drawn"}
    with store.writing():
        store.land({"illness": rows}, pl.DataFrame([delivery], schema=DELIVERIES))
